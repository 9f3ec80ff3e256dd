// Batches, locators, deleted records, and what changed within a span of time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, findId, login, startWithCaller } from './test-client.ts'

const add = (url: string, count: number) => fetch(`${url}/_simulator/contacts`, { method: 'POST', body: JSON.stringify({ count }) })

test('a query gives two thousand records at once; the locator gives the rest', async (t) => {
  const { salesforce, call, ask } = await startWithCaller(t)
  await add(salesforce.url, 2_464)
  const first = await ask('SELECT Id FROM Contact ORDER BY Id')
  assert.deepEqual([first.body['totalSize'], first.body['done'], first.records.length], [2_500, false, 2_000])
  assert.match(String(first.body['nextRecordsUrl']), /^\/services\/data\/v65\.0\/query\/01g\w{15}-2000$/)
  const second = await call('GET', String(first.body['nextRecordsUrl']))
  assert.deepEqual(
    [second.body['totalSize'], second.body['done'], second.records.length, 'nextRecordsUrl' in second.body],
    [2_500, true, 500, false],
  )
  const ids = new Set([...first.records, ...second.records].map((each) => each['Id']))
  assert.equal(ids.size, 2_500)
})

test('with OFFSET, even 0, a query ends after two thousand', async (t) => {
  const { salesforce, ask } = await startWithCaller(t)
  await add(salesforce.url, 2_464)
  const reply = await ask('SELECT Id FROM Contact ORDER BY Id LIMIT 5000 OFFSET 0')
  assert.deepEqual([reply.body['totalSize'], reply.body['done']], [2_000, true])
})

test('the batch may be made smaller by a header, from two hundred up', async (t) => {
  const { salesforce, ask } = await startWithCaller(t)
  await add(salesforce.url, 500)
  const size = async (value: string) => (await ask('SELECT Id FROM Contact', { 'sforce-query-options': value })).records.length
  assert.deepEqual([await size('batchSize=250'), await size('batchSize=1'), await size('batchSize=9999')], [250, 200, 536])
})

test('a locator belongs to its user, lives two days, and there are ten of them', async (t) => {
  let time = Date.UTC(2026, 0, 5)
  const { salesforce, call, ask } = await startWithCaller(t, { now: () => time, batchSize: 10, accessTokenSeconds: 1_000_000 })
  const open = async () => String((await ask('SELECT Id FROM Contact')).body['nextRecordsUrl'])
  const locator = await open()
  const other = await login(salesforce.url, { account: 'Meridian Instruments as Omar Reyes' })
  assert.equal((await createCaller(other.instance_url, other.access_token)('GET', locator)).code, 'INVALID_QUERY_LOCATOR')
  time += 172_799_000
  assert.equal((await call('GET', locator)).status, 200)
  time += 1_000
  assert.equal((await call('GET', locator)).code, 'INVALID_QUERY_LOCATOR')
  const oldest = await open()
  for (let at = 0; at < 9; at += 1) await open()
  assert.equal((await call('GET', oldest)).status, 200)
  await open()
  assert.equal((await call('GET', oldest)).code, 'INVALID_QUERY_LOCATOR')
  assert.equal((await call('GET', '/query/nonsense')).code, 'INVALID_QUERY_LOCATOR')
})

test('deleted records are found by queryAll alone', async (t) => {
  const { salesforce, call, ask } = await startWithCaller(t)
  const id = findId(salesforce, 'Lead')
  await call('DELETE', `/sobjects/Lead/${id}`)
  const soql = `SELECT Id, IsDeleted FROM Lead WHERE Id = '${id}'`
  assert.equal((await ask(soql)).records.length, 0)
  assert.equal((await call('GET', `/queryAll?q=${encodeURIComponent(soql)}`)).records[0]?.['IsDeleted'], true)
})

test('what was changed and what was deleted is told for a span of time', async (t) => {
  let time = Date.UTC(2026, 0, 5, 12)
  const { salesforce, call } = await startWithCaller(t, { now: () => time })
  const [changed, gone] = [findId(salesforce, 'Contact'), findId(salesforce, 'Contact', 1)]
  await call('PATCH', `/sobjects/Contact/${changed}`, { Title: 'New' })
  time += 60_000
  await call('DELETE', `/sobjects/Contact/${gone}`)
  time += 60_000
  const span = (start: string, end: string) => new URLSearchParams({ start, end })
  const today = span('2026-01-05T00:00:00+00:00', '2026-01-06T00:00:00+00:00')
  const updated = await call('GET', `/sobjects/Contact/updated/?${today}`)
  assert.deepEqual(updated.body, { ids: [changed], latestDateCovered: '2026-01-06T00:00:00.000+0000' })
  const deleted = await call('GET', `/sobjects/Contact/deleted/?${today}`)
  assert.deepEqual(deleted.body['deletedRecords'], [{ deletedDate: '2026-01-05T12:01:00.000+0000', id: gone }])
  const refused = await call('GET', `/sobjects/Contact/updated?${span('2025-11-01T00:00:00Z', '2026-01-01T00:00:00Z')}`)
  assert.equal(refused.code, 'INVALID_REPLICATION_DATE')
})
