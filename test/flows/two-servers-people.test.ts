/** Two servers on one database: who may call, and what for, changes through one and is seen by the other within a second. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type CallOptions, createTestApp, type TestApp } from '../app.ts'
import { connectAs, type Hired, hire, openAccount } from '../people.ts'
import { seeElsewhere } from './see-elsewhere.ts'

const password = 'Correct horse 9'

describe('people, told from one server to another', () => {
  let test: TestApp
  let other: TestApp['call']
  before(async () => {
    test = await createTestApp()
    other = await test.startAnother()
  })
  after(() => test.close())

  const statusOf = (path: string, options: CallOptions) => async () => (await other('GET', path, options)).status
  const put = (path: string, body?: unknown) => () => test.call('PUT', path, { body })
  const patch = (path: string, body: unknown) => () => test.call('PATCH', path, { body })
  const remove =
    (path: string, options: CallOptions = {}) =>
    () =>
      test.call('DELETE', path, options)
  const logIn = async ({ email }: Hired, given = password) => {
    const { status, body } = await test.call('POST', '/authentication', { authorization: null, body: { username: email, password: given } })
    assert.equal(status, 200)
    return { authorization: `Bearer ${body.token}` }
  }

  it('a new user is known at once', async () => {
    const pat = await hire(test)
    assert.equal(await statusOf('/organizations/me', pat)(), 200)
  })

  it('a user is switched off, on again and deleted: on platform calls and hub calls', async () => {
    const pat = await hire(test, { accountId: await openAccount(test, 'of a user') })
    const path = `/users/${pat.id}`
    for (const [place, options] of [
      ['/organizations/me', pat],
      ['/contacts?pageSize=1', { authorization: await connectAs(test, pat) }],
    ] as const) {
      const ask = statusOf(place, options)
      await seeElsewhere({ what: 'off', ask, before: 200, after: 401, change: patch(path, { active: false }) })
      await seeElsewhere({ what: 'on', ask, before: 401, after: 200, change: patch(path, { active: true }) })
    }
    await seeElsewhere({ what: 'deleted', ask: statusOf('/organizations/me', pat), before: 200, after: 401, change: remove(path) })
  })

  it('an account is switched off and on again', async () => {
    const accountId = await openAccount(test, 'switched')
    const pat = await hire(test, { accountId })
    const ask = statusOf('/contacts?pageSize=1', { authorization: await connectAs(test, pat) })
    const path = `/accounts/${accountId}`
    await seeElsewhere({ what: 'off', ask, before: 200, after: 401, change: patch(path, { active: false }) })
    await seeElsewhere({ what: 'on', ask, before: 401, after: 200, change: patch(path, { active: true }) })
  })

  it('a password is changed: sessions end, the old one opens none, the new one does', async () => {
    const pat = await hire(test, { password })
    const ask = statusOf('/organizations/me', await logIn(pat))
    await seeElsewhere({
      what: 'session',
      ask,
      before: 200,
      after: 401,
      change: patch(`/users/${pat.id}`, { password: 'Another horse 8' }),
    })
    const open = (given: string) =>
      other('POST', '/authentication', { authorization: null, body: { username: pat.email, password: given } })
    assert.deepEqual([(await open(password)).status, (await open('Another horse 8')).status], [401, 200])
  })

  it('a session is ended by its token, and all of them by the secrets', async () => {
    const pat = await hire(test, { password })
    const [one, two] = [await logIn(pat), await logIn(pat)]
    const [askOne, askTwo] = [statusOf('/organizations/me', one), statusOf('/organizations/me', two)]
    assert.equal(await askTwo(), 200)
    await seeElsewhere({ what: 'one', ask: askOne, before: 200, after: 401, change: remove('/authentication', one) })
    await seeElsewhere({ what: 'all', ask: askTwo, before: 200, after: 401, change: remove('/authentication', pat) })
  })

  it('a role is given and taken, loses a privilege and gets it back, is switched off and on', async () => {
    const privileges = [{ key: 'viewElements' }]
    const made = await put('/organizations/roles', [
      { key: 'reader', name: 'Reader', privileges },
      { key: 'nothing', privileges: [] },
    ])()
    const { id } = made.body.find(({ key }: { key: string }) => key === 'reader')
    const pat = await hire(test, { roles: ['nothing'] })
    const ask = statusOf('/elements/keys', pat)
    const [given, role] = [`/users/${pat.id}/roles/reader`, `/organizations/roles/${id}`]
    await seeElsewhere({ what: 'given', ask, before: 403, after: 200, change: put(given) })
    await seeElsewhere({ what: 'privilege gone', ask, before: 200, after: 403, change: put(role, { privileges: [] }) })
    await seeElsewhere({ what: 'privilege back', ask, before: 403, after: 200, change: put(role, { privileges }) })
    await seeElsewhere({ what: 'off', ask, before: 200, after: 403, change: put(role, { active: false }) })
    await seeElsewhere({ what: 'on', ask, before: 403, after: 200, change: put(role, { active: true }) })
    await seeElsewhere({ what: 'taken', ask, before: 200, after: 403, change: remove(given) })
  })

  it('a role is given to all users of an account, and taken', async () => {
    await put('/organizations/roles', [
      { key: 'seer', name: 'Seer', privileges: [{ key: 'viewElements' }] },
      { key: 'blind', privileges: [] },
    ])()
    const accountId = await openAccount(test, 'with a role')
    const ask = statusOf('/elements/keys', await hire(test, { accountId, roles: ['blind'] }))
    const path = `/accounts/${accountId}/roles/seer`
    await seeElsewhere({ what: 'given', ask, before: 403, after: 200, change: put(path) })
    await seeElsewhere({ what: 'taken', ask, before: 200, after: 403, change: remove(path) })
  })

  it('an organization is changed, and the settings of an account', async () => {
    const read = (path: string, name: string) => async () => (await other('GET', path)).body[name]
    const { name } = (await other('GET', '/organizations/me')).body
    const me = read('/organizations/me', 'name')
    await seeElsewhere({ what: 'name', ask: me, before: name, after: 'Acme', change: put('/organizations/me', { name: 'Acme' }) })
    const settings = async () => (await read('/accounts/settings', 'theme')()) ?? null
    await seeElsewhere({
      what: 'settings',
      ask: settings,
      before: null,
      after: 'dark',
      change: patch('/accounts/settings', { theme: 'dark' }),
    })
  })
})
