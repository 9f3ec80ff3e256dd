import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { hire } from '../people.ts'

describe('secrets of users', () => {
  let test: TestApp
  let administrator: number
  before(async () => {
    test = await createTestApp()
    administrator = (await test.call('GET', '/users/admin@localhost')).body.id
  })
  after(() => test.close())

  it('are shown again to who sends the password, and to nobody else', async () => {
    const pat = await hire(test, { password: 'Oldschool77!' })
    const ask = (password: string, path = '/users') =>
      test.call('GET', `${path}/${pat.email}`, { headers: { 'Elements-User-Password': password } })
    assert.equal((await ask('Oldschool77!')).body.secret, pat.secret)
    assert.equal((await ask('Oldschool77!', '/organizations/users')).body.secret, pat.secret)
    const wrong = await ask('Oldschool78!')
    assert.deepEqual([wrong.status, wrong.text.includes(pat.secret)], [401, false])
    const recorded = test.database.db.selectFrom('audit_logs').select(['user_id', 'status']).where('entity_name', '=', pat.email)
    assert.deepEqual(await recorded.where('area', '=', 'authentication').execute(), [{ user_id: administrator, status: 401 }])
    assert.ok(test.log.every((line) => !line.includes(pat.secret) && !line.includes('Oldschool77!')))
  })

  it('a password beyond ASCII is understood in the header in UTF-8 and in Latin-1', async () => {
    const password = 'Übermütig 77!'
    const pat = await hire(test, { password })
    for (const encoding of ['utf8', 'latin1'] as const) {
      const headers = { 'Elements-User-Password': Buffer.from(password, encoding).toString('latin1') }
      assert.equal((await test.call('GET', `/users/${pat.id}`, { headers })).body.secret, pat.secret, encoding)
    }
  })
})
