/** Usage added up (contract 10): every interval that both ends lie in is there, in UTC, with zeros where it was quiet. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createUsage } from '../../src/usage/usage.ts'
import { createTestApp, type TestApp } from '../app.ts'
import { addStranger } from '../people.ts'

const noon = Date.UTC(2026, 4, 13, 12)
const minute = 60_000
const fail = (problem: unknown): never => assert.fail(String(problem))

describe('analytics of usage', () => {
  let test: TestApp
  let owner: { organization_id: number; account_id: number; user_id: number }
  let member: { accountId: number; user: string }
  before(async () => {
    test = await createTestApp()
    const user = await test.database.db.selectFrom('users').selectAll().executeTakeFirstOrThrow()
    owner = { organization_id: user.organization_id, account_id: user.account_id, user_id: user.id }
    member = await addStranger(test.database, { organizationId: user.organization_id, secret: 'analytics-member' })
    const usage = createUsage({ database: test.database, onLoss: fail, onFailure: fail })
    const record = (at: number, status = 200, process_time = 10, changes = {}) =>
      usage.record({
        ...{ traffic_id: 'b'.repeat(24), ...owner, instance_id: 7, element_key: 'alpha', hub: 'crm', method: 'GET', request_uri: '/x' },
        ...{ element_api: '/x', status, process_time, request_ip: '::1', traffic_date: at, ...changes },
      })
    record(noon, 200, 10)
    record(noon + 30_000, 502, 20)
    record(noon + 5 * minute, 404, 31, { element_key: 'beta', instance_id: 8 })
    record(noon + 60 * minute, 200, 5)
    record(noon + 60 * minute + 1, 200, 5)
    record(noon + minute, 200, 100, { account_id: member.accountId, organization_id: owner.organization_id })
    record(noon + minute, 200, 100, { organization_id: 9_999 })
    await usage.stop()
  })
  after(() => test.close())

  const ask = (path: string, query: string, options = {}) => test.call('GET', `/usage/analytics/${path}?${query}`, options)
  const hour = `from=2026-05-13T12:00:00Z&to=2026-05-13T13:00:00Z`
  const own = () => `accountIds[]=${owner.account_id}`

  it('has 61 minutes in an hour, those without a call too', async () => {
    const { body } = await ask('activity', `${hour}&interval=minute&${own()}`)
    assert.equal(body.length, 61)
    assert.deepEqual(body[0], { timestamp: '2026-05-13T12:00:00Z', count: 2 })
    assert.deepEqual(body[1], { timestamp: '2026-05-13T12:01:00Z', count: 0 })
    assert.deepEqual(body[60], { timestamp: '2026-05-13T13:00:00Z', count: 1 })
    assert.equal(
      body.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
      4,
      'what is a millisecond behind the end is not in it',
    )
  })

  it('tells how long calls took and how many failed', async () => {
    const times = await ask('times', `${hour}&interval=hour&${own()}`)
    assert.deepEqual(times.body, [
      { timestamp: '2026-05-13T12:00:00Z', count: 3, avg: 20.33, max: 31, min: 10 },
      { timestamp: '2026-05-13T13:00:00Z', count: 1, avg: 5, max: 5, min: 5 },
    ])
    const statuses = await ask('statuses', `${hour}&interval=hour&${own()}`)
    assert.deepEqual(statuses.body, [
      { timestamp: '2026-05-13T12:00:00Z', count: 3, success: 1, failed: 2 },
      { timestamp: '2026-05-13T13:00:00Z', count: 1, success: 1, failed: 0 },
    ])
  })

  it('tells of elements and of instances', async () => {
    const elements = await ask('activity/elements', `${hour}&interval=hour&${own()}`)
    assert.deepEqual(elements.body, [
      { timestamp: '2026-05-13T12:00:00Z', count: 3, alpha: 2, beta: 1 },
      { timestamp: '2026-05-13T13:00:00Z', count: 1, alpha: 1 },
    ])
    const instances = await ask('activity/element-instances', `${hour}&${own()}`)
    assert.deepEqual(instances.body.usage, [
      {
        instanceId: 7,
        elementKey: 'alpha',
        accountId: owner.account_id,
        count: 3,
        success: 2,
        failed: 1,
        lastDate: '2026-05-13T13:00:00Z',
      },
      { instanceId: 8, elementKey: 'beta', accountId: owner.account_id, count: 1, success: 0, failed: 1, lastDate: '2026-05-13T12:05:00Z' },
    ])
    assert.deepEqual((await ask('activity/formula-instances', hour)).body, { usage: [] })
    assert.deepEqual((await ask('activity/formula-instances/created-count', hour)).body, { instancesCreatedCount: 0 })
  })

  it('counts the instances that were made in a time', async () => {
    await test.connect()
    assert.deepEqual((await ask('activity/element-instances/created-count', '')).body, { instancesCreatedCount: 1 })
    assert.deepEqual((await ask('activity/element-instances/created-count', hour)).body, { instancesCreatedCount: 0 })
  })

  it('cuts days, weeks and months in UTC, weeks on Mondays, whatever zone the question is in', async () => {
    const stamps = async (query: string) =>
      (await ask('activity', query)).body.map(({ timestamp, count }: { timestamp: string; count: number }) => `${timestamp} ${count}`)
    const days = 'from=2026-05-12&to=2026-05-14'
    assert.deepEqual(await stamps(days), ['2026-05-12T00:00:00Z 0', '2026-05-13T00:00:00Z 6', '2026-05-14T00:00:00Z 0'])
    assert.deepEqual(await stamps(`from=2026-05-05&to=2026-05-13&interval=week`), ['2026-05-04T00:00:00Z 0', '2026-05-11T00:00:00Z 6'])
    assert.deepEqual(await stamps('from=2026-01-31&to=2026-05-31&interval=MONTH'), [
      ...['2026-01-01T00:00:00Z 0', '2026-02-01T00:00:00Z 0', '2026-03-01T00:00:00Z 0', '2026-04-01T00:00:00Z 0'],
      '2026-05-01T00:00:00Z 6',
    ])
    assert.deepEqual(await stamps(`from=2026-05-13T08:00:00-4:00&to=2026-05-13T15:00:00%2B02:00&interval=hour&${own()}`), [
      '2026-05-13T12:00:00Z 3',
      '2026-05-13T13:00:00Z 1',
    ])
  })

  it('is 404 of times and statuses that are yet to come, and zeros of what was quiet', async () => {
    const future = 'from=2200-01-01&to=2200-01-03'
    for (const path of ['times', 'statuses']) {
      const reply = await ask(path, future)
      assert.deepEqual([reply.status, reply.body.message], [404, 'No usage logs found'])
    }
    for (const query of [future, 'from=2001-01-01&to=2001-01-03']) {
      const reply = await ask('activity', query)
      assert.deepEqual(
        reply.body.map(({ count }: { count: number }) => count),
        [0, 0, 0],
      )
    }
    assert.deepEqual((await ask('statuses', 'from=2001-01-01&to=2001-01-01')).body, [
      { timestamp: '2001-01-01T00:00:00Z', count: 0, success: 0, failed: 0 },
    ])
  })

  it('refuses seconds, an end before the beginning, and more intervals than one can read', async () => {
    const wrong: [string, RegExp][] = [
      [`${hour}&interval=second`, /interval: expected one of minute, hour, day, week, month, got "second"/],
      ['from=2026-05-14&to=2026-05-13', /to: expected a moment not before 2026-05-14/],
      ['from=2000-01-01&to=2026-05-13&interval=minute', /interval: expected one that cuts the time .* into 20000 at most/],
      ['from=0000-13-99', /from/],
    ]
    for (const [query, message] of wrong) {
      const reply = await ask('activity', query)
      assert.equal(reply.status, 400, query)
      assert.match(reply.body.message, message)
      assert.ok(reply.body.requestId)
    }
  })

  it('shows users their own account, and refuses another', async () => {
    const asMember = { authorization: `${member.user}, ${test.organization}` }
    const day = 'from=2026-05-13&to=2026-05-13'
    assert.deepEqual((await ask('times', day, asMember)).body, [
      { timestamp: '2026-05-13T00:00:00Z', count: 1, avg: 100, max: 100, min: 100 },
    ])
    assert.equal((await ask('times', `${day}&${own()}`, asMember)).status, 403)
    assert.equal((await ask('times', `${day}&accountIds[]=0`)).status, 403)
    assert.equal((await ask('times', `${day}&accountIds[]=${member.accountId}`)).body[0].count, 1)
    assert.equal((await ask('times', day)).body[0].count, 6)
  })
})
