/** A warm hub call asks the database nothing and the vendor once. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

describe('the warm path', () => {
  let test: TestApp
  let connected: Connected
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
  })
  after(() => test.close())

  it('reads, lists and writes a contact without a database statement of its own', async () => {
    const calls = [
      () => connected.call('GET', '/hubs/crm/contacts?pageSize=5'),
      () => connected.call('GET', '/hubs/crm/contacts/1'),
      () => connected.call('POST', '/hubs/crm/contacts', { body: { FirstName: 'Warm', Email: 'warm@example.com' } }),
      () => connected.call('GET', '/hubs/crm/objects'),
    ]
    for (const call of calls) await call()
    // What the warming calls left to be written behind must be out first.
    await new Promise((resolve) => setTimeout(resolve, 1300))
    const statements: string[] = []
    const stop = test.database.onStatement((sql) => statements.push(sql))
    const replies = []
    for (const call of calls) replies.push(await call())
    stop()
    for (const reply of replies) assert.equal(reply.status, 200)
    assert.deepEqual(statements, [])
  })

  it('asks the vendor once for a contact', async () => {
    await connected.call('GET', '/hubs/crm/contacts/1')
    const before = test.keap.state.requests.length
    assert.equal((await connected.call('GET', '/hubs/crm/contacts/1')).status, 200)
    assert.equal(test.keap.state.requests.length - before, 1)
  })

  it('leaves one usage entry a call behind, with the path and nothing of the search', async () => {
    const reply = await connected.call('GET', `/hubs/crm/contacts?pageSize=3&where=${encodeURIComponent("Email='hidden@example.com'")}`)
    const requestId = reply.headers.get('elements-request-id')!
    const find = () => test.database.db.selectFrom('usage').selectAll().where('traffic_id', '=', requestId).executeTakeFirst()
    const deadline = Date.now() + 5000
    let entry = await find()
    while (entry === undefined && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      entry = await find()
    }
    assert.ok(entry !== undefined)
    const { process_time: time, traffic_date: date, organization_id, account_id, user_id, ...rest } = entry
    assert.deepEqual(rest, {
      traffic_id: requestId,
      instance_id: connected.id,
      element_key: 'infusionsoftcrm',
      hub: 'crm',
      method: 'GET',
      request_uri: '/elements/api-v2/hubs/crm/contacts?pageSize=3&…',
      element_api: '/contacts',
      status: 200,
      request_ip: '127.0.0.1',
      vdr: null,
    })
    assert.ok(time >= 0 && time < 5000)
    assert.ok(Math.abs(date.getTime() - Date.now()) < 60_000)
  })
})
