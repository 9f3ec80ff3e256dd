/** How the element's lists are searched, sorted and paged, and what the vendor is asked for it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Row, usePipedrive } from './pipedrive-server.ts'

const crm = usePipedrive()
const idsOf = (rows: Row[]) => rows.map(({ id }) => id)
/** What is found, and the requests that it took: path and query without the page. */
const ask = async (path: string, query: Record<string, string>) => {
  crm.sent.length = 0
  const rows: Row[] = await crm.get(path, { pageSize: '100', ...query })
  const lists = crm.sent.filter(({ path: vendorPath }) => !vendorPath.endsWith('Fields'))
  const asked = lists.map(({ path: vendorPath, query: { limit: _limit, cursor: _cursor, start: _start, ...rest } }) => [vendorPath, rest])
  return { rows, asked }
}

describe('where', () => {
  test('the vendor’s own filters are its parameters', async () => {
    const [deal] = await crm.get('/opportunities', { pageSize: '1' })
    const { id, stage_id: stage, owner_id: owner } = deal
    for (const [where, query] of [
      [`id = '${id}'`, { ids: String(id) }],
      [`id IN (${id}, 2)`, { ids: `${id},2` }],
      [`stage_id = ${stage} AND user_id = '${owner}'`, { stage_id: String(stage), owner_id: String(owner) }],
      ["status IN ('won', 'lost')", { status: 'won,lost' }],
      ["update_time >= '2024-03-01 00:00:00'", { updated_since: '2024-03-01T00:00:00Z' }],
      ["update_time < '2030-01-01'", { updated_until: '2030-01-01T00:00:00Z' }],
    ] as const) {
      const { rows, asked } = await ask('/opportunities', { where })
      assert.ok(rows.length > 0, where)
      assert.deepEqual(asked, [['/api/v2/deals', query]], where)
    }
    assert.deepEqual(idsOf((await ask('/opportunities', { where: `id = '${id}'` })).rows), [id])
  })

  test('update_time > is asked as since, and what changed at that very time is left out', async () => {
    const { id } = await crm.write('POST', '/accounts', { name: 'Newest' })
    const { update_time: time } = await crm.get(`/accounts/${id}`)
    const { rows, asked } = await ask('/accounts', { where: `update_time>'${time.replace('T', ' ').replace('Z', '')}'` })
    assert.ok(!idsOf(rows).includes(id))
    assert.equal((asked[0]![1] as Row).updated_since, time)
    const before = new Date(Date.parse(time) - 500).toISOString()
    assert.ok(idsOf((await ask('/accounts', { where: `update_time>'${before}'` })).rows).includes(id))
  })

  test('a field that the element describes may be missing in every record that is read', async () => {
    const name = 'Has One Number Only'
    const { id } = await crm.write('POST', '/contacts', { name, phone1: { value: '+43 1 5550101', label: 'work' } })
    const find = async (where: string) => idsOf((await ask('/contacts', { where: `name = '${name}' AND ${where}` })).rows)
    assert.deepEqual(await find("phone2.value = '+43 1 5550102'"), [])
    assert.deepEqual(await find('phone2.label IS NULL'), [id])
    await assert.rejects(find("phone2x.value = '+43 1 5550102'"), /phone2x/)
  })

  test('exact names, titles and addresses are searched for, and read whole by their ids', async () => {
    const contacts: Row[] = await crm.get('/contacts', { pageSize: '100' })
    const { name, email } = contacts[3]
    for (const [where, query] of [
      [`name = '${name.replaceAll("'", "''")}'`, { term: name, fields: 'name', exact_match: 'true' }],
      [`email = '${email}'`, { term: email, fields: 'email', exact_match: 'true' }],
      [`email1.value = '${email}'`, { term: email, fields: 'email', exact_match: 'true' }],
      [`phone = '${contacts[3].phone}'`, { term: contacts[3].phone, fields: 'phone', exact_match: 'true' }],
    ] as const) {
      const { rows, asked } = await ask('/contacts', { where })
      assert.deepEqual(
        rows,
        contacts.filter((row) => row.name === name && where.startsWith('name')).concat(where.startsWith('name') ? [] : [contacts[3]]),
      )
      assert.deepEqual(asked[0], ['/api/v2/persons/search', query])
      assert.deepEqual(asked[1]![0], '/api/v2/persons')
      assert.equal(asked.length, 2)
    }
    for (const [path, field] of [
      ['/accounts', 'name'],
      ['/opportunities', 'title'],
      ['/products', 'name'],
    ] as const) {
      const [first] = await crm.get(path, { pageSize: '1' })
      const { rows, asked } = await ask(path, { where: `${field} = '${first[field]}'` })
      assert.ok(rows.length > 0 && rows.every((row) => row[field] === first[field]), path)
      assert.match(String(asked[0]![0]), /\/search$/)
    }
  })

  test('texts are compared regardless of case, by the vendor and here', async () => {
    for (const name of ['Springfield', 'springfield']) await crm.write('POST', '/accounts', { name })
    const names = async (where: string) => (await ask('/accounts', { where })).rows.map(({ name }) => name)
    const both = ['Springfield', 'springfield']
    assert.deepEqual((await names("name = 'SPRINGFIELD'")).sort(), both)
    assert.deepEqual((await names("name LIKE 'SPRING%'")).sort(), both)
    assert.deepEqual((await names("name = 'SPRINGFIELD' OR address.value = 'zzz'")).sort(), both)
  })

  test('choices are compared as records show them: words, and truths', async () => {
    const activities: Row[] = await crm.get('/activities', { pageSize: '500' })
    const isCall = (row: Row) => row.type === 'call'
    assert.ok(activities.some(isCall) && !activities.every(isCall))
    for (const where of ["type = 'call'", "type in ('call')"]) {
      assert.deepEqual(await crm.get('/activities', { where, pageSize: '500' }), activities.filter(isCall), where)
    }
    const [note] = await crm.get('/notes', { pageSize: '1' })
    assert.equal(note.pinned_to_person_flag, false)
    for (const flag of ['pinned_to_person_flag', 'pinned_to_deal_flag', 'pinned_to_organization_flag']) {
      const [found]: Row[] = await crm.get('/notes', { where: `${flag} = ${note[flag]} and id = '${note.id}'` })
      assert.equal(found?.id, note.id, flag)
    }
    const types = async (object: string) => {
      const { fields } = await crm.get(`/objects/${object}/metadata`)
      return Object.fromEntries(fields.map(({ vendorPath, type }: Row) => [vendorPath, type]))
    }
    assert.equal((await types('activities')).type, 'string')
    assert.equal((await types('notes')).pinned_to_person_flag, 'boolean')
  })

  test('everything else is looked for here', async () => {
    const notes: Row[] = await crm.get('/notes', { pageSize: '100' })
    const { content } = notes[2]
    const found = await ask('/notes', { where: `content = '${content.replaceAll("'", "''")}'` })
    assert.deepEqual(
      found.rows,
      notes.filter((note) => note.content === content),
    )
    assert.equal(found.asked[0]![0], '/v1/notes')
    const deals: Row[] = await crm.get('/opportunities', { pageSize: '100' })
    const { rows, asked } = await ask('/opportunities', {
      where: "status = 'open' AND (value > 5000 OR title LIKE '%a%')",
      orderBy: 'value desc',
    })
    const wanted = deals.filter(({ status, value, title }) => status === 'open' && (value > 5000 || title.includes('a')))
    assert.deepEqual(new Set(idsOf(rows)), new Set(idsOf(wanted)))
    assert.deepEqual(asked, [['/api/v2/deals', { status: 'open' }]])
  })

  test('a field that is not there is a 400 that names it, and what is injected into a value stays one', async () => {
    const { status, body } = await crm.call('GET', `/accounts?${new URLSearchParams({ where: "nosuchthing = '1'" })}`)
    assert.deepEqual([status, /nosuchthing/.test(body.message)], [400, true])
    const { rows, asked } = await ask('/contacts', { where: "name = 'x&exact_match=false&term=mary'" })
    assert.deepEqual([rows, (asked[0]![1] as Row).exact_match], [[], 'true'])
  })

  test('leads, activities and archived deals by what they belong to', async () => {
    const [lead] = await crm.get('/leads', { pageSize: '1' })
    assert.deepEqual((await ask('/leads', { where: `owner_id = ${lead.owner_id}` })).asked, [
      ['/v1/leads', { owner_id: String(lead.owner_id) }],
    ])
    assert.ok((await ask('/activities', { where: 'done = false' })).rows.every(({ done }) => done === false))
    assert.equal((await ask('/opportunities-archived', {})).rows.length, 2)
    assert.equal((await ask('/leads-archived', {})).rows.length, 2)
  })

  test('deleted deals come with includeDeleted; other lists say that they have none', async () => {
    const { id } = await crm.write('POST', '/opportunities', { title: 'gone' })
    await crm.call('DELETE', `/opportunities/${id}`)
    assert.ok(!idsOf((await ask('/opportunities', {})).rows).includes(id))
    const { rows } = await ask('/opportunities', { includeDeleted: 'true' })
    assert.equal(rows.find((row) => row.id === id).is_deleted, true)
    const won = await ask('/opportunities', { includeDeleted: 'true', where: "status = 'won'" })
    assert.deepEqual(idsOf(won.rows), idsOf(rows.filter(({ status }) => status === 'won')))
    assert.deepEqual(won.asked, [['/api/v2/deals', { status: 'open,won,lost,deleted' }]])
    assert.match((await crm.call('GET', '/accounts?includeDeleted=true')).headers.get('elements-error') ?? '', /includeDeleted/)
  })

  test('a list that the vendor answers with null is empty', async () => {
    assert.deepEqual(await crm.get('/notes', { where: 'deal_id = 999999' }), [])
  })
})

describe('order, fields and pages', () => {
  test('orderBy is the vendor’s where it has it, and made here where it has not', async () => {
    const { rows, asked } = await ask('/contacts', { orderBy: 'add_time desc' })
    assert.deepEqual((asked[0]![1] as Row).sort_by, 'add_time')
    assert.ok(rows[0].add_time >= rows.at(-1).add_time)
    const names = (await ask('/contacts', { orderBy: 'name' })).rows.map(({ name }) => name)
    assert.deepEqual(names, [...names].sort())
    assert.equal(((await ask('/notes', { orderBy: 'add_time desc' })).asked[0]![1] as Row).sort, 'add_time desc')
  })

  test('fields narrows a record, include_fields widens it', async () => {
    assert.deepEqual(await crm.get('/contacts', { pageSize: '1', fields: 'id,email1.value' }).then(([row]) => Object.keys(row)), [
      'id',
      'email1',
    ])
    const [account] = await crm.get('/accounts', { pageSize: '1', include_fields: 'people_count' })
    assert.equal(typeof account.people_count, 'number')
  })

  for (const [path, query] of [
    ['/contacts', {}],
    ['/contacts', { where: "name LIKE '%a%'" }],
    ['/opportunities', { where: 'value > 100', orderBy: 'title' }],
    ['/notes', {}],
    ['/leads', { orderBy: 'title' }],
    ['/users', {}],
  ] as const) {
    test(`trap 23: ${path} ${JSON.stringify(query)}: page=k and nextPage agree`, async () => {
      const ids = idsOf(await crm.get(path, { ...query, pageSize: '100' }))
      assert.ok(ids.length >= 5)
      const page = async (k: number) => idsOf(await crm.get(path, { ...query, page: String(k), pageSize: '2' }))
      assert.deepEqual([...(await page(1)), ...(await page(2))], ids.slice(0, 4))
      const walked: unknown[] = []
      let token: string | null = ''
      for (let at = 1; token !== null; at++) {
        const reply = await crm.call(
          'GET',
          `${path}?${new URLSearchParams({ ...query, pageSize: '4', page: String(at), nextPage: token })}`,
        )
        walked.push(...idsOf(reply.body))
        token = reply.headers.get('elements-next-page-token')
      }
      assert.deepEqual(walked, ids)
    })
  }
})
