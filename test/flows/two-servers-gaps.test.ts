/**
 * A server whose listening connection was cut has missed notifications: it reads anew what it remembers. Here the change is one that nobody is told of
 * (written to the database itself), so only the cut can bring it to light.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { createLockBreaker, type LockBreaker } from '../../faults/break-locks.ts'
import { type CallOptions, type Connected, createTestApp, type TestApp } from '../app.ts'
import { hire } from '../people.ts'
import { startVendor } from '../vendor.ts'
import { waitFor } from './see-elsewhere.ts'

const password = 'Correct horse 9'

describe('a server whose listening connection was cut', () => {
  let test: TestApp
  let other: TestApp['call']
  let connected: Connected
  let breaker: LockBreaker
  before(async () => {
    test = await createTestApp()
    other = await test.startAnother()
    connected = await test.connect()
    breaker = await createLockBreaker(test.database.url)
  })
  after(async () => {
    await breaker.close()
    await test.close()
  })

  const statusOf = (path: string, options: CallOptions) => async () => (await other('GET', path, options)).status
  /** The lock by which a process shows that it runs is held by the connection that listens. */
  const cutListeners = () => breaker.breakLocks()

  interface Missed {
    readonly ask: () => Promise<unknown>
    readonly before: unknown
    readonly after: unknown
    readonly change: () => Promise<unknown>
  }
  async function missed({ ask, before, after, change }: Missed): Promise<void> {
    await waitFor({ what: 'ready', ask: statusOf('/../../readyz', {}), expected: 200 })
    for (let warming = 0; warming < 2; warming++) assert.deepEqual(await ask(), before)
    await change()
    assert.deepEqual(await ask(), before, 'nobody told, so it is remembered')
    assert.ok((await cutListeners()) >= 2, 'both servers listen')
    await waitFor({ what: 'after the cut', ask, expected: after })
    for (let again = 0; again < 5; again++) assert.deepEqual(await ask(), after, 'and it stays so')
  }

  it('reads mappings anew', async () => {
    const field = { path: 'a', vendorPath: 'FirstName', type: 'string' }
    await test.call('POST', '/organizations/objects/missed/definitions', { body: { fields: [{ path: 'a', type: 'string' }] } })
    const body = { vendorName: 'contacts', fields: [field], configuration: [{ type: 'passThrough', properties: { fromVendor: false } }] }
    const made = await test.call('POST', '/organizations/elements/infusionsoftcrm/transformations/missed', { body })
    assert.equal(made.status, 200, made.text)
    const ask = async () => Object.keys((await other('GET', '/hubs/crm/missed/1', { authorization: connected.authorization })).body)
    const rename = sql`UPDATE transformations SET document = replace(document::text, '"path":"a"', '"path":"b"')::json, updated_at = now()`
    await missed({ ask, before: ['a'], after: ['b'], change: () => rename.execute(test.database.db) })
  })

  it('reads roles anew: those of a user, and the privileges of one', async () => {
    const { body: roles } = await test.call('PUT', '/organizations/roles', { body: [{ key: 'blind', privileges: [] }] })
    assert.ok(roles.some(({ key }: { key: string }) => key === 'blind'))
    const pat = await hire(test, { roles: ['org-admin'] })
    const change = () =>
      test.database.db
        .updateTable('users')
        .set({ roles: ['blind'] })
        .where('id', '=', pat.id)
        .execute()
    await missed({ ask: statusOf('/elements/keys', pat), before: 200, after: 403, change })
    const give = () =>
      test.database.db
        .updateTable('roles')
        .set({ privileges: ['viewElements'] })
        .where('key', '=', 'blind')
        .execute()
    await missed({ ask: statusOf('/elements/keys', pat), before: 403, after: 200, change: give })
  })

  it('reads sessions anew, and the secrets of users', async () => {
    const pat = await hire(test, { password })
    const login = { authorization: null, body: { username: pat.email, password } }
    const session = { authorization: `Bearer ${(await test.call('POST', '/authentication', login)).body.token}` }
    const end = () => test.database.db.deleteFrom('sessions').where('user_id', '=', pat.id).execute()
    await missed({ ask: statusOf('/organizations/me', session), before: 200, after: 401, change: end })
    const leave = () => test.database.db.updateTable('users').set({ active: false }).where('id', '=', pat.id).execute()
    await missed({ ask: statusOf('/organizations/me', pat), before: 200, after: 401, change: leave })
  })

  it('reads elements anew', async (t) => {
    const vendor = await startVendor(t, ({ path }) => ({ body: { path } }))
    const configuration = [{ name: 'Base URL', key: 'base.url', description: '', type: 'TEXTFIELD_1000', defaultValue: vendor.url }]
    const resources = [{ description: '', type: 'api', method: 'GET', path: '/echo', vendorMethod: 'GET', vendorPath: '/first' }]
    const body = { name: 'Missed', description: '', hub: 'general', authentication: { type: 'custom' }, configuration, resources }
    const element = (await test.call('POST', '/elements', { body })).body
    const { token } = (await test.call('POST', '/instances', { body: { element: { key: element.key }, name: 'Missed' } })).body
    const ask = async () => (await other('GET', '/echo', { authorization: `${test.user}, Element ${token}` })).body.path
    const change = () =>
      sql`UPDATE elements SET document = replace(document::text, '"/first"', '"/second"')::json WHERE id = ${element.id}`.execute(
        test.database.db,
      )
    await missed({ ask, before: '/first', after: '/second', change })
  })

  it('reads instances anew', async () => {
    const { id, authorization } = await test.connect()
    const change = () => test.database.db.updateTable('instances').set({ disabled: true }).where('id', '=', id).execute()
    await missed({ ask: statusOf('/contacts?pageSize=1', { authorization }), before: 200, after: 403, change })
  })
})
