/** Logging in: a first password by a link, sessions in the place of secrets, and their end (contract 8.9). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPasswordLink } from '../../src/identity/login/password-link.ts'
import { createTestApp, type Reply, type TestApp } from '../app.ts'

const email = 'admin@localhost'
const password = 'Correct horse 9'
const refusal = 'Invalid username or password; after 5 failures in a row a user is locked for 15 minutes'

let now = Date.now()
let server: TestApp

before(async () => {
  server = await createTestApp({ overrides: { clock: () => now } })
  await setFirst(password)
})
after(() => server.close())

/** Paths beside the API. */
async function send(path: string, body?: unknown): Promise<Reply> {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const reply = await fetch(server.url + path, init)
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, text, body: text.startsWith('{') ? JSON.parse(text) : undefined }
}

async function createToken(): Promise<string> {
  const link = await createPasswordLink({ db: server.database.db, clock: () => now, serverUrl: server.url }, email)
  return link!.split('#')[1]!
}

async function setFirst(next: string): Promise<void> {
  const reply = await send('/octet/passwords', { token: await createToken(), password: next })
  assert.deepEqual([reply.status, reply.body], [200, { username: email }])
}

const open = (body: unknown) => server.call('POST', '/authentication', { authorization: null, body })
const logIn = async () => (await open({ username: email, password })).body.token as string
const withToken = (token: string) => ({ authorization: `Bearer ${token}` })

/** Notifications are on their way for a moment. */
async function waitUntilRefused(call: () => Promise<Reply>): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; await sleep(5)) if ((await call()).status === 401) return
  assert.fail('still let in after 5 s')
}

describe('login', () => {
  it('opens a session for the right password, whatever the case of the address, and tells who it is', async () => {
    const reply = await open({ username: 'Admin@LOCALHOST', password })
    assert.equal(reply.status, 200)
    const me = (await server.call('GET', '/organizations/me')).body
    assert.partialDeepStrictEqual(reply.body, {
      username: email,
      firstName: 'Admin',
      lastName: 'User',
      organizationId: me.id,
      organizationName: me.name,
      accountName: 'My organization',
      organizationAdmin: true,
      accountAdmin: true,
      sysAdmin: false,
      twoFactor: false,
      registeredForTwoFactor: false,
      inIntelligenceRole: false,
    })
    for (const name of ['id', 'accountId']) assert.equal(typeof reply.body[name], 'number', name)
    for (const name of ['lastLoginDate', 'createdDate']) assert.match(reply.body[name], /^\d{4}-\d\d-\d\d$/, name)
    assert.ok(
      reply.body.roles.some((role: { key: string; privileges: object[] }) => role.key === 'org-admin' && role.privileges.length > 5),
    )
    assert.equal('message' in reply.body, false, 'trap 7')
    assert.equal((await server.call('GET', `/users/${email}`)).body.lastLoginDate, new Date(now).toISOString().slice(0, 10))
  })

  it('answers a wrong password, an unknown user and a user without a password alike', async () => {
    const { body: account } = await server.call('GET', '/accounts')
    const names = { email: 'nobody.yet@example.com', firstName: 'No', lastName: 'Body' }
    assert.equal((await server.call('POST', `/accounts/${account[0].id}/users`, { body: names })).status, 200)
    const wrong = [
      { username: email, password: 'wrong' },
      { username: 'who@example.com', password },
      { username: names.email, password: '' },
      { username: 'x\0y', password },
    ]
    for (const body of wrong) {
      const reply = await open(body)
      if (body.username.includes('\0')) assert.equal(reply.status, 400)
      else assert.deepEqual([reply.status, reply.body.message], [401, refusal], body.username)
    }
    for (const body of [undefined, {}, { username: email }, { username: 1, password }, []]) assert.equal((await open(body)).status, 400)
  })

  it('takes the token where User and Organization are taken, and beside an Element token', async () => {
    const { authorization } = withToken(await logIn())
    assert.equal((await server.call('GET', '/organizations/me', { authorization })).status, 200)
    const { token } = await server.connect()
    for (const header of [`${authorization}, Element ${token}`, `Element ${token},${authorization}`]) {
      assert.equal((await server.call('GET', '/hubs/crm/contacts', { authorization: header })).status, 200)
      assert.equal((await server.call('GET', '/instances/configuration', { authorization: header })).status, 200)
    }
    const { organization } = server
    assert.equal((await server.call('GET', '/organizations/me', { authorization: `${authorization}, ${organization}` })).status, 200)
    assert.equal((await server.call('GET', '/organizations/me', { authorization: `${authorization}, Organization x` })).status, 401)
    assert.equal((await server.call('GET', '/organizations/me', { authorization: 'Bearer x' })).status, 401)
  })

  it('shows the secrets that a session stands for', async () => {
    const reply = await server.call('GET', '/authentication/secrets', withToken(await logIn()))
    const { userSecret, organizationSecret, ...rest } = reply.body
    assert.deepEqual([`User ${userSecret}`, `Organization ${organizationSecret}`, rest], [server.user, server.organization, {}])
  })

  it('ends one session with its token, and all of them with the secrets, in every process', async () => {
    const another = await server.startAnother()
    const [one, two, three] = [withToken(await logIn()), withToken(await logIn()), withToken(await logIn())]
    for (const session of [one, two, three]) assert.equal((await another('GET', '/organizations/me', session)).status, 200)
    const reply = await server.call('DELETE', '/authentication', { ...one, body: 'null' })
    assert.deepEqual([reply.status, reply.text], [200, ''])
    assert.equal((await server.call('GET', '/organizations/me', one)).status, 401, 'here at once')
    await waitUntilRefused(() => another('GET', '/organizations/me', one))
    assert.equal((await another('GET', '/organizations/me', two)).status, 200)
    assert.equal((await server.call('DELETE', '/authentication')).status, 200)
    for (const session of [two, three]) await waitUntilRefused(() => another('GET', '/organizations/me', session))
  })

  it('ends a session after half a day, without asking the database', async () => {
    const session = withToken(await logIn())
    assert.equal((await server.call('GET', '/organizations/me', session)).status, 200)
    now += 11.9 * 3_600_000
    assert.equal((await server.call('GET', '/organizations/me', session)).status, 200)
    now += 0.2 * 3_600_000
    const statements: string[] = []
    const stop = server.database.onStatement((text) => statements.push(text))
    assert.equal((await server.call('GET', '/organizations/me', session)).status, 401)
    stop()
    assert.deepEqual(
      statements.filter((text) => text.includes('sessions')),
      [],
    )
  })

  it('changes the own password: all sessions end but the new one, and a weak one is refused with hints', async () => {
    const old = withToken(await logIn())
    const weak = await server.call('POST', '/authentication/passwords', { ...old, body: { password: 'horse' } })
    assert.equal(weak.status, 400)
    for (const hint of ['at least', 'numeric', 'uppercase']) assert.ok(weak.body.message.includes(hint), hint)
    assert.equal((await server.call('POST', '/authentication/passwords', { ...old, body: {} })).status, 400)
    const reply = await server.call('POST', '/authentication/passwords', { ...old, body: { password: 'Another horse 8' } })
    assert.deepEqual([reply.status, reply.body.username], [200, email])
    assert.equal((await server.call('GET', '/organizations/me', old)).status, 401)
    assert.equal((await server.call('GET', '/organizations/me', withToken(reply.body.token))).status, 200)
    assert.equal((await open({ username: email, password })).status, 401)
    await setFirst(password)
  })

  it('has a page to set a password, which runs nothing but its own script', async () => {
    const page = await send('/octet/set-password')
    assert.equal(page.status, 200)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; connect-src 'self'/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.deepEqual([page.headers.get('x-frame-options'), page.headers.get('cache-control')], ['DENY', 'no-store'])
    assert.doesNotMatch(page.text, /(?:src|href)=/)
  })

  it('takes a link once, not after a day, and a weak password does not use it up', async () => {
    const token = await createToken()
    assert.equal((await send('/octet/passwords', { token, password: 'horse' })).status, 400)
    const both = await Promise.all([send('/octet/passwords', { token, password }), send('/octet/passwords', { token, password })])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400])
    const late = await createToken()
    now += 24 * 3_600_000 + 1
    for (const gone of [token, late, 'x', '']) {
      const reply = await send('/octet/passwords', { token: gone, password })
      assert.deepEqual([reply.status, reply.body.message.startsWith('This link to set a password is not known')], [400, true])
    }
  })

  it('refuses a password that has expired until it is changed, which the present one allows', async () => {
    const policy = '/organizations/password-policies'
    assert.equal((await server.call('PUT', policy, { body: { expirationDays: 30 } })).status, 200)
    await server.database.db
      .updateTable('logins')
      .set({ password_set_at: new Date(Date.now() - 31 * 86_400_000) })
      .execute()
    assert.equal((await server.call('GET', `/users/${email}`)).body.credentialsExpired, true)
    const reply = await open({ username: email, password })
    assert.equal(reply.status, 401)
    assert.match(reply.body.message, /has expired/)
    const wrong = await send('/octet/passwords', { username: email, password: 'wrong', newPassword: 'Fresh horse 7' })
    assert.deepEqual([wrong.status, wrong.body.message], [401, refusal])
    assert.equal((await send('/octet/passwords', { username: email, password, newPassword: 'Fresh horse 7' })).status, 200)
    assert.equal((await open({ username: email, password: 'Fresh horse 7' })).status, 200)
    assert.equal((await server.call('DELETE', policy)).status, 200)
    await setFirst(password)
  })

  it('locks a user after failures in a row, shows it, and a new password unlocks', async () => {
    for (let attempt = 0; attempt < 5; attempt++) assert.equal((await open({ username: email, password: 'wrong' })).status, 401)
    const reply = await open({ username: email, password })
    assert.deepEqual([reply.status, reply.body.message], [401, refusal])
    const { accountLocked, accountNonLocked } = (await server.call('GET', `/users/${email}`)).body
    assert.deepEqual([accountLocked, accountNonLocked], [true, false])
    await setFirst(password)
    assert.equal((await open({ username: email, password })).status, 200)
  })

  it('ends the sessions of a user who is no longer active', async () => {
    const [{ id: accountId }] = (await server.call('GET', '/accounts')).body
    const names = { email: 'leaver@example.com', firstName: 'Lee', lastName: 'Ver', password: 'Leaving horse 1' }
    const { id } = (await server.call('POST', `/accounts/${accountId}/users`, { body: names })).body
    const { token } = (await open({ username: names.email, password: names.password })).body
    assert.equal((await server.call('GET', '/accounts', withToken(token))).status, 200)
    assert.equal((await server.call('PATCH', `/accounts/${accountId}/users/${id}`, { body: { active: false } })).status, 200)
    await waitUntilRefused(() => server.call('GET', '/accounts', withToken(token)))
    assert.equal((await open({ username: names.email, password: names.password })).status, 401)
  })

  it('lets nobody in with what was given out before the end: neither sessions nor links come back with a user or an account', async () => {
    const accountId = (await server.call('POST', '/accounts', { body: { externalId: 'returning' } })).body.id
    const names = { email: 'returning@example.com', firstName: 'Re', lastName: 'Turn', password: 'Leaving horse 1' }
    const { id } = (await server.call('POST', `/accounts/${accountId}/users`, { body: names })).body
    const parts = { db: server.database.db, clock: () => now, serverUrl: server.url }
    for (const path of [`/users/${id}`, `/accounts/${accountId}`]) {
      const { token } = (await open({ username: names.email, password: names.password })).body
      const link = (await createPasswordLink(parts, names.email))!.split('#')[1]
      for (const active of [false, true]) assert.equal((await server.call('PATCH', path, { body: { active } })).status, 200)
      assert.equal((await server.call('GET', '/accounts', withToken(token))).status, 401, path)
      assert.equal((await send('/octet/passwords', { token: link, password: 'Returning horse 2' })).status, 400, path)
      assert.equal((await open({ username: names.email, password: names.password })).status, 200, path)
    }
  })

  it('keeps log-ins on record, refused ones too, with who and from where', async () => {
    await server.database.db.deleteFrom('audit_logs').execute()
    await open({ username: email, password: 'wrong' })
    await logIn()
    const rows = await server.database.db
      .selectFrom('audit_logs')
      .select(['area', 'entity_name', 'method', 'resource_uri', 'status', 'ip_address'])
      .orderBy('id')
      .execute()
    const row = {
      area: 'authentication',
      entity_name: email,
      method: 'POST',
      resource_uri: '/elements/api-v2/authentication',
      ip_address: '127.0.0.1',
    }
    assert.deepEqual(rows, [
      { ...row, status: 401 },
      { ...row, status: 200 },
    ])
  })

  it('writes no password and no token into the log or the database', async () => {
    const token = await logIn()
    await server.call('GET', '/organizations/me', withToken(token))
    const link = await createToken()
    await send('/octet/passwords', { token: link, password })
    const log = server.log.join('')
    assert.match(log, /"url":"\/elements\/api-v2\/authentication"/)
    for (const secret of [token, link, password, 'wrong']) assert.equal(log.includes(secret), false)
    const sessions = JSON.stringify(await server.database.db.selectFrom('sessions').selectAll().execute())
    assert.equal(sessions.includes(token), false)
  })
})
