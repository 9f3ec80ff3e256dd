/** How the element's lists are searched, sorted and paged, what the vendor is asked for it, and what it tells of objects and fields. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseTime } from '../../simulators/hubspot/objects/values.ts'
import { openCrm, type Row } from './hubspotcrm-parts.ts'

describe('where', () => {
  test('a plain list asks the vendor’s list, a where its search', async (t) => {
    const { get, sent } = await openCrm(t)
    await get('/contacts', { pageSize: '3' })
    assert.deepEqual([sent.at(-1)!.method, sent.at(-1)!.path], ['GET', '/crm/v3/objects/contacts'])
    await get('/contacts', { where: "city = 'Boston'" })
    assert.deepEqual([sent.at(-1)!.method, sent.at(-1)!.path], ['POST', '/crm/v3/objects/contacts/search'])
  })

  for (const where of ["email = '{email}'", "properties.email = '{email}'", "properties.Email = '{email}'", "id = '{id}'", 'vid = {id}']) {
    test(`${where} finds the one`, async (t) => {
      const { get, lastSent } = await openCrm(t)
      const [, contact] = await get('/contacts', { pageSize: '2' })
      const found = await get('/contacts', { where: where.replace('{email}', contact.properties.email).replace('{id}', contact.id) })
      assert.deepEqual(found, [contact])
      assert.equal(lastSent('/search').body.filterGroups.length, 1)
    })
  }

  test('text is compared regardless of case, by the vendor and here', async (t) => {
    const { get, write } = await openCrm(t)
    for (const city of ['Springfield', 'springfield', 'Shelbyville']) await write('POST', '/accounts', { name: city, city })
    const cities = async (where: string) => (await get('/accounts', { where })).map(({ properties }: Row) => properties.city)
    const both = ['Springfield', 'springfield']
    assert.deepEqual(await cities("city = 'SPRINGFIELD'"), both)
    assert.deepEqual(await cities("city IN ('SpringField', 'nowhere')"), both)
    assert.deepEqual(await cities("city LIKE 'SPRING%'"), both)
    assert.deepEqual(await cities("city = 'SPRINGFIELD' OR domain LIKE '%zzz'"), both)
    const others = await cities("city != 'springfield'")
    assert.ok(others.includes('Shelbyville') && !others.includes('Springfield'))
  })

  test('a contact is found under the address that it was created with, in whatever case the vendor keeps it', async (t) => {
    const { get, write, sent } = await openCrm(t)
    const { id } = await write('POST', '/contacts', { email: 'Suite.Test@delete.mq' })
    sent.length = 0
    const found = await get('/contacts', { where: "email='Suite.Test@delete.mq'" })
    assert.deepEqual(
      found.map((row: Row) => row.id),
      [id],
    )
    assert.equal(sent.filter(({ path }) => path.endsWith('/search')).length, 1)
  })

  test('a list of values of a field with several choices finds what each value finds', async (t) => {
    const { get } = await openCrm(t)
    const ids = async (where: string) => (await get('/contacts', { where, pageSize: '100' })).map(({ id }: Row) => id).sort()
    const one = await ids("interests = 'cycling;reading'")
    assert.ok(one.length > 1)
    assert.deepEqual(await ids("interests IN ('cycling;reading')"), one)
    const other = await ids("interests = 'reading'")
    assert.deepEqual(await ids("interests IN ('cycling;reading', 'reading')"), [...new Set([...one, ...other])].sort())
    const rest = await ids("interests NOT IN ('cycling;reading', 'reading')")
    assert.deepEqual([...rest, ...one, ...other].sort(), await ids('interests IS NOT NULL'))
    const either = await ids("lifecyclestage='subscriber' OR interests IN ('cycling;reading')")
    assert.deepEqual(either, await ids("lifecyclestage='subscriber' OR interests = 'cycling;reading'"))
  })

  test('a test for null, and what has no value in the others', async (t) => {
    const { get } = await openCrm(t)
    const colors = async (where: string) =>
      new Set((await get('/contacts', { where, pageSize: '100' })).map(({ properties }: Row) => properties.favorite_color))
    assert.deepEqual(await colors('favorite_color IS NULL'), new Set([undefined]))
    assert.deepEqual(await colors('favorite_color IS NOT NULL'), new Set(['red', 'green', 'blue']))
    assert.deepEqual(await colors("favorite_color != 'red'"), new Set(['green', 'blue']))
    assert.deepEqual(await colors("favorite_color NOT IN ('red', 'green')"), new Set(['blue']))
  })

  test('numbers, times, alternatives', async (t) => {
    const { get } = await openCrm(t)
    const deals: Row[] = await get('/opportunities', { pageSize: '100' })
    const expect = async (where: string, keep: (properties: Record<string, string>) => boolean) => {
      const found = await get('/opportunities', { where, pageSize: '100' })
      const wanted = deals.filter(({ properties }) => keep(properties))
      assert.ok(wanted.length > 0 && wanted.length < deals.length, `${where} picks some`)
      assert.deepEqual(found.map(({ id }: Row) => id).sort(), wanted.map(({ id }) => id).sort(), where)
    }
    await expect('amount > 4000', ({ amount }) => Number(amount) > 4000)
    await expect("amount >= '2000' AND amount <= 4000", ({ amount }) => Number(amount) >= 2000 && Number(amount) <= 4000)
    await expect('amount > 5000 OR amount < 1000', ({ amount }) => Number(amount) > 5000 || Number(amount) < 1000)
    const middle = deals.map(({ createdAt }) => createdAt).sort()[12]
    await expect(`createdAt >= '${middle}'`, ({ createdate }) => parseTime(createdate!) >= Date.parse(middle))
    await expect(`id IN ('${deals[0].id}', '${deals[1].id}')`, ({ hs_object_id: id }) => id === deals[0].id || id === deals[1].id)
  })

  for (const [resource, property] of [
    ['contacts', 'lastmodifieddate'],
    ['accounts', 'hs_lastmodifieddate'],
    ['opportunities', 'hs_lastmodifieddate'],
  ] as const) {
    test(`lastmodifieddate='…' of ${resource} means since`, async (t) => {
      const { get, write, lastSent } = await openCrm(t)
      const name = { contacts: { email: 'new@example.com' }, accounts: { name: 'New' }, opportunities: { dealname: 'New' } }[resource]
      const since = new Date(Date.now() - 1000).toISOString()
      const { id } = await write('POST', `/${resource}`, name)
      const found = await get(`/${resource}`, { where: `lastmodifieddate='${since}'` })
      assert.deepEqual(
        found.map((row: Row) => row.id),
        [id],
      )
      assert.ok(found[0].properties[property])
      assert.ok(found[0].properties.createdate)
      const [{ filters }] = lastSent('/search').body.filterGroups
      assert.deepEqual([filters[0].propertyName, filters[0].operator], [property, 'GTE'])
      const all: unknown[] = await get(`/${resource}`, { where: "lastmodifieddate='2018-01-01T00:00:00Z'", pageSize: '100' })
      assert.ok(all.length > 1)
    })
  }

  test('contacts-search looks for a text anywhere', async (t) => {
    const { get, lastSent } = await openCrm(t)
    const found = await get('/contacts-search', { where: "q='alder'", pageSize: '5' })
    assert.equal(found.length, 5)
    assert.equal(lastSent('/search').body.query, 'alder')
  })

  test('activities have no search: they are looked through here', async (t) => {
    const { get, sent } = await openCrm(t)
    const found = await get('/activities', { where: "engagement.type = 'CALL'" })
    assert.deepEqual([found.length, found[0].engagement.type], [6, 'CALL'])
    assert.equal(sent.at(-1)!.path, '/engagements/v1/engagements/paged')
  })

  test('a property that is not there is a 400 that names it', async (t) => {
    const { get } = await openCrm(t)
    await assert.rejects(get('/contacts', { where: "nosuchthing = '1'" }), { status: 400, message: /nosuchthing/ })
  })

  test('what is injected into a value stays a value', async (t) => {
    const { get, lastSent } = await openCrm(t)
    const hostile = `x"}],"limit":200,"query":"alder`
    assert.deepEqual(await get('/contacts', { where: `company = '${hostile}'` }), [])
    assert.equal(lastSent('/search').body.filterGroups[0].filters[0].value, hostile)
  })
})

describe('order and pages', () => {
  test('orderBy one property is the vendor’s', async (t) => {
    const { get, lastSent } = await openCrm(t)
    const rows = await get('/opportunities', { orderBy: 'amount desc', pageSize: '100' })
    const amounts = rows.map(({ properties }: Row) => Number(properties.amount)).filter((amount: number) => !Number.isNaN(amount))
    assert.deepEqual(
      amounts,
      [...amounts].sort((left, right) => right - left),
    )
    assert.deepEqual(lastSent('/search').body.sorts, [{ propertyName: 'amount', direction: 'DESCENDING' }])
  })

  for (const [what, query] of [
    ['a plain list', {}],
    ['a search', { where: "lifecyclestage = 'lead' OR lifecyclestage = 'customer'" }],
    ['a sorted list', { orderBy: 'lastname' }],
    ['leads', {}],
  ] as const) {
    test(`trap 23: ${what}: page=k and nextPage agree`, async (t) => {
      const { get, call } = await openCrm(t)
      const path = what === 'leads' ? '/leads' : '/contacts'
      const whole: { id: string }[] = await get(path, { ...query, pageSize: '100' })
      const ids = whole.map(({ id }) => id)
      const page = async (k: number, size: number) =>
        (await get(path, { ...query, page: String(k), pageSize: String(size) })).map(({ id }: { id: string }) => id)
      assert.deepEqual([...(await page(1, 4)), ...(await page(2, 4))], await page(1, 8))
      assert.deepEqual(await page(3, 4), ids.slice(8, 12))
      const walked: string[] = []
      let token: string | undefined = ''
      for (let at = 1; token !== undefined; at++) {
        const { body, headers } = await call('GET', path, { query: { ...query, pageSize: '5', page: String(at), nextPage: token } })
        const rows = (body as Row).value as { id: string }[]
        assert.ok(rows.length <= 5)
        walked.push(...rows.map(({ id }) => id))
        token = headers['Elements-Next-Page-Token']
      }
      assert.deepEqual(walked, ids)
    })
  }

  test('includeDeleted is told not to be applied', async (t) => {
    const { call } = await openCrm(t)
    const { headers } = await call('GET', '/contacts', { query: { includeDeleted: 'true', pageSize: '1' } })
    assert.match(headers['Elements-Error'] ?? '', /includeDeleted/)
  })
})

describe('records of any kind', () => {
  test('are listed, searched, written by the vendor’s name of the kind', async (t) => {
    const { get, write, call, lastSent } = await openCrm(t)
    const tickets = await get('/tickets', { pageSize: '100' })
    assert.equal(tickets.length, 8)
    assert.deepEqual(await get(`/tickets/${tickets[0].id}`), tickets[0])
    const found = await get('/tickets', { where: `subject = '${tickets[1].properties.subject.replaceAll("'", "''")}'` })
    assert.ok(found.some(({ id }: Row) => id === tickets[1].id))
    const made = await write('POST', '/calls', { hs_call_title: 'Hello', hs_timestamp: '2026-01-31T09:00:00Z' })
    await write('PATCH', `/calls/${made.id}`, { hs_call_title: 'Goodbye' })
    assert.equal((await get(`/calls/${made.id}`)).properties.hs_call_title, 'Goodbye')
    assert.equal((await call('DELETE', `/calls/${made.id}`)).status, 200)
    assert.equal(lastSent(made.id).method, 'DELETE')
  })

  test('with every property that HubSpot has for the kind', async (t) => {
    const { get } = await openCrm(t)
    const [company] = await get('/companies', { pageSize: '1' })
    assert.ok(company.properties.city)
    assert.deepEqual(await get(`/companies/${company.id}`), company)
  })

  test('the account’s own kinds with them', async (t) => {
    const { get } = await openCrm(t)
    const vehicles = await get('/p44237313_vehicles', { pageSize: '3' })
    assert.equal(vehicles.length, 3)
    assert.ok(vehicles[0].properties.vin)
  })

  test('those that are associated with one', async (t) => {
    const { get } = await openCrm(t)
    const companies: { id: string }[] = await get('/accounts', { pageSize: '100' })
    const lists = await Promise.all(companies.map(({ id }) => get(`/companies/${id}/deals`)))
    assert.ok(lists.some((list) => list.length > 0))
  })

  test('a kind that there is not is a 404, and not asked for', async (t) => {
    const { get, sent } = await openCrm(t)
    await assert.rejects(get('/spaceships'), { status: 404 })
    assert.ok(!sent.some(({ path }) => path.includes('spaceships')))
  })
})
