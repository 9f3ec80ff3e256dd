/** Who changed what, from where (contract 10): listed by what was changed, for the organization or the account. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { disableInstance } from '../../src/oauth/marks.ts'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { addOrganization, addStranger, hire, openAccount } from '../people.ts'

interface Entry {
  readonly id: string
  readonly entity_id: string
  readonly account_id: number
  readonly method: string
}

describe('the record of changes', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  const list = (path = '', options = {}) => test.call('GET', `/audit-logs${path}`, options)
  const entriesOf = ({ body }: Reply): readonly Entry[] => body

  it('tells the life of an instance, with the members that clients know', async () => {
    const { id } = await test.connect()
    await test.call('PATCH', `/instances/${id}`, { body: { name: 'Renamed' }, headers: { 'x-forwarded-for': '203.0.113.9' } })
    await test.call('DELETE', `/instances/${id}/enabled`)
    await test.call('DELETE', `/instances/${id}`)
    const reply = await list(`/element-instances/${id}`)
    assert.equal(reply.status, 200)
    assert.deepEqual(
      entriesOf(reply).map(({ method }) => method),
      ['DELETE', 'DELETE', 'PATCH', 'POST'],
    )
    const me = (await test.call('GET', '/organizations/me')).body
    const { id: entryId, timestamp, user_id, account_id, ...entry } = reply.body[2]
    assert.deepEqual([typeof entryId, typeof user_id, typeof account_id], ['string', 'number', 'number'])
    assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000)
    const rest = { method: 'PATCH', resource_uri: `/elements/api-v2/instances/${id}`, status: 200, ip_address: '127.0.0.1' }
    assert.deepEqual(entry, { ...rest, org_id: me.id, entity_id: String(id), instance_id: id })
    assert.equal('message' in reply.body, false)
  })

  it('is found by area, id, key, name, user, account and time, and is 404 where there is nothing', async () => {
    await test.call('POST', '/organizations/objects/people/definitions', { body: { fields: [{ path: 'name', type: 'string' }] } })
    const document = { description: 'd', authentication: { type: 'basic' }, name: 'Own', key: 'own' }
    const configuration = [{ name: 'Base', key: 'base.url', description: '', type: 'TEXTFIELD_1000', defaultValue: 'https://example.com' }]
    const element = (await test.call('POST', '/elements', { body: { ...document, configuration } })).body
    const { id, accountId } = await hire(test)
    const today = new Date().toISOString().slice(0, 10)
    const present = ['', '/common-resources', '/common-resources/people', '/elements', `/elements/${element.id}`, '/elements/own']
    for (const path of [...present, `?from=${today}&to=${today}`, '?unknown=1']) assert.equal((await list(path)).status, 200, path)
    const absent = ['/formulas', '/formulas/7', '/formula-instances', '/common-resources/nobodys', '/elements/99', '/element-instances/-1']
    const odd = [
      `?userId=${id}`,
      '?userId=text',
      '?userId=-1',
      '?from=2200-01-01&to=2200-01-02',
      '/elements/%00',
      '/elements/99999999999999999999',
    ]
    for (const path of [...absent, ...odd]) {
      const reply = await list(path)
      assert.deepEqual([reply.status, reply.body.message], [404, 'No audit logs found'], path)
    }
    for (const path of ['?from=yesterday', '?pageSize=0', '?nextPage=broken', '?from=2026-11-24&to=2026-11-23'])
      assert.equal((await list(path)).status, 400, path)
    assert.equal(accountId, 0)
  })

  it('walks newest first, each entry once', async () => {
    const all = entriesOf(await list('?pageSize=2000')).map(({ id }) => id)
    assert.ok(all.length > 5)
    const walked: string[] = []
    let token: string | null = ''
    while (token !== null) {
      const page: Reply = await list(`?pageSize=2&nextPage=${token}`)
      walked.push(...entriesOf(page).map(({ id }) => id))
      token = page.headers.get('elements-next-page-token')
    }
    assert.deepEqual(walked, all)
  })

  it('shows administrators the organization, others their account, and strangers nothing', async () => {
    const accountId = await openAccount(test, 'audited')
    const { authorization } = await hire(test, { accountId, roles: ['default-user'] })
    assert.equal((await list('', { authorization })).status, 404)
    assert.equal((await test.call('POST', '/hubs', { authorization, body: { name: 'Theirs', key: 'theirs' } })).status, 200)
    const own = entriesOf(await list('', { authorization }))
    assert.deepEqual(
      own.map((entry) => [entry.entity_id, entry.account_id]),
      [['theirs', accountId]],
    )
    assert.ok(entriesOf(await list()).some(({ id }) => id === own[0]!.id))
    assert.equal(entriesOf(await list(`?accountId=${accountId}`)).length, 1)
    const { account_id: mine } = entriesOf(await list('?pageSize=2000')).find((entry) => entry.account_id !== accountId)!
    assert.equal((await list(`?accountId=${mine}`, { authorization })).status, 403)
    const elsewhere = await addOrganization(test.database, 'audit-elsewhere')
    const { user } = await addStranger(test.database, { organizationId: elsewhere, secret: 'audit-stranger', roles: ['org-admin'] })
    const stranger = { authorization: `${user}, Organization audit-elsewhere` }
    assert.equal((await list('', stranger)).status, 404)
    assert.equal((await list(`?accountId=${accountId}`, stranger)).status, 403)
  })

  it('has what the server did by itself, and nobody who did it', async () => {
    const { id } = await test.connect()
    await disableInstance(test.database.db, id, 'the vendor refused it')
    const [entry] = (await list(`/element-instances/${id}`)).body
    assert.deepEqual([entry.method, 'user_id' in entry, 'ip_address' in entry, entry.instance_id], ['SYSTEM', false, false, id])
  })

  it('has log-ins, those that were refused too', async () => {
    await test.call('POST', '/authentication', { authorization: null, body: { username: 'admin@localhost', password: 'Wrong horse 9' } })
    const reply = await list('/authentication')
    assert.deepEqual([reply.status, reply.body[0].status, reply.body[0].method], [200, 401, 'POST'])
  })
})
