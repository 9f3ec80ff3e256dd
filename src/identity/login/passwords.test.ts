import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestDatabase } from '../../../test/database.ts'
import { addOrganization, addStranger } from '../../../test/people.ts'
import { hashPassword, isOutdated, matchesHash } from './hash-password.ts'
import { lockOut } from './login-store.ts'
import { defaultPolicy } from './password-policy.ts'
import { demandStrongPassword, setPassword, verifyPassword } from './passwords.ts'
import { putPolicy } from './policy-store.ts'

const { database, close } = await openTestDatabase()
after(close)
const { db } = database

let people = 0

async function addUser(): Promise<{ userId: number; organizationId: number }> {
  const name = `person${++people}`
  const organizationId = await addOrganization(database, `organization of ${name}`)
  const { accountId } = await addStranger(database, { organizationId, secret: name })
  const { id } = await db.selectFrom('users').select('id').where('account_id', '=', accountId).executeTakeFirstOrThrow()
  return { userId: id, organizationId }
}

async function addUserWith(password: string) {
  const user = await addUser()
  await setPassword(db, { ...user, password })
  return user
}

test('a hash tells its password from others, holds nothing of it, and says how it was made', async () => {
  const hash = await hashPassword('Correct horse 9')
  assert.match(hash, /^\$scrypt\$ln=15,r=8,p=3\$/)
  assert.deepEqual([await matchesHash(hash, 'Correct horse 9'), await matchesHash(hash, 'correct horse 9')], [true, false])
  assert.notEqual(await hashPassword('Correct horse 9'), hash)
  assert.equal(isOutdated(hash), false)
})

test('a letter is the same however it was composed', async () => {
  assert.equal(await matchesHash(await hashPassword('Caf\u00e9 au lait 1'), 'Cafe\u0301 au lait 1'), true)
})

test('a hash made with smaller parameters is still read, and made anew once the password was right', async () => {
  const user = await addUserWith('Correct horse 9')
  const small = await hashPassword('Correct horse 9', { ln: 10, r: 8, p: 1 })
  await db.updateTable('logins').set({ password_hash: small }).where('user_id', '=', user.userId).execute()
  assert.equal(await verifyPassword(db, user.userId, 'Correct horse 9'), true)
  const { password_hash: now } = await db
    .selectFrom('logins')
    .select('password_hash')
    .where('user_id', '=', user.userId)
    .executeTakeFirstOrThrow()
  assert.equal(isOutdated(now!), false)
  assert.equal(await matchesHash(now, 'Correct horse 9'), true)
})

test('without a password, and without a user, nothing is right', async () => {
  const { userId } = await addUser()
  assert.equal(await verifyPassword(db, userId, ''), false)
  assert.equal(await verifyPassword(db, 'nobody@example.com', 'Correct horse 9'), false)
})

test('after some failures in a row even the right password is refused, until the time is over', async () => {
  const { userId } = await addUserWith('Correct horse 9')
  for (let attempt = 0; attempt < lockOut.failures; attempt++) assert.equal(await verifyPassword(db, userId, 'wrong'), false)
  assert.equal(await verifyPassword(db, userId, 'Correct horse 9'), false)
  await db
    .updateTable('logins')
    .set({ locked_until: new Date(0) })
    .where('user_id', '=', userId)
    .execute()
  assert.equal(await verifyPassword(db, userId, 'Correct horse 9'), true)
})

test('a success forgets the failures before it', async () => {
  const { userId } = await addUserWith('Correct horse 9')
  for (let attempt = 1; attempt < lockOut.failures; attempt++) await verifyPassword(db, userId, 'wrong')
  assert.equal(await verifyPassword(db, userId, 'Correct horse 9'), true)
  assert.equal(await verifyPassword(db, userId, 'wrong'), false)
  assert.equal(await verifyPassword(db, userId, 'Correct horse 9'), true)
})

test('attempts at once are counted one by one, also by several processes', async () => {
  const { userId } = await addUserWith('Correct horse 9')
  const { reserveAttempt } = await import('./login-store.ts')
  const reserved = await Promise.all(Array.from({ length: 20 }, () => reserveAttempt(db, userId)))
  assert.equal(reserved.filter((hash) => hash !== undefined).length, lockOut.failures)
})

test('right passwords at once do not lock a user', async () => {
  const { userId } = await addUserWith('Correct horse 9')
  const answers = await Promise.all(Array.from({ length: lockOut.failures + 2 }, () => verifyPassword(db, userId, 'Correct horse 9')))
  assert.ok(answers.every(Boolean))
})

test('a weak password is refused, and all that it lacks is told', async () => {
  const { organizationId } = await addUser()
  const person = { email: 'ada@example.com', firstName: 'Augusta', lastName: 'Lovelace' }
  await assert.rejects(demandStrongPassword(db, { password: 'augusta', organizationId, person }), {
    code: 'weak-password',
    message:
      'The password is too weak: it must have at least 8 characters; have at least 1 uppercase character; have at least 1 numeric character; not contain the first name',
  })
})

test('the last passwords are not taken again where the policy says so', async () => {
  const user = await addUserWith('First horse 1')
  await putPolicy(db, user.organizationId, { ...defaultPolicy, previousPasswordCount: 2 })
  await setPassword(db, { ...user, password: 'Second horse 2' })
  for (const password of ['First horse 1', 'Second horse 2'])
    await assert.rejects(setPassword(db, { ...user, password }), /the last 2 passwords/)
  await setPassword(db, { ...user, password: 'Third horse 3' })
  await setPassword(db, { ...user, password: 'First horse 1' })
  assert.equal(await verifyPassword(db, user.userId, 'First horse 1'), true)
})
