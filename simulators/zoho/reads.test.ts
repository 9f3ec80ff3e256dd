// Lists with their pages and tokens, single records, related lists, deleted records, counts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, firstId, readResult, startWithCaller } from './test-client.ts'

interface Info {
  page: number
  per_page: number
  count: number
  more_records: boolean
  next_page_token: string | null
  page_token_expiry: string | null
  sort_by: string
  sort_order: string
}

const list = '/Contacts?fields=Last_Name'

async function read(call: Caller, path: string) {
  const { data, body } = await call('GET', path)
  return { ids: data.map((each) => String(each['id'])), info: body['info'] as Info }
}

test('a list needs fields, shows those and the id, newest id first, two hundred at most', async (t) => {
  const { call } = await startWithCaller(t)
  const bare = await call('GET', '/Contacts')
  assert.equal(bare.status, 400)
  assert.deepEqual(bare.body, {
    code: 'REQUIRED_PARAM_MISSING',
    details: { param_name: 'fields' },
    message: 'One of the expected parameter is missing',
    status: 'error',
  })
  const { data, body } = await call('GET', '/Contacts?fields=Last_Name,Account_Name,Nonsense')
  assert.deepEqual(Object.keys(data[0] ?? {}).sort(), ['Account_Name', 'Last_Name', 'id'])
  assert.deepEqual(Object.keys(data[0]?.['Account_Name'] as object).sort(), ['id', 'name'])
  const { per_page, count, page, more_records, sort_by, sort_order, next_page_token } = body['info'] as Info
  assert.deepEqual(
    { per_page, count, page, more_records, sort_by, sort_order, next_page_token },
    { per_page: 200, count: 36, page: 1, more_records: false, sort_by: 'id', sort_order: 'desc', next_page_token: null },
  )
  const ids = data.map((each) => String(each['id']))
  assert.deepEqual(ids, [...ids].sort().reverse())
  assert.match(ids[0] ?? '', /^\d{19}$/)
})

test('more than fifty fields are refused', async (t) => {
  const { call } = await startWithCaller(t)
  const fields = Array.from({ length: 51 }, (_, at) => `F${at}`).join(',')
  const refused = await call('GET', `/Contacts?fields=${fields}`)
  assert.deepEqual([refused.status, refused.body['code']], [400, 'LIMIT_EXCEEDED'])
})

test('pages follow by number and by token, and agree', async (t) => {
  const { call } = await startWithCaller(t)
  const first = await read(call, `${list}&per_page=10&page=1`)
  const second = await read(call, `${list}&per_page=10&page=2`)
  const byToken = await read(call, `${list}&per_page=10&page_token=${first.info.next_page_token}`)
  assert.deepEqual(byToken.ids, second.ids)
  assert.equal(byToken.info.page, 2)
  const last = await read(call, `${list}&per_page=10&page=4`)
  assert.deepEqual([last.ids.length, last.info.more_records, last.info.next_page_token], [6, false, null])
  const beyond = await call('GET', `${list}&per_page=10&page=5`)
  assert.deepEqual([beyond.status, beyond.text], [204, ''])
})

test('page numbers end at two thousand records; tokens go on to a hundred thousand', async (t) => {
  const { zoho, call } = await startWithCaller(t, { pageRecordLimit: 20, tokenRecordLimit: 30 })
  assert.equal((await call('GET', `${list}&per_page=10&page=2`)).status, 200)
  const refused = await call('GET', `${list}&per_page=10&page=3`)
  assert.deepEqual(
    [refused.status, refused.body['code'], refused.body['details']],
    [400, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: 20 }],
  )
  let token = (await read(call, `${list}&per_page=10`)).info.next_page_token
  for (let at = 0; at < 2; at += 1) token = (await read(call, `${list}&per_page=10&page_token=${token}`)).info.next_page_token
  const beyond = await call('GET', `${list}&per_page=10&page_token=${token}`)
  assert.equal(beyond.body['code'], 'PAGINATION_LIMIT_EXCEEDED')
  assert.equal(zoho.options.pageRecordLimit, 20)
})

test('a token is bound to the parameters it came with, cannot be damaged, mixed with a page, or used late', async (t) => {
  let time = Date.UTC(2026, 5, 1)
  const { call } = await startWithCaller(t, { now: () => time, accessTokenSeconds: 1_000_000 })
  const { info } = await read(call, `${list}&per_page=10`)
  const token = info.next_page_token
  assert.equal(info.page_token_expiry, '2026-06-02T00:00:00+00:00')
  const codeOf = async (path: string) => (await call('GET', path)).body['code']
  assert.equal(await codeOf(`/Contacts?fields=First_Name&per_page=10&page_token=${token}`), 'TOKEN_BOUND_DATA_MISMATCH')
  assert.equal(await codeOf(`/Leads?fields=Last_Name&per_page=10&page_token=${token}`), 'TOKEN_BOUND_DATA_MISMATCH')
  assert.equal(await codeOf(`${list}&per_page=10&page_token=${token?.slice(0, -1)}`), 'TOKEN_BOUND_DATA_MISMATCH')
  assert.equal(await codeOf(`${list}&per_page=10&page=2&page_token=${token}`), 'AMBIGUITY_DURING_PROCESSING')
  time += 86_400_000
  assert.equal(await codeOf(`${list}&per_page=10&page_token=${token}`), 'EXPIRED_VALUE')
})

test('a walk by token goes on after the last record shown, whatever was added or deleted', async (t) => {
  const { call } = await startWithCaller(t)
  const first = await read(call, `${list}&per_page=10`)
  await call('POST', '/Contacts', { data: [{ Last_Name: 'New' }] })
  await call('DELETE', `/Contacts/${first.ids[9]}`)
  const second = await read(call, `${list}&per_page=10&page_token=${first.info.next_page_token}`)
  assert.ok((second.ids[0] ?? '') < (first.ids[9] ?? ''))
  assert.equal(new Set([...first.ids, ...second.ids]).size, 20)
})

test('lists sort by id, Created_Time and Modified_Time only', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const id = firstId(zoho, 'Contacts', 3)
  await call('PUT', `/Contacts/${id}`, { data: [{ Title: 'Changed' }] })
  assert.equal((await read(call, `${list}&sort_by=Modified_Time`)).ids[0], id)
  assert.equal((await read(call, `${list}&sort_by=Created_Time&sort_order=asc`)).ids[0], firstId(zoho, 'Contacts'))
  const refused = await call('GET', `${list}&sort_by=Last_Name`)
  assert.deepEqual(refused.body['details'], { param_name: 'sort_by', supported_values: ['id', 'Created_Time', 'Modified_Time'] })
})

test('a larger page than two hundred is cut down, or refused by the knob', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  assert.equal((await read(call, `${list}&per_page=500`)).info.per_page, 200)
  zoho.options.oversizedPage = 'refuse'
  assert.equal((await call('GET', `${list}&per_page=500`)).status, 400)
  assert.equal((await call('GET', `${list}&per_page=0`)).status, 400)
})

test('ids pick records; an empty module is 204', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const ids = [firstId(zoho, 'Contacts', 1), firstId(zoho, 'Contacts', 4)]
  assert.deepEqual((await read(call, `${list}&ids=${ids.join(',')},999`)).ids, [...ids].reverse())
  zoho.state.tenants.get('northwind')!.tables.get('Cases')!.list = []
  assert.equal((await call('GET', '/Cases?fields=Subject')).status, 204)
})

test('If-Modified-Since shows what changed, or 304', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const id = firstId(zoho, 'Contacts', 5)
  const since = new Date(Date.now() - 5_000).toISOString()
  const ask = (path: string) => call('GET', path, undefined, { 'if-modified-since': since })
  assert.deepEqual([(await ask(list)).status, (await ask(`/Contacts/${id}`)).status], [304, 304])
  await call('PUT', `/Contacts/${id}`, { data: [{ Title: 'Changed' }] })
  assert.deepEqual(
    (await ask(list)).data.map((each) => each['id']),
    [id],
  )
  assert.equal((await ask(`/Contacts/${id}`)).status, 200)
})

test('a single record comes whole, with times in the organization’s zone; an unknown one is 204, a wrong id 400', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const { data } = await call('GET', `/Contacts/${firstId(zoho, 'Contacts')}`)
  assert.equal(data[0]?.['Full_Name'], 'Ada Marsh')
  assert.deepEqual(data[0]?.['Spoken_Languages'], ['English', 'French'])
  assert.match(String(data[0]?.['Created_Time']), /-08:00$/)
  assert.deepEqual(Object.keys(data[0]?.['Owner'] as object).sort(), ['email', 'id', 'name'])
  const missing = '/Contacts/5843104000099999999'
  assert.equal((await call('GET', missing)).status, 204)
  zoho.options.missingRecordStatus = 400
  assert.equal((await call('GET', missing)).status, 400)
  const wrong = await call('GET', '/Contacts/abc')
  assert.deepEqual([wrong.status, wrong.body['details']], [400, { resource_path_index: 1 }])
})

test('notes of a record are listed, written, read, changed and deleted below it', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const base = `/Contacts/${firstId(zoho, 'Contacts')}/Notes`
  const before = (await call('GET', `${base}?fields=Note_Title,Parent_Id`)).data.length
  const made = await call('POST', base, { data: [{ Note_Title: 'T', Note_Content: 'C' }] })
  assert.equal(made.status, 201)
  const id = readResult(made).id
  const { data } = await call('GET', `${base}?fields=Note_Title,Parent_Id`)
  assert.equal(data.length, before + 1)
  const parent = data[0]?.['Parent_Id'] as { module: { api_name: string }; name: string }
  assert.deepEqual([parent.module.api_name, parent.name], ['Contacts', 'Ada Marsh'])
  assert.equal((await call('PUT', `${base}/${id}`, { data: [{ Note_Content: 'New' }] })).status, 200)
  assert.equal((await call('GET', `${base}/${id}`)).data[0]?.['Note_Content'], 'New')
  assert.equal((await call('DELETE', `${base}/${id}`)).status, 200)
  assert.equal((await call('GET', `${base}/${id}`)).status, 204)
})

test('related lists hold what points at a record; an unknown relation is refused', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const account = firstId(zoho, 'Accounts')
  const contacts = await call('GET', `/Accounts/${account}/Contacts?fields=Account_Name`)
  assert.ok(contacts.data.length > 0)
  assert.ok(contacts.data.every((each) => (each['Account_Name'] as { id: string }).id === account))
  assert.equal((await call('GET', `/Deals/${firstId(zoho, 'Deals')}/Tasks?fields=Subject`)).status, 200)
  assert.equal((await call('GET', `/Accounts/${account}/Nonsense?fields=a`)).status, 400)
})

test('deleted records leave a trace; counts count', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const id = firstId(zoho, 'Leads')
  assert.equal((await call('GET', '/Leads/deleted')).status, 204)
  await call('DELETE', `/Leads/${id}`)
  const { data } = await call('GET', '/Leads/deleted?type=all')
  assert.deepEqual([data.length, data[0]?.['id'], data[0]?.['type']], [1, id, 'recycle'])
  assert.equal((await call('GET', '/Leads/deleted?type=permanent')).status, 204)
  assert.equal((await call('GET', '/Leads/actions/count')).body['count'], 19)
  assert.equal((await call('GET', '/Contacts/actions/count?criteria=(Last_Name:equals:smith)')).body['count'], 3)
})

test('a new name of a record shows in every lookup; a deleted one is no longer pointed at', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const [account, contact] = [firstId(zoho, 'Accounts'), firstId(zoho, 'Contacts')]
  await call('PUT', `/Accounts/${account}`, { data: [{ Account_Name: 'Renamed' }] })
  const read = async () => (await call('GET', `/Contacts/${contact}`)).data[0]?.['Account_Name']
  assert.deepEqual(await read(), { id: account, name: 'Renamed' })
  await call('DELETE', `/Accounts/${account}`)
  assert.equal(await read(), null)
})
