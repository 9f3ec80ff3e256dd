/** What Zoho is asked for a list that is searched, sorted, narrowed or paged, and what its objects are made of. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { useZoho } from './zohocrmv2-server.ts'

interface Row {
  readonly id: string
  readonly [name: string]: unknown
}

describe('zohocrmv2: searching', () => {
  const crm = useZoho()
  const list = async (path: string, query: Readonly<Record<string, string>>) => {
    const reply = await crm.get(path, query)
    assert.equal(reply.status, 200, reply.text)
    return { ...reply, rows: reply.body as Row[], statements: reply.asked.filter((each) => each.includes('coql')) }
  }
  const find = (module: string, test: (values: Row) => boolean) =>
    (crm.stored(module) as Row[])
      .filter(test)
      .map(({ id }) => id)
      .sort()
  const ids = (rows: readonly Row[]) => rows.map(({ id }) => id).sort()

  for (const [where, said, test] of [
    [
      "Stage='Closed Won' AND Amount>=5000",
      "Stage = 'Closed Won' and Amount >= 5000",
      (row) => row['Stage'] === 'Closed Won' && Number(row['Amount']) >= 5000,
    ],
    [
      "Closing_Date>'2026-02-01' OR Amount IS NULL",
      "Closing_Date > '2026-02-01' or Amount is null",
      (row) => String(row['Closing_Date']) > '2026-02-01' || row['Amount'] === null,
    ],
    [
      "Deal_Name LIKE '%e%' AND Stage NOT IN ('Qualification','Closed Lost') AND Type IS NOT NULL",
      undefined,
      (row) =>
        /e/i.test(String(row['Deal_Name'])) && !['Qualification', 'Closed Lost'].includes(String(row['Stage'])) && row['Type'] !== null,
    ],
    ["Stage!='Closed Won'", "Stage != 'Closed Won'", (row) => row['Stage'] !== 'Closed Won'],
  ] as const satisfies readonly (readonly [string, string | undefined, (row: Row) => boolean])[]) {
    it(`asks for ${where} in COQL, and reads the records whole`, async () => {
      const { rows, statements, asked } = await list('/opportunities', { where })
      const expected = find('Deals', test)
      assert.ok(expected.length > 0)
      assert.deepEqual(ids(rows), expected)
      assert.equal(statements.length, 1)
      if (said !== undefined) assert.ok(statements[0]!.includes(`FROM Deals WHERE (id is not null) and (${said})`), statements[0])
      assert.match(asked.at(-1)!, /^GET \/crm\/v8\/Deals\?ids=/)
      const { name } = rows[0]!['Owner'] as { name?: string }
      assert.equal(typeof name, 'string')
    })
  }

  it('texts are compared regardless of case, by the vendor and here', async () => {
    const found = await list('/contacts', { where: "Last_Name='NOVAK'" })
    assert.ok(found.rows.length > 1)
    for (const other of ["Owner.name='zzz'", "Description LIKE '%zz'"]) {
      assert.deepEqual(ids((await list('/contacts', { where: `Last_Name='NOVAK' OR ${other}` })).rows), ids(found.rows))
    }
    const account = (crm.stored('Deals') as Row[])[0]!['Account_Name'] as Row
    const where = `((Account_Name.id='${account.id}') AND (Probability>=0)) OR (Pipeline!='STANDARD (STANDARD)')`
    const expected = find('Deals', (row) => (row['Account_Name'] as Row | null)?.id === account.id && row['Probability'] !== null)
    assert.ok(expected.length > 0)
    assert.deepEqual(ids((await list('/opportunities', { where })).rows), expected)
  })

  for (const [where, test] of [
    ["id LIKE '%843%'", (row: Row) => row.id.includes('843')],
    ["Account_Name.id LIKE '%0'", (row: Row) => (row['Account_Name'] as Row | null)?.id.endsWith('0') === true],
    ["Owner.id NOT LIKE 'x%'", () => true],
  ] as const) {
    it(`${where}: patterns of ids, which the vendor refuses, are looked for here`, async () => {
      assert.deepEqual(ids((await list('/contacts', { where })).rows), find('Contacts', test))
    })
  }

  it('what can be no id finds nothing, and takes nothing from the others', async () => {
    const { id } = (crm.stored('Contacts') as Row[])[0]!
    assert.deepEqual(ids((await list('/contacts', { where: `id IN ('${id}', 'x')` })).rows), [id])
    assert.deepEqual((await list('/contacts', { where: "id='x' OR Account_Name.id='y'" })).rows, [])
  })

  it('a quote in a value stays in it', async () => {
    const name = String.raw`O'Hara\ (50%) "x", y`
    const { body } = await crm.write('POST', '/contacts', { Last_Name: name, Description: name })
    assert.deepEqual(ids((await list('/contacts', { where: `Last_Name='${name.replaceAll("'", "''")}'` })).rows), [body.id])
    assert.deepEqual(ids((await list('/contacts', { where: `Description='${name.replaceAll("'", "''")}'` })).rows), [body.id])
  })

  it('what COQL does not filter is asked of the search, which knows words, and checked here', async () => {
    const { body } = await crm.write('POST', '/contacts', { Last_Name: 'Suite', Description: 'zither' })
    await crm.write('POST', '/contacts', { Last_Name: 'Suite', Description: 'A zither player' })
    const found = await list('/contacts', { where: "Description='zither' AND Last_Name='Suite'" })
    assert.deepEqual(ids(found.rows), [body.id])
    assert.match(found.asked.at(-1)!, /\/Contacts\/search\?criteria=\(\(Description:equals:zither\)and\(Last_Name:equals:Suite\)\)/)
  })

  it('what neither can be asked is looked for in the list', async () => {
    const found = await list('/contacts', { where: "Description LIKE '%ither'" })
    assert.equal(found.rows.length, 1)
    assert.match(found.asked.at(-1)!, /^GET \/crm\/v8\/Contacts\?fields=/)
    const named = await list('/opportunities', { where: "Owner.name='Marco Manager'" })
    assert.ok(named.rows.length > 0)
    assert.ok(named.rows.every(({ Owner }) => (Owner as { name: string }).name === 'Marco Manager'))
  })

  it('words, addresses and numbers are the vendor’s searches; what is asked beside them is checked here', async () => {
    const contact = (crm.stored('Contacts') as Row[]).find(({ Email, Phone }) => Email && Phone)!
    const byEmail = await list('/contacts', { where: `email='${contact['Email']}'` })
    assert.ok(ids(byEmail.rows).includes(contact.id))
    assert.match(byEmail.asked.at(-1)!, /\/Contacts\/search\?email=/)
    const byPhone = await list('/contacts', { where: `phone='${contact['Phone']}'` })
    assert.ok(ids(byPhone.rows).includes(contact.id))
    const word = String(contact['Last_Name'])
    const both = await list('/contacts', { where: `word='${word}' AND id='${contact.id}'` })
    assert.deepEqual(ids(both.rows), [contact.id])
    const { status, body } = await crm.get('/contacts', { where: `word='${word}' OR Title='x'` })
    assert.equal(status, 400, JSON.stringify(body))
    assert.match(body.message, /word/)
  })

  it('a field of a record whose name is a search’s in another case is the field', async () => {
    const { body } = await crm.write('POST', '/contacts', {
      Last_Name: 'Two',
      Email: 'one@two.example',
      Secondary_Email: 'two@two.example',
    })
    const byField = await list('/contacts', { where: "Email='two@two.example'" })
    assert.deepEqual(ids(byField.rows), [])
    assert.match(byField.statements[0] ?? '', /Email = 'two@two\.example'/)
    assert.deepEqual(ids((await list('/contacts', { where: "email='two@two.example'" })).rows), [body.id])
  })

  it('orders by what the list has there, else in COQL', async () => {
    const plain = await list('/contacts', { orderBy: 'Modified_Time asc', pageSize: '5' })
    assert.match(plain.asked[0]!, /sort_by=Modified_Time&sort_order=asc/)
    const sorted = await list('/contacts', { orderBy: 'Last_Name desc,id', pageSize: '5' })
    assert.match(sorted.statements[0]!, /WHERE id is not null ORDER BY Last_Name desc, id asc LIMIT 5$/)
    const names = (crm.stored('Contacts') as Row[])
      .map((row) => String(row['Last_Name']).toLowerCase())
      .sort()
      .reverse()
    assert.deepEqual(
      sorted.rows.map((row) => String(row['Last_Name']).toLowerCase()),
      names.slice(0, 5),
    )
  })

  it('asks for the fields that the client wants, in either way', async () => {
    const plain = await list('/contacts', { fields: 'id,Last_Name,Owner.name', pageSize: '1' })
    assert.match(plain.asked[0]!, /fields=id,Last_Name,Owner&/)
    assert.deepEqual(Object.keys(plain.rows[0]!).sort(), ['Last_Name', 'Owner', 'id'])
    const searched = await list('/contacts', { fields: 'Last_Name', where: 'Score IS NULL', pageSize: '1' })
    assert.match(searched.asked.at(-1)!, /ids=\d+&fields=id,Last_Name$/)
    const unknown = await list('/contacts', { fields: 'Nothing,Last_Name', where: 'Score IS NULL', pageSize: '1' })
    assert.deepEqual(Object.keys(unknown.rows[0]!), ['Last_Name'])
  })

  it('says that it does not list what is deleted', async () => {
    const { headers } = await list('/contacts', { includeDeleted: 'true', pageSize: '1' })
    assert.match(headers.get('elements-error') ?? '', /includeDeleted is not applied/)
  })

  it('trap 22: a where that cannot be read is a 400 that says where', async () => {
    const { status, body } = await crm.get('/contacts', { where: 'select * contacts' })
    assert.equal(status, 400)
    assert.match(body.message, /Error parsing query/)
  })

  it('an empty list is a list', async () => {
    for (const where of ["Last_Name='Nobody'", "word='Nobody'", "Description='Nobody'"]) {
      assert.deepEqual((await list('/contacts', { where })).rows, [], where)
    }
  })
})

describe('zohocrmv2: paging', () => {
  const crm = useZoho({ pageRecordLimit: 2000 })
  before(async () => {
    await fetch(`${crm.zoho.url}/_simulator/contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ count: 2300, tenant: 'northwind' }),
    })
  })

  for (const [kind, query] of [
    ['plain', {}],
    ['searched', { where: 'Last_Name IS NOT NULL' }],
    ['sorted', { orderBy: 'Last_Name,id' }],
  ] as const) {
    it(`${kind}: pages by number and by token are the same, beyond 2,000 records too`, async () => {
      const read = async (more: Readonly<Record<string, string>>) => {
        const reply = await crm.get('/contacts', { ...query, fields: 'id', ...more })
        assert.equal(reply.status, 200, reply.text)
        return { ids: (reply.body as Row[]).map(({ id }) => id), token: reply.headers.get('elements-next-page-token') }
      }
      const walked: string[] = []
      let token: string | null = null
      do {
        const page = await read({ pageSize: '200', ...(token !== null && { nextPage: token }) })
        walked.push(...page.ids)
        token = page.token
      } while (token !== null)
      assert.equal(walked.length, crm.stored('Contacts').length)
      assert.equal(new Set(walked).size, walked.length)
      for (const page of [1, 2, 11, 12]) {
        assert.deepEqual(
          (await read({ pageSize: '200', page: String(page) })).ids,
          walked.slice((page - 1) * 200, page * 200),
          `page ${page}`,
        )
      }
      const [one, two, both] = await Promise.all([read({ pageSize: '7' }), read({ pageSize: '7', page: '2' }), read({ pageSize: '14' })])
      assert.deepEqual([...one.ids, ...two.ids], both.ids)
    })
  }

  it('the search of words ends at 2,000 records, and a page beyond says so', async () => {
    const { status, body } = await crm.get('/contacts', { where: "email='example'", page: '12', pageSize: '200' })
    assert.equal(status, 400, JSON.stringify(body))
    assert.match(body.message, /2000/)
  })
})

describe('zohocrmv2: objects', () => {
  const crm = useZoho()

  it('lists those of the element and all modules of the organization', async () => {
    const { body } = await crm.get('/objects')
    for (const name of ['accounts', 'activities-calls', 'opportunities', 'notes', 'Deals']) assert.ok(body.includes(name), name)
  })

  it('describes fields, custom ones and picklists with them', async () => {
    const { body } = await crm.get('/objects/contacts/metadata')
    const fields = new Map<string, Row>(body.fields.map((field: Row) => [field['vendorPath'], field]))
    assert.deepEqual([fields.get('id')?.['type'], fields.get('Last_Name')?.['vendorRequired']], ['string', true])
    assert.deepEqual(fields.get('Loyalty')?.['picklistValues'], [
      { value: 'Gold', label: 'Gold' },
      { value: 'Silver', label: 'Silver' },
      { value: 'Bronze', label: 'Bronze' },
    ])
    const custom = await crm.get('/objects/contacts/metadata', { customFieldsOnly: 'true' })
    assert.ok(custom.body.fields.some((field: Row) => field['vendorPath'] === 'Loyalty'))
    assert.ok(!custom.body.fields.some((field: Row) => field['vendorPath'] === 'Last_Name'))
    assert.equal((await crm.get('/objects/users/metadata')).status, 200)
  })

  it('answers the values of a picklist', async () => {
    const { body } = await crm.get('/opportunities/lookups/Stage')
    assert.ok(body.some(({ value }: { value: string }) => value === 'Closed Won'))
  })
})
