/** What was called (contract 10): each hub call is found by its request id, and by what it was. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connected, createTestApp, type Reply, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

const idOf = (reply: Reply) => reply.headers.get('elements-request-id')!

describe('usage', () => {
  let test: TestApp
  let instance: Connected
  before(async () => {
    test = await createTestApp()
    instance = await test.connect()
  })
  after(() => test.close())

  /** What GET /usage/{id} gives once it gives something, and after how many milliseconds. */
  const find = async (id: string, call: TestApp['call'] = test.call) => {
    const startedAt = performance.now()
    let reply = await call('GET', `/usage/${id}`)
    while (reply.status === 404 && performance.now() - startedAt < 5000) {
      await sleep(50)
      reply = await call('GET', `/usage/${id}`)
    }
    return { reply, ms: performance.now() - startedAt }
  }
  const list = (query: string, options = {}) => test.call('GET', `/usage?${query}`, options)

  it('traps 6 and 7: tells of a call by its request id with 200, with the members that clients check and no message', async () => {
    const called = await instance.call('GET', '/hubs/crm/contacts?pageSize=1&where=secret%3D%27x%27')
    const { reply } = await find(idOf(called))
    assert.equal(reply.status, 200)
    const { traffic_date, process_time, ...entry } = reply.body
    assert.ok(Math.abs(Date.parse(traffic_date) - Date.now()) < 60_000)
    assert.ok(process_time >= 0)
    const { organization_id, account_id, user_id } = await test.database.db
      .selectFrom('instances')
      .selectAll()
      .where('id', '=', instance.id)
      .executeTakeFirstOrThrow()
    assert.deepEqual(entry, {
      ...{ user_id, account_id, company_id: organization_id, traffic_id: idOf(called), request_id: idOf(called) },
      ...{ request_status: called.status < 400 ? 'SUCCESS' : 'FAILED', request_ip: '127.0.0.1', element_key: 'infusionsoftcrm' },
      request_uri: '/elements/api-v2/hubs/crm/contacts?pageSize=1&…',
      ...{ element_api: '/contacts', element_name: 'Infusionsoft', company_external_id: entry.company_external_id },
      ...{ company_external_name: entry.company_external_name, request_method: 'GET', response_status: called.status, hub: 'crm' },
      ...{ instance_id: instance.id, instance_name: 'My Infusionsoft' },
    })
    assert.equal(typeof entry.company_external_id, 'string')
    assert.ok(entry.company_external_name.length > 0)
  })

  it('is there within two seconds, also at another server', async () => {
    const callOther = await test.startAnother()
    for (let round = 0; round < 3; round++) {
      const called = await instance.call('GET', '/contacts?pageSize=1')
      const { reply, ms } = await find(idOf(called), callOther)
      assert.equal(reply.status, 200)
      assert.ok(ms < 2000, `${ms} ms`)
    }
  })

  it('tells of calls that failed: of the vendor, of ours, disabled, and of those whose content could not be read', async () => {
    const missing = await instance.call('GET', '/contacts/999999')
    const unknown = await instance.call('GET', '/nonsense')
    const garbage = await instance.call('POST', '/contacts', { body: '{"FirstName":' })
    await test.call('DELETE', `/instances/${instance.id}/enabled`)
    const disabled = await instance.call('GET', '/contacts')
    await test.call('PUT', `/instances/${instance.id}/enabled`)
    assert.deepEqual(
      [missing, unknown, garbage, disabled].map(({ status }) => status),
      [404, 400, 400, 403],
    )
    for (const called of [missing, unknown, garbage, disabled]) {
      const { reply } = await find(idOf(called))
      assert.equal(reply.body.request_status, 'FAILED')
      assert.equal(reply.body.response_status, called.status)
    }
    const failed = await list('status=FAILED&pageSize=2000')
    const succeeded = await list('status=success&pageSize=2000')
    const all = await list('pageSize=2000')
    assert.ok(failed.body.every((entry: { request_status: string }) => entry.request_status === 'FAILED'))
    assert.equal(failed.body.length + succeeded.body.length, all.body.length)
  })

  it('has no row for a call that nobody is known to have made', async () => {
    const refused = await test.call('GET', '/contacts', { authorization: `${test.user}, Element nobodys` })
    assert.equal(refused.status, 401)
    assert.equal((await test.call('GET', `/usage/${idOf(refused)}`)).status, 404)
  })

  it('trap 5: is found by hub, keys, tags, account, text and time, and answers 404 where there is nothing', async () => {
    const called = await instance.call('GET', '/contacts/30')
    await find(idOf(called))
    const { account_id } = (await test.call('GET', `/usage/${idOf(called)}`)).body
    const today = new Date().toISOString().slice(0, 10)
    const tomorrow = new Date(Date.now() + 86_400_000)
    const zoned = (ms: number, hours: number) =>
      encodeURIComponent(new Date(ms - hours * 3_600_000).toISOString().replace('Z', `-${hours}:00`))
    const present = [
      ...['hub=crm', 'keys[]=infusionsoftcrm', 'keys[]=other,infusionsoftcrm', 'tags[]=seed', `accountIds[]=${account_id}`],
      ...['searchText=CONTACTS/30', 'searchText=infusionsoft', 'searchText=My%20Infu', `searchText=${idOf(called)}`],
      ...[`from=${today}`, `from=${today}&to=${today}`, `from=${zoned(Date.now() - 60_000, 4)}`, 'nextPage=&unknown=1'],
      `to=${zoned(Date.now() + 60_000, 9)}`,
    ]
    for (const query of present) {
      const reply = await list(`${query}&pageSize=2000`)
      assert.equal(reply.status, 200, `${query}: ${reply.text}`)
      assert.ok(
        reply.body.some((entry: { traffic_id: string }) => entry.traffic_id === idOf(called)),
        query,
      )
    }
    const absent = [
      ...['hub=finance', 'keys[]=other', 'tags[]=seed&tags[]=other', 'searchText=100%25', 'searchText=nobodys'],
      ...[`from=${tomorrow.toISOString()}`, `from=2200-01-01&to=2200-01-02`, 'from=2001-01-01&to=2001-12-31'],
    ]
    for (const query of absent) {
      const reply = await list(query)
      assert.deepEqual([reply.status, reply.body.message], [404, 'No usage logs found'], query)
    }
  })

  it('refuses what it cannot read, and says what it expected', async () => {
    const wrong: [string, RegExp][] = [
      ['status=maybe', /status: expected success or failed, got "maybe"/],
      ['from=yesterday', /from: expected a day like .* got "yesterday"/],
      ['from=2026-11-24&to=2026-11-23', /to: expected a moment not before 2026-11-24/],
      ['pageSize=0', /pageSize/],
      ['pageOffset=-1', /pageOffset/],
      ['nextPage=broken', /page/],
      ['searchText=%00', /searchText: expected text without NUL/],
    ]
    for (const [query, message] of wrong) {
      const reply = await list(query)
      assert.equal(reply.status, 400, query)
      assert.match(reply.body.message, message)
    }
    for (const id of ['-1', '0', '99999999999999999999', 'text', '%00', 'f'.repeat(24)]) {
      const reply = await test.call('GET', `/usage/${id}`)
      assert.equal(reply.status, 404, `${id}: ${reply.text}`)
    }
  })

  it('walks newest first, each entry once, by token and by offset, also while calls go on', async () => {
    for (let i = 0; i < 5; i++) await instance.call('GET', `/contacts/${30 + i}`)
    await find(idOf(await instance.call('GET', '/contacts/30')))
    const all = await list('pageSize=2000')
    const ids = all.body.map((entry: { traffic_id: string }) => entry.traffic_id)
    const dates = all.body.map((entry: { traffic_date: string }) => entry.traffic_date)
    assert.deepEqual(dates, dates.toSorted().toReversed())
    assert.equal(all.headers.get('elements-returned-count'), String(ids.length))
    const walked: string[] = []
    let token: string | null = ''
    while (token !== null) {
      const page: Reply = await list(`pageSize=3&nextPage=${token}`)
      walked.push(...page.body.map((entry: { traffic_id: string }) => entry.traffic_id))
      token = page.headers.get('elements-next-page-token')
      // What comes meanwhile is newer: it shifts nothing.
      await instance.call('GET', '/contacts/30')
      await find(idOf(await instance.call('GET', '/contacts/31')))
    }
    assert.deepEqual(walked.slice(-ids.length), ids)
    assert.equal(new Set(walked).size, walked.length)
    const [first, second] = [await list('pageSize=4&pageOffset=0'), await list('pageSize=4&pageOffset=1')]
    const shown = [...first.body, ...second.body].map((entry: { traffic_id: string }) => entry.traffic_id)
    assert.equal(new Set(shown).size, 8)
  })

  it('shows users their account, administrators of the organization all of it, and others nothing', async () => {
    const called = await instance.call('GET', '/contacts/30')
    const { reply } = await find(idOf(called))
    const organizationId = reply.body.company_id
    const member = await addStranger(test.database, { organizationId, secret: 'usage-member' })
    const other = await addOrganization(test.database, 'usage-other-organization')
    const stranger = await addStranger(test.database, { organizationId: other, secret: 'usage-stranger', roles: ['org-admin'] })
    const asMember = { authorization: `${member.user}, ${test.organization}` }
    const asStranger = { authorization: `${stranger.user}, Organization usage-other-organization` }
    for (const options of [asMember, asStranger]) {
      assert.equal((await test.call('GET', `/usage/${idOf(called)}`, options)).status, 404)
      assert.equal((await list('pageSize=2000', options)).status, 404)
      assert.equal((await list(`accountIds[]=${reply.body.account_id}`, options)).status, 403)
    }
    assert.equal((await list(`accountIds[]=${member.accountId}`)).status, 404, 'nothing yet, but visible')
    for (const id of [0, -1, stranger.accountId, 'text']) assert.equal((await list(`accountIds[]=${id}`)).status, 403, String(id))
    assert.equal((await test.call('GET', '/usage', { authorization: null })).status, 401)
  })
})
