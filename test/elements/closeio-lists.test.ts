/** How the element's lists are searched, sorted and paged, and what the vendor is asked for it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Crm, openCrm, type Row } from './closeio-parts.ts'

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id)

/** The list with the condition has what the whole list has that it is true of. */
async function expect({ get }: Crm, path: string, where: string, keep: (row: Row) => boolean) {
  const all: Row[] = await get(path, { pageSize: '200' })
  const wanted = all.filter(keep)
  assert.ok(wanted.length > 0 && wanted.length < all.length, `${where} picks some: ${wanted.length}`)
  const found: Row[] = await get(path, { where, pageSize: '200' })
  assert.deepEqual(ids(found).sort(), ids(wanted).sort(), where)
  return found
}

/** The vendor's id of a custom field by its label. */
async function custom(base: string, object: string, label: string): Promise<string> {
  const url = `${base}/api/v1/custom_field/${object}/`
  const headers = { authorization: `Basic ${Buffer.from('api_simulator.alder:').toString('base64')}` }
  const { data } = (await (await fetch(url, { headers })).json()) as { data: { id: string; name: string }[] }
  return `custom.${data.find(({ name }) => name === label)!.id}`
}

describe('accounts and contacts', () => {
  test('a plain list asks the vendor’s list, a where its search, with the fields that it must be told', async (t) => {
    const { get, sent, lastSent } = await openCrm(t)
    const [plain] = await get('/contacts', { pageSize: '1' })
    assert.equal(sent.at(-1)!.path, '/api/v1/contact/')
    const [found] = await get('/contacts', { where: `id = '${plain.id}'` })
    assert.deepEqual(lastSent('/data/search/').body.query.queries, [
      { type: 'object_type', object_type: 'contact' },
      { type: 'id', value: plain.id },
    ])
    assert.deepEqual(found, { ...plain, __object_type: 'contact' })
  })

  test('texts are compared letter by letter, although the vendor does not', async (t) => {
    const crm = await openCrm(t)
    for (const name of ['Springfield Works', 'springfield works']) await crm.write('POST', '/accounts', { name })
    const names = async (where: string) => (await crm.get('/accounts', { where })).map(({ name }: Row) => name)
    assert.deepEqual(await names("name = 'springfield works'"), ['springfield works'])
    assert.deepEqual(await names("name LIKE 'Spring%'"), ['Springfield Works'])
    assert.ok((await names("name != 'springfield works'")).includes('Springfield Works'))
    await expect(crm, '/contacts', "title LIKE '%of%'", ({ title }) => title.includes('of'))
  })

  test('times, references, statuses, alternatives and nulls', async (t) => {
    const crm = await openCrm(t)
    const leads: Row[] = await crm.get('/accounts', { pageSize: '200' })
    const middle = leads[20].date_updated
    await expect(crm, '/accounts', `date_updated > '${middle}'`, ({ date_updated }) => date_updated > middle)
    await expect(crm, '/accounts', `status_id = '${leads[0].status_id}'`, ({ status_id }) => status_id === leads[0].status_id)
    assert.equal(crm.lastSent('/data/search/').body.query.queries[1].condition.type, 'reference')
    const labels = ['Qualified', 'Customer']
    await expect(crm, '/accounts', "status_label IN ('Qualified', 'Customer')", ({ status_label }) => labels.includes(status_label))
    const { id, name } = leads[3]
    await expect(crm, '/accounts', `name = '${name}' OR id = '${leads[0].id}'`, (row) => row.name === name || row.id === leads[0].id)
    const found = await expect(crm, '/contacts', `lead_id = '${id}'`, ({ lead_id }) => lead_id === id)
    assert.equal(crm.sent.at(-1)!.query.get('lead_id'), id)
    await expect(crm, '/contacts', `lead_id != '${id}'`, ({ lead_id }) => lead_id !== id)
    const email = found[0].emails[0].email
    await expect(crm, '/contacts', `emails.email = '${email}'`, ({ emails }) => emails.some((each: Row) => each.email === email))
  })

  test('custom fields, by their types', async (t) => {
    const crm = await openCrm(t)
    const { url } = crm.closeio
    const [industry, size, channels] = await Promise.all(
      ['Industry', 'Company Size', 'Channels'].map((label) => custom(url, 'lead', label)),
    )
    await expect(crm, '/accounts', `${size} >= '400'`, (row) => row[size!] >= 400)
    assert.deepEqual(crm.lastSent('/data/search/').body.query.queries[1], {
      type: 'field_condition',
      field: { type: 'custom_field', custom_field_id: size!.slice('custom.'.length) },
      condition: { type: 'number_range', gte: 400 },
    })
    await expect(crm, '/accounts', `${industry} = 'Retail'`, (row) => row[industry!] === 'Retail')
    await expect(crm, '/accounts', `${channels} IS NULL`, (row) => row[channels!] === undefined)
    const rows: Row[] = await crm.get('/accounts', { orderBy: `${size} desc`, pageSize: '200' })
    assert.deepEqual(
      rows.map((row) => row[size!]),
      rows.map((row) => row[size!]).sort((left, right) => right - left),
    )
    assert.equal(crm.lastSent('/data/search/').body.sort[0].field.type, 'custom_field')
  })

  test('custom fields by their labels, which rows of the vendor’s search do not have, are checked in the plain list', async (t) => {
    const crm = await openCrm(t)
    await expect(crm, '/accounts', "custom.Industry = 'Software'", (row) => row['custom']?.Industry === 'Software')
    const both = "custom.Industry = 'Software' and name like '%a%'"
    await expect(crm, '/accounts', both, (row) => row['custom']?.Industry === 'Software' && row['name'].includes('a'))
    assert.ok(crm.sent.every(({ path }) => path !== '/api/v1/data/search/'))
  })

  test('query is the vendor’s own search of leads', async (t) => {
    const { get, sent } = await openCrm(t)
    const [lead] = await get('/accounts', { pageSize: '1' })
    assert.ok(ids(await get('/accounts', { where: `query='"${lead.name}"'` })).includes(lead.id))
    assert.equal(sent.at(-1)!.query.get('query'), `"${lead.name}"`)
  })

  test('a field that is not there is a 400 that names it; what is injected stays a value', async (t) => {
    const { get, lastSent } = await openCrm(t)
    await assert.rejects(get('/accounts', { where: "nosuchthing = '1'" }), { status: 400, message: /nosuchthing/ })
    const hostile = `x"}]},{"type":"match_all`
    assert.deepEqual(await get('/contacts', { where: `title = '${hostile}'` }), [])
    assert.equal(lastSent('/data/search/').body.query.queries[1].condition.value, hostile)
  })
})

describe('opportunities, tasks and activities', () => {
  test('what the vendor’s list takes is asked of it', async (t) => {
    const crm = await openCrm(t)
    const deals: Row[] = await crm.get('/opportunities', { pageSize: '200' })
    const { date_created: middle } = deals[10]
    const { user_id: user } = deals.find(({ status_type }) => status_type === 'won')
    await expect(crm, '/opportunities', `date_created >= '${middle}'`, ({ date_created }) => date_created >= middle)
    assert.equal(crm.sent.at(-1)!.query.get('date_created__gte'), middle)
    await expect(crm, '/opportunities', `user_id = '${user}' AND status_type IN ('won', 'lost')`, ({ user_id, status_type }) => {
      return user_id === user && ['won', 'lost'].includes(status_type)
    })
    assert.equal(crm.sent.at(-1)!.query.get('status_type__in'), 'won,lost')
    const called = { _type: 'outgoing_call', lead: deals[0].lead_id }
    const { id } = await crm.write('POST', '/tasks', called)
    assert.ok(!ids(await crm.get('/tasks')).includes(id))
    assert.ok(ids(await crm.get('/tasks', { where: "_type = 'all'" })).includes(id))
    await expect(crm, '/tasks', 'is_complete = true', ({ is_complete }) => is_complete)
    assert.equal(crm.sent.at(-1)!.query.get('is_complete'), 'true')
    const { activity_at: then } = (await crm.get('/activities', { pageSize: '200' }))[20]
    await expect(crm, '/activities', `activity_at < '${then}'`, ({ activity_at }) => activity_at < then)
    assert.equal(crm.sent.at(-1)!.query.get('activity_at__lt'), then)
  })

  test('the rest is checked here', async (t) => {
    const crm = await openCrm(t)
    await expect(crm, '/opportunities', 'value > 100000 AND confidence < 60', (row) => row.value > 100_000 && row.confidence < 60)
    await expect(crm, '/opportunities', 'value IS NULL', ({ value }) => value === undefined)
    await expect(crm, '/tasks', "text LIKE 'Call%' OR is_complete = true", (row) => row.text.startsWith('Call') || row.is_complete)
    await expect(crm, '/activities', "_type = 'Call'", ({ _type }) => _type === 'Call')
    await expect(crm, '/notes', "note LIKE '%order 7.'", ({ note }) => note.endsWith('order 7.'))
    await expect(crm, '/users', "first_name = 'Dana'", ({ first_name }) => first_name === 'Dana')
  })

  test('orderBy is the vendor’s where it sorts so, and made here where it does not', async (t) => {
    const { get, sent } = await openCrm(t)
    const values = async (orderBy: string) => await get('/opportunities', { orderBy, where: 'value IS NOT NULL', pageSize: '50' })
    const byValue: Row[] = await values('value desc')
    assert.deepEqual(
      byValue.map(({ value }) => value),
      byValue.map(({ value }) => value).sort((left, right) => right - left),
    )
    assert.equal(sent.at(-1)!.query.get('_order_by'), '-value')
    const byNote: Row[] = await values('lead_name, value')
    assert.equal(sent.at(-1)!.query.get('_order_by'), null)
    assert.deepEqual(
      byNote.map(({ lead_name }) => lead_name),
      byNote.map(({ lead_name }) => lead_name).sort(),
    )
  })
})

describe('pages', () => {
  for (const [path, query] of [
    ['/accounts', {}],
    ['/accounts', { where: "name LIKE 'N%' OR status_label = 'Qualified' OR status_label = 'Customer'" }],
    ['/contacts', { orderBy: 'name' }],
    ['/contacts', { where: 'date_updated IS NOT NULL' }],
    ['/opportunities', { where: 'value > 100000' }],
    ['/tasks', {}],
  ] as const) {
    test(`trap 23: ${path} ${JSON.stringify(query)}: page=k and nextPage agree`, async (t) => {
      const { get, call } = await openCrm(t)
      const whole = ids(await get(path, { ...query, pageSize: '200' }))
      assert.ok(whole.length > 10)
      const page = async (k: number, size: number) => ids(await get(path, { ...query, page: String(k), pageSize: String(size) }))
      assert.deepEqual([...(await page(1, 4)), ...(await page(2, 4))], await page(1, 8))
      assert.deepEqual(await page(3, 4), whole.slice(8, 12))
      const walked: string[] = []
      let token: string | undefined = ''
      while (token !== undefined) {
        const { body, headers } = await call('GET', path, { query: { ...query, pageSize: '5', nextPage: token } })
        walked.push(...ids((body as Row).value))
        token = headers['Elements-Next-Page-Token']
      }
      assert.deepEqual(walked, whole)
    })
  }

  test('a search goes on after the vendor’s cursor is over', async (t) => {
    const { get, call, wait, sent } = await openCrm(t)
    const query = { orderBy: 'name', pageSize: '7' }
    const whole = ids(await get('/contacts', { ...query, pageSize: '14' }))
    const first = await call('GET', '/contacts', { query })
    wait(31)
    const nextPage = first.headers['Elements-Next-Page-Token']!
    const second = await call('GET', '/contacts', { query: { ...query, nextPage } })
    assert.deepEqual([...ids((first.body as Row).value), ...ids((second.body as Row).value)], whole)
    assert.equal(sent.at(-2)!.body.cursor, undefined)
  })

  test('the vendor’s total is told where it has one; a page beyond its reach is a 400', async (t) => {
    const { call, get } = await openCrm(t, { maximumSkip: 20 })
    assert.equal((await call('GET', '/accounts', { query: { pageSize: '5' } })).headers['Elements-Total-Count'], '40')
    await assert.rejects(get('/contacts', { page: '9000', pageSize: '5' }), { status: 400 })
  })
})
