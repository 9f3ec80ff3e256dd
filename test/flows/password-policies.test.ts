/** Password policies of an organization (contract 8.5), and what is told of weak passwords (1.9). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

const path = '/organizations/password-policies'
const defaults = {
  minLength: 8,
  minUppercase: 1,
  minLowercase: 1,
  minNumbers: 1,
  minSymbols: 0,
  previousPasswordCount: 0,
  expirationDays: 0,
}
const strict = {
  ...defaults,
  minLength: 12,
  minUppercase: 2,
  minSymbols: 1,
  symbolCharacterSet: '!?',
  previousPasswordCount: 3,
  expirationDays: 90,
}

let server: TestApp

before(async () => {
  server = await createTestApp()
})
after(() => server.close())

let users = 0
async function addUser(password: string, names: object = {}) {
  users++
  const body = { email: `user${users}@example.com`, firstName: 'Some', lastName: 'Body', password, ...names }
  return server.call('POST', '/organizations/users', { body })
}

describe('password policies', () => {
  it('are those of everybody until the organization has its own, and again after DELETE; trap 6: always 200', async () => {
    const before = await server.call('GET', path)
    assert.equal(before.status, 200)
    assert.partialDeepStrictEqual(before.body, defaults)
    const put = await server.call('PUT', path, { body: { ...strict, unknown: true } })
    assert.deepEqual([put.status, put.body], [200, strict])
    assert.deepEqual((await server.call('GET', path)).body, strict)
    for (let round = 0; round < 2; round++) {
      const gone = await server.call('DELETE', path, { body: 'null' })
      assert.deepEqual([gone.status, gone.text], [200, ''])
    }
    assert.deepEqual((await server.call('GET', path)).body, before.body)
  })

  it('fill what is left out with what everybody has', async () => {
    const put = await server.call('PUT', path, { body: { minNumbers: 3 } })
    assert.partialDeepStrictEqual(put.body, { ...defaults, minNumbers: 3 })
    await server.call('DELETE', path)
  })

  it('keep to their limits: 400 names the field', async () => {
    const wrong: [string, unknown][] = [
      ['minLength', 7],
      ['minLength', 257],
      ['minUppercase', 11],
      ['minLowercase', -1],
      ['minNumbers', 11],
      ['minSymbols', 1.5],
      ['minSymbols', '1'],
      ['symbolCharacterSet', ''],
      ['symbolCharacterSet', 'a\0'],
      ['previousPasswordCount', 10],
      ['expirationDays', -1],
    ]
    for (const [name, value] of wrong) {
      const reply = await server.call('PUT', path, { body: { ...strict, [name]: value } })
      assert.equal(reply.status, 400, `${name} ${value}`)
      assert.match(reply.body.message, new RegExp(name))
    }
    for (const body of [[], 'null', '"text"']) assert.equal((await server.call('PUT', path, { body })).status, 400)
  })

  it('are set by whoever may change security, and seen in the own organization alone', async () => {
    const { id: organizationId } = (await server.call('GET', '/organizations/me')).body
    const colleague = await addStranger(server.database, { organizationId, secret: 'policy-colleague' })
    const authorization = `${colleague.user}, ${server.organization}`
    for (const method of ['PUT', 'DELETE']) assert.equal((await server.call(method, path, { authorization, body: {} })).status, 403)
    await server.call('PUT', path, { body: strict })
    assert.equal((await server.call('GET', path, { authorization })).body.minLength, 12)
    const elsewhere = await addOrganization(server.database, 'policy-elsewhere')
    const stranger = await addStranger(server.database, { organizationId: elsewhere, secret: 'policy-stranger', roles: ['org-admin'] })
    const theirs = { authorization: `${stranger.user}, Organization policy-elsewhere` }
    assert.equal((await server.call('GET', path, theirs)).body.minLength, 8)
    assert.equal((await server.call('DELETE', path, theirs)).status, 200)
    assert.equal((await server.call('GET', path)).body.minLength, 12)
    await server.call('DELETE', path)
  })

  it('refuse a weak password of a new user with all the hints there are', async () => {
    await server.call('PUT', path, { body: strict })
    const weak = await addUser('some', { firstName: 'Some', lastName: 'Body' })
    assert.equal(weak.status, 400)
    for (const hint of ['at least 12 characters', '2 uppercase', 'numeric', 'special character', 'first name']) {
      assert.ok(weak.body.message.includes(hint), `${hint} in ${weak.body.message}`)
    }
    const noLower = await addUser('AA11!!BODYAA', {})
    for (const hint of ['lowercase', 'last name']) assert.ok(noLower.body.message.includes(hint), hint)
    const named = await addUser('WElcome9!', { email: 'welcome@example.com' })
    for (const hint of ['at least', 'username']) assert.ok(named.body.message.includes(hint), hint)
    assert.equal((await addUser('WOnderful day 9!')).status, 200)
    await server.call('DELETE', path)
  })

  it('are on record', async () => {
    await server.database.db.deleteFrom('audit_logs').execute()
    await server.call('PUT', path, { body: strict })
    await server.call('DELETE', path)
    const rows = await server.database.db
      .selectFrom('audit_logs')
      .select(['area', 'entity_name', 'method', 'status'])
      .orderBy('id')
      .execute()
    const row = { area: 'organizations', entity_name: 'password policy', status: 200 }
    assert.deepEqual(rows, [
      { ...row, method: 'PUT' },
      { ...row, method: 'DELETE' },
    ])
  })
})
