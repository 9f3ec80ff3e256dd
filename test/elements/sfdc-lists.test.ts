/** Lists of the element: what is asked of the vendor's query language, what is found here, pages, order, fields, deleted records, metadata. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addContacts } from '../../simulators/salesforce/seed/people.ts'
import { useSfdc } from './sfdc-server.ts'

// biome-ignore lint/suspicious/noExplicitAny: a row gets its shape from the assertion
type Row = any

describe('sfdc: searching', () => {
  const sfdc = useSfdc()
  /** Rows of a list, and the condition that the vendor was asked. */
  const search = async (resource: string, where: string): Promise<{ rows: Row[]; condition: string | undefined }> => {
    sfdc.asked.length = 0
    const reply = await sfdc.get(`/${resource}`, { where, pageSize: '200' })
    assert.equal(reply.status, 200, `${where}: ${reply.text}`)
    return { rows: reply.body, condition: / WHERE (.*?)(?: ORDER BY| LIMIT|$)/.exec(sfdc.statements().at(-1) ?? '')?.[1] }
  }

  const cases: readonly (readonly [resource: string, where: string, asked: string, test: (row: Row) => boolean])[] = [
    ['accounts', "Name='Churro''s Test Account'", "Name = 'Churro\\'s Test Account'", ({ Name }) => Name === "Churro's Test Account"],
    ['leads', "email=''", 'Email = null', ({ Email }) => Email === undefined],
    ['opportunities', 'Amount > 30000', 'Amount > 30000', ({ Amount }) => Amount > 30_000],
    ['opportunities', "Amount > '30000'", 'Amount > 30000', ({ Amount }) => Amount > 30_000],
    ['opportunities', "IsClosed='true' and CloseDate>='2020-01-01'", 'IsClosed = true AND CloseDate >= 2020-01-01', (row) => row.IsClosed],
    ['contacts', 'Phone = 5', "Phone = '5'", () => false],
    ['contacts', "CreatedDate > '2020-01-31T02:00:00+02:00'", 'CreatedDate > 2020-01-31T00:00:00', () => true],
    ['contacts', "LastName like 'A%' or LastName in ('B','C')", "LastName LIKE 'A%' OR LastName IN ('B', 'C')", () => true],
    ['contacts', "Account.Industry = 'Energy'", "Account.Industry = 'Energy'", () => true],
    [
      'contacts',
      "Level__c='Primary' AND (Score__c > 5 OR Email IS NULL)",
      "Level__c = 'Primary' AND (Score__c > 5 OR Email = null)",
      (row) => row.Level__c === 'Primary',
    ],
    ['Invoice__c', "Status__c = 'Paid'", "Status__c = 'Paid'", (row) => row.Status__c === 'Paid'],
  ]
  for (const [resource, where, asked, test] of cases) {
    it(`/${resource}: ${where}`, async () => {
      const { rows, condition } = await search(resource, where)
      assert.ok(condition?.startsWith(asked), `asked: ${condition}`)
      assert.ok(rows.every(test))
      assert.equal(sfdc.statements().length, 1)
    })
  }

  it('nothing breaks out of a text', async () => {
    const name = "x' OR Name != '"
    const { rows, condition } = await search('accounts', `Name='${name.replaceAll("'", "''")}'`)
    assert.deepEqual(rows, [])
    assert.equal(condition, String.raw`Name = 'x\' OR Name != \''`)
  })

  it('a long text, which the vendor cannot search, is searched here', async () => {
    const { rows, condition } = await search('accounts', "Industry != null and Description like 'Customer since 201%'")
    const wanted = sfdc
      .stored('Account')
      .filter((row) => row['Industry'] != null && String(row['Description']).startsWith('Customer since 201'))
    assert.ok(wanted.length > 1)
    assert.deepEqual(rows.map(({ Id }) => Id).sort(), wanted.map(({ Id }) => Id).sort())
    assert.ok(!/Description/.test(condition ?? ''), condition)
  })

  it('texts are compared regardless of case, by the vendor and here', async () => {
    const { rows } = await search('accounts', "Name='BASALT MINING & CO'")
    assert.equal(rows.length, 1)
    const either = await search('accounts', "Name='BASALT MINING & CO' or Description='zzz'")
    assert.deepEqual(either, { rows, condition: undefined })
    const both = await search('accounts', "Name like 'BASALT%' and Description not like 'ZZZ%'")
    assert.ok(both.rows.every(({ Name }) => Name.startsWith('Basalt')))
  })

  it('a field of another object is asked for where it is looked at here', async () => {
    const { rows } = await search('contacts', "Account.Industry = 'ENERGY'")
    assert.ok(rows.length > 0)
    const either = await search('contacts', "Account.Industry = 'ENERGY' or Description = 'zzz'")
    assert.deepEqual(
      either.rows.map(({ Id }) => Id),
      rows.map(({ Id }) => Id),
    )
  })

  it('an empty text is no value, to the vendor and here', async () => {
    const { rows } = await search('accounts', "ParentId = '' and Website = ''")
    const wanted = sfdc.stored('Account').filter((row) => row['ParentId'] == null && row['Website'] == null)
    assert.deepEqual(rows.map(({ Id }) => Id).sort(), wanted.map(({ Id }) => Id).sort())
    const { rows: either } = await search('accounts', "Website = '' or Description = 'zzz'")
    assert.equal(either.length, sfdc.stored('Account').filter((row) => row['Website'] == null).length)
  })

  for (const where of ["Id like '001%'", "id like '001%'", "ParentId like '%AAY'", "OwnerId not like 'x%'", "Owner.Id like '005%'"]) {
    it(`${where}: patterns of ids, which the vendor refuses, are looked for here`, async () => {
      const { rows, condition } = await search('accounts', where)
      assert.equal(condition, undefined)
      const ids = sfdc.stored('Account').filter((row) => !where.includes('ParentId') || String(row['ParentId'] ?? '').endsWith('AAY'))
      assert.equal(rows.length, ids.length)
    })
  }

  it('what can be no id finds nothing, and takes nothing from the others', async () => {
    const [one, two] = sfdc.stored('Account').map((row) => String(row['Id']))
    const ids = async (where: string) => (await search('accounts', where)).rows.map(({ Id }) => Id)
    assert.deepEqual(await ids(`Id in ('${one}', 'x')`), [one])
    assert.deepEqual(await ids(`id = '${one!.toLowerCase()}'`), [])
    assert.deepEqual(await ids("Id = 'x' or ParentId = 'y'"), [])
    assert.deepEqual(await ids(`Id = '${one!.slice(0, 15)}'`), [one])
    assert.deepEqual(await ids(`Id = '${one!.slice(0, 15)}' or Description = 'zzz'`), [one])
    const others = await ids(`Id not in ('${two}', 'x')`)
    assert.ok(others.length > 1 && !others.includes(two))
  })

  it('a where that is none is a 400, and the vendor is not asked', async () => {
    sfdc.asked.length = 0
    for (const where of ['Name=', "Name='x' AND", "Name ~ 'x'", "(Name='x'"]) {
      const reply = await sfdc.get('/accounts', { where })
      assert.deepEqual([reply.status, /Error parsing query/.test(reply.body.message)], [400, true], where)
    }
    assert.deepEqual(sfdc.asked, [])
  })

  it('a field that nobody has is refused in words', async () => {
    sfdc.asked.length = 0
    const reply = await sfdc.get('/accounts', { where: "Nickname='x'" })
    assert.equal(reply.status, 400)
    assert.match(reply.text, /Nickname.*searchable: .*AnnualRevenue/)
    assert.match((await sfdc.get('/accounts', { orderBy: 'Nickname' })).text, /Nickname.*sortable: .*AnnualRevenue/)
    assert.deepEqual(sfdc.statements(), [], 'no list is read to find out')
  })

  it('parts of addresses, which rows show, are searched, sorted by and answered here', async () => {
    const { rows, condition } = await search('accounts', "ShippingAddress.city='Boston' and Name != null")
    assert.match(condition ?? '', /^Name != null$/)
    assert.ok(rows.length > 0 && rows.every(({ ShippingAddress }) => ShippingAddress.city === 'Boston'))
    const { body } = await sfdc.get('/accounts', {
      fields: 'shippingaddress.city',
      orderBy: 'ShippingAddress.city desc',
      where: 'ShippingCity != null',
      pageSize: '3',
    })
    assert.match(sfdc.statements().at(-1) ?? '', /^SELECT Id, ShippingAddress FROM Account /)
    assert.ok(body.every((row: Row) => JSON.stringify(Object.keys(row)) === '["ShippingAddress"]'))
    const cities = body.map(({ ShippingAddress }: Row) => ShippingAddress.city)
    assert.deepEqual(cities, [...cities].sort().reverse())
  })

  it('sorts here by what the vendor cannot sort', async () => {
    const { body, status, text } = await sfdc.get('/accounts', { orderBy: 'Description desc', where: 'Industry != null', pageSize: '200' })
    assert.equal(status, 200, text)
    const texts = body.map(({ Description }: Row) => Description).filter((each: unknown) => each !== undefined)
    assert.deepEqual(texts, [...texts].sort().reverse())
  })

  it('nothing gets into a statement by the names of fields; what no record has is told', async () => {
    for (const name of ['Account.Name, (SELECT Id, Subject FROM Tasks)', 'Account.Name FROM Lead']) {
      const reply = await sfdc.get('/contacts', { fields: `LastName,\`${name}\``, pageSize: '1' })
      assert.deepEqual([reply.status, Object.keys(reply.body[0])], [200, ['LastName']])
      assert.match(sfdc.statements().at(-1) ?? '', /^SELECT Id, LastName FROM Contact ORDER BY/)
      assert.match(reply.headers.get('elements-error') ?? '', /no record here has Account\.Name/)
    }
    const one = await sfdc.get('/contacts', { fields: 'lastname,OWNER.name,Bogus__c', pageSize: '1' })
    assert.deepEqual(Object.keys(one.body[0]).sort(), ['LastName', 'Owner'])
    assert.match(one.headers.get('elements-error') ?? '', /no record here has Bogus__c$/)
    const [{ id }] = (await sfdc.get('/accounts', { fields: 'id', pageSize: '1' })).body
    const single = await sfdc.get(`/accounts/${id}`, { fields: 'Name,Owner.Name' })
    assert.deepEqual(Object.keys(single.body), ['Name'])
    assert.match(single.headers.get('elements-error') ?? '', /no record here has Owner\.Name/)
  })

  it('sorts by what is asked, by a parent too', async () => {
    const { body } = await sfdc.get('/contacts', { orderBy: 'Account.Name desc, LastName', fields: 'id,LastName', pageSize: '50' })
    assert.match(sfdc.statements().at(-1) ?? '', /ORDER BY Account\.Name DESC.*, LastName asc, Id asc/i)
    assert.deepEqual(Object.keys(body[0]).sort(), ['LastName', 'id'])
  })

  it('asks the vendor for the fields that the client wants, nested ones too', async () => {
    const { body, text } = await sfdc.get('/contacts', { fields: 'id,Account.Name', where: 'AccountId != null' })
    assert.match(sfdc.statements().at(-1) ?? '', /^SELECT (Id, ?Account\.Name|Account\.Name, ?Id) FROM Contact /)
    assert.equal(typeof body[0].Account.Name, 'string', text)
  })

  it('shows deleted records where the client wants them', async () => {
    const { body } = await sfdc.hub.call('POST', '/hubs/crm/campaigns', { body: { Name: 'Gone' } })
    await sfdc.hub.call('DELETE', `/hubs/crm/campaigns/${body.id}`)
    const where = `id='${body.id}'`
    assert.deepEqual((await sfdc.get('/campaigns', { where })).body, [])
    const [gone] = (await sfdc.get('/campaigns', { where, includeDeleted: 'true' })).body
    assert.deepEqual([gone.id, gone.IsDeleted], [body.id, true])
  })

  it('tells the fields of an object with custom ones and picklists', async () => {
    const { body } = await sfdc.get('/objects/contacts/metadata')
    const level = body.fields.find(({ vendorPath }: Row) => vendorPath === 'Level__c')
    assert.equal(level.vendorNativeType, 'picklist')
    assert.deepEqual(
      level.picklistValues.map(({ value }: Row) => value),
      ['Primary', 'Secondary', 'Tertiary'],
    )
    assert.equal(level.restrictedPicklist, true)
    const lastName = body.fields.find(({ vendorPath }: Row) => vendorPath === 'LastName')
    assert.deepEqual([lastName.vendorRequired, lastName.createable, lastName.type], [true, true, 'string'])
    const custom = await sfdc.get('/objects/contacts/metadata', { customFieldsOnly: 'true' })
    assert.deepEqual(custom.body.fields.map(({ vendorPath }: Row) => vendorPath).sort(), [
      'External_Id__c',
      'Languages__c',
      'Level__c',
      'Score__c',
    ])
  })

  it('lists its own objects and every one of the vendor; names are found in any case', async () => {
    const { body } = await sfdc.get('/objects')
    for (const name of ['accounts', 'contacts', 'Contact', 'Invoice__c']) assert.ok(body.includes(name), name)
    for (const name of body) {
      const list = await sfdc.get(`/${name}`, { pageSize: '2' })
      assert.ok(list.status === 200 && list.body.every((row: Row) => row.id === row.Id), `${name}: ${list.text}`)
    }
    assert.ok((await sfdc.get('/objects/contact/metadata')).body.fields.length > 20)
    assert.equal((await sfdc.get('/objects/Nothing__c/metadata')).status, 404)
  })

  it('lists the values of a picklist', async () => {
    const { body, text } = await sfdc.get('/contacts/lookups/Level__c')
    assert.equal(JSON.stringify(body).includes('Secondary'), true, text)
    assert.equal((await sfdc.get('/contacts/lookups/Nothing')).status, 404)
  })
})

describe('sfdc: pages', () => {
  // Fewer rows come at once than a page has, as with rows that are large.
  const sfdc = useSfdc({ batchSize: 300 })
  const ids = (rows: Row[]) => rows.map(({ id }) => id)
  const walk = async (query: Record<string, string>): Promise<string[]> => {
    const found: string[] = []
    let nextPage: string | null = ''
    while (nextPage !== null) {
      const reply = await sfdc.get('/contacts', { fields: 'id,LastName', ...query, nextPage })
      assert.equal(reply.status, 200, reply.text)
      assert.equal(reply.headers.get('elements-returned-count'), String(reply.body.length))
      found.push(...ids(reply.body))
      nextPage = reply.headers.get('elements-next-page-token')
    }
    return found
  }

  for (const query of [{}, { orderBy: 'LastName desc' }, { where: "LastName like '%a%'" }, { where: 'Description is null' }]) {
    it(`trap 23: pages by number and by token agree: ${JSON.stringify(query)}`, async () => {
      const page = async (number: number, size: number) =>
        ids((await sfdc.get('/contacts', { fields: 'id,LastName', ...query, page: String(number), pageSize: String(size) })).body)
      const [first, second, both] = [await page(1, 7), await page(2, 7), await page(1, 14)]
      assert.deepEqual([...first, ...second], both)
      const whole = await walk({ ...query, pageSize: '10' })
      assert.equal(new Set(whole).size, whole.length)
      assert.deepEqual(whole.slice(0, 14), both)
    })
  }

  it('walks beyond the largest offset and over short batches, and loses nothing', async () => {
    addContacts(sfdc.salesforce.state.tenants.get('meridian')!, 4_200)
    const all = sfdc
      .stored('Contact')
      .map(({ Id }) => String(Id))
      .sort()
    assert.deepEqual((await walk({ pageSize: '2000' })).sort(), all)
    const third = await sfdc.get('/contacts', { fields: 'id', page: '3', pageSize: '2000' })
    assert.equal(third.body.length, all.length - 4_000, third.text.slice(0, 200))
    const sorted = await walk({ pageSize: '500', orderBy: 'LastName', where: "LastName like 'A%'" })
    assert.equal(sorted.length, sfdc.stored('Contact').filter(({ LastName }) => String(LastName).startsWith('A')).length)
  })

  it('cuts a page that is too large and says so; refuses a token that is damaged or of another list', async () => {
    const large = await sfdc.get('/accounts', { pageSize: '5000' })
    assert.match(large.headers.get('elements-error') ?? '', /2000/)
    const token = (await sfdc.get('/contacts', { pageSize: '1' })).headers.get('elements-next-page-token')!
    assert.equal((await sfdc.get('/accounts', { nextPage: token })).status, 400)
    assert.equal((await sfdc.get('/contacts', { nextPage: `${token.slice(0, -3)}AAA` })).status, 400)
  })
})
