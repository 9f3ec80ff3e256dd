/** GET /metrics/{name} (contract 10): what happened, counted by account or organization and by time. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createUsage } from '../../src/usage/usage.ts'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger, type Stranger } from '../people.ts'

const names = [
  ...['api', 'hub-api', 'elements-created', 'element-instances-created', 'formulas-created', 'formula-executions', 'bulk-jobs', 'events'],
  ...['hubs-created', 'vdrs-created', 'vdrs-invoked'],
]
const monday = Date.UTC(2026, 4, 11)
const hour = 3_600_000
const fail = (problem: unknown): never => assert.fail(String(problem))

describe('metrics', () => {
  let test: TestApp
  let owner: { organization_id: number; account_id: number; user_id: number }
  let member: Stranger
  let peer: { organizationId: number; secret: string } & Stranger
  before(async () => {
    test = await createTestApp()
    const { db } = test.database
    const user = await db.selectFrom('users').selectAll().executeTakeFirstOrThrow()
    owner = { organization_id: user.organization_id, account_id: user.account_id, user_id: user.id }
    member = await addStranger(test.database, { organizationId: user.organization_id, secret: 'metrics-member' })
    const secret = 'metrics-other-organization'
    const organizationId = await addOrganization(test.database, secret)
    peer = { organizationId, secret, ...(await addStranger(test.database, { organizationId, secret: 'metrics-peer' })) }
    const usage = createUsage({ database: test.database, onLoss: fail, onFailure: fail })
    const record = (at: number, changes = {}) =>
      usage.record({
        ...{ traffic_id: 'c'.repeat(24), ...owner, instance_id: 7, element_key: 'alpha', hub: 'crm', method: 'GET', request_uri: '/x' },
        ...{ element_api: '/x', status: 200, process_time: 1, request_ip: '::1', traffic_date: at, ...changes },
      })
    record(monday + hour)
    record(monday + hour, { hub: 'finance', vdr: 'myContacts' })
    record(monday + 25 * hour, { vdr: 'myContacts' })
    record(monday + hour, { account_id: member.accountId })
    record(monday + hour, { account_id: peer.accountId, organization_id: organizationId })
    await usage.stop()
  })
  after(() => test.close())

  const days = 'from=2026-05-11&to=2026-05-13'
  const ask = (name: string, query = days, options = {}) => test.call('GET', `/metrics/${name}?${query}`, options)

  it('has every list of the contract, empty where nothing happened', async () => {
    for (const name of names) {
      const reply = await ask(name, 'from=2001-01-01&to=2001-01-02')
      assert.deepEqual([reply.status, reply.body], [200, []], name)
    }
    assert.equal((await ask('nonsense')).status, 404)
  })

  it('counts calls by account, day and hub', async () => {
    const { body } = await ask('hub-api')
    assert.deepEqual(body, [
      {
        ...{ id: owner.account_id, externalId: body[0].externalId, interval: 'day', count: 3 },
        metrics: [
          {
            ...{ timestamp: '2026-05-11T00:00:00Z', count: 2 },
            details: [
              { hub: 'crm', count: 1 },
              { hub: 'finance', count: 1 },
            ],
          },
          { timestamp: '2026-05-12T00:00:00Z', count: 1, details: [{ hub: 'crm', count: 1 }] },
        ],
      },
      {
        ...{ id: member.accountId, externalId: '', interval: 'day', count: 1 },
        metrics: [{ timestamp: '2026-05-11T00:00:00Z', count: 1, details: [{ hub: 'crm', count: 1 }] }],
      },
    ])
    const api = await ask('api', `${days}&interval=week&agg=org`)
    assert.deepEqual(api.body[0].metrics, [{ timestamp: '2026-05-11T00:00:00Z', count: 4, details: [{ type: 'hub', count: 4 }] }])
    assert.equal(api.body[0].id, owner.organization_id)
  })

  it('counts calls under the name of a common resource', async () => {
    const { body } = await ask('vdrs-invoked')
    assert.deepEqual(body[0].metrics, [
      { timestamp: '2026-05-11T00:00:00Z', count: 1 },
      { timestamp: '2026-05-12T00:00:00Z', count: 1 },
    ])
  })

  it('shows intervals with nothing in them when asked to', async () => {
    for (const [interval, counts] of [
      ['day', [1, 1, 0]],
      ['week', [2]],
      ['month', [2]],
    ] as const) {
      const { body } = await ask('vdrs-invoked', `${days}&emptyIntervals=true&interval=${interval}`)
      assert.deepEqual(
        body[0].metrics.map(({ count }: { count: number }) => count),
        counts,
        interval,
      )
    }
    const { body } = await ask('vdrs-invoked', 'from=2026-05-11T00:00:00Z&to=2026-05-11T01:00:00Z&emptyIntervals=true&interval=minute')
    assert.equal(body[0].metrics.length, 61)
  })

  it('counts instances, elements and hubs that were made', async () => {
    await test.connect()
    const instances = await ask('element-instances-created', '')
    assert.deepEqual(instances.body[0].metrics[0].details, [{ elementKey: 'infusionsoftcrm', count: 1 }])
    const hub = await test.call('POST', '/hubs', { body: { key: 'metricshub', name: 'Metrics', description: 'A hub' } })
    assert.equal(hub.status, 200, hub.text)
    const hubs = await ask('hubs-created', '')
    assert.deepEqual([hubs.body[0].id, hubs.body[0].count], [owner.account_id, 1])
  })

  it('comes in pages', async () => {
    const first = await ask('api', `${days}&pageSize=1`)
    const token = first.headers.get('elements-next-page-token')
    const second = await ask('api', `${days}&pageSize=1&nextPage=${token}`)
    assert.deepEqual([first.body[0].id, second.body[0].id], [owner.account_id, member.accountId])
    assert.equal(second.headers.get('elements-next-page-token'), null)
    assert.equal((await ask('api', 'nextPage=broken')).status, 400)
  })

  it('cuts a page that would have too many intervals, says so, and goes on with the next one', async () => {
    const usage = createUsage({ database: test.database, onLoss: fail, onFailure: fail })
    const at = Date.UTC(2026, 1, 2)
    for (const account_id of [owner.account_id, member.accountId, peer.accountId])
      usage.record({
        ...{ traffic_id: 'd'.repeat(24), ...owner, account_id, instance_id: 7, element_key: 'alpha', hub: 'crm', method: 'GET' },
        ...{ request_uri: '/x', element_api: '/x', status: 200, process_time: 1, request_ip: '::1', traffic_date: at },
      })
    await usage.stop()
    const fortnight = 'from=2026-02-01&to=2026-02-13T21:00:00Z&interval=minute&emptyIntervals=true&pageSize=1000'
    const first = await ask('api', fortnight)
    assert.equal(first.body.length, 2)
    assert.equal(first.headers.get('elements-error'), 'pageSize 1000 is above the maximum; 2 was used')
    const rest = await ask('api', `${fortnight}&nextPage=${first.headers.get('elements-next-page-token')}`)
    assert.deepEqual([rest.body.length, rest.headers.get('elements-next-page-token')], [1, null])
  })

  it('shows nobody what is not theirs', async () => {
    const asMember = { authorization: `${member.user}, ${test.organization}` }
    const own = await ask('api', days, asMember)
    assert.deepEqual(
      own.body.map(({ id }: { id: number }) => id),
      [member.accountId],
    )
    for (const query of [`accountIds[]=${owner.account_id}`, `orgIds[]=${peer.organizationId}`, 'customerIds[]=1'])
      assert.equal((await ask('api', `${days}&${query}`, asMember)).status, 403, query)
    for (const query of [`accountIds[]=${peer.accountId}`, 'accountIds[]=-1', 'orgIds[]=0', 'orgIds[]=text', 'customerIds[]=999'])
      assert.equal((await ask('api', `${days}&${query}`)).status, 403, query)
    assert.equal((await ask('api', `${days}&orgIds[]=${owner.organization_id}&accountIds[]=${member.accountId}`)).body[0].count, 1)
    assert.equal((await ask('api', days, { authorization: null })).status, 401)
  })

  it('shows administrators of a customer its other organizations', async () => {
    const { db } = test.database
    const { customer_id } = await db
      .selectFrom('organizations')
      .selectAll()
      .where('id', '=', owner.organization_id)
      .executeTakeFirstOrThrow()
    assert.ok(customer_id !== null, 'the first organization has a customer')
    assert.equal((await ask('api', `${days}&orgIds[]=${peer.organizationId}`)).status, 403, "another customer's")
    await db.updateTable('organizations').set({ customer_id }).where('id', '=', peer.organizationId).execute()
    const counts = async (query: string) =>
      (await ask('api', `${days}&agg=org&${query}`)).body.map(({ id, count }: { id: number; count: number }) => `${id}: ${count}`)
    assert.deepEqual(await counts(`orgIds[]=${peer.organizationId}`), [`${peer.organizationId}: 1`])
    assert.deepEqual(await counts(`customerIds[]=${customer_id}`), [`${owner.organization_id}: 4`, `${peer.organizationId}: 1`])
    assert.deepEqual(await counts(`customerIds[]=${customer_id}&accountIds[]=${peer.accountId}`), [`${peer.organizationId}: 1`])
    assert.deepEqual(await counts(''), [`${owner.organization_id}: 4`], 'only when asked for')
  })

  it('refuses what it cannot read', async () => {
    for (const query of ['agg=user', 'interval=second', 'pageSize=0', 'from=x', 'from=2026-05-11&to=2026-05-10'])
      assert.equal((await ask('api', query)).status, 400, query)
  })
})
