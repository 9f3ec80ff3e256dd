import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import type { Caller } from '../lib/caller.ts'
import { createOrganizationSecret, createSecret } from '../lib/ids.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { channels } from '../store/tables.ts'
import { type Authenticators, createAuthenticators } from './authenticate.ts'
import { closeSessions, openSession } from './login/session-store.ts'
import { createRoleBook } from './roles/role.ts'
import { hashSecret } from './secret-hash.ts'

const refused = { code: 'invalid-secrets', status: 401, message: 'Invalid Organization or User secret, or invalid Element token provided.' }

interface Person {
  readonly organizationId: number
  readonly accountId: number
  readonly userId: number
  readonly email: string
  readonly user: string
  readonly organization: string
  readonly header: string
}

let store: TestDatabase
/** Another server process on the same database. */
let other: Database
let authenticators: Authenticators
let statements: string[]

before(async () => {
  store = await openTestDatabase()
  other = await openDatabase({ dataFolder: '', databaseUrl: store.url, poolSize: 2 })
  store.database.onStatement((text) => statements.push(text))
})
after(async () => {
  await other.close()
  await store.close()
})
beforeEach(async () => {
  statements = []
  authenticators = await createAuthenticators(store.database)
  statements = []
})

/** Created by the other process, so that nothing of ours knows of it. */
async function addPerson(): Promise<Person> {
  const [user, organization] = [createSecret(), createOrganizationSecret()]
  const sealed = { secret_sealed: Buffer.alloc(0) }
  const { id: organizationId } = await other.db
    .insertInto('organizations')
    .values({ name: 'Acme', secret_hash: hashSecret(organization), ...sealed, data_key_wrapped: randomBytes(8), key_id: 'none' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: accountId } = await other.db
    .insertInto('accounts')
    .values({ organization_id: organizationId, name: 'Acme', description: null, external_id: null, type: 'Default', default_account: true })
    .returning('id')
    .executeTakeFirstOrThrow()
  const email = `ann.o+${randomBytes(4).toString('hex')}@acme.test`
  const names = { email, first_name: 'Ann', last_name: 'O', roles: ['admin'] }
  const { id: userId } = await other.db
    .insertInto('users')
    .values({ organization_id: organizationId, account_id: accountId, ...names, secret_hash: hashSecret(user), ...sealed })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { organizationId, accountId, userId, email, user, organization, header: `User ${user}, Organization ${organization}` }
}

const authenticate = async (header: string | undefined): Promise<Caller> => authenticators.authenticate(header)
const authenticateUser = async (header: string | undefined): Promise<Caller> => authenticators.authenticateUser(header)

/** Notifications are on their way for a moment. */
async function waitUntilRefused(header: string): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; await sleep(5)) {
    const error = await authenticate(header).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error !== undefined)
      return assert.throws(() => {
        throw error
      }, refused)
  }
  assert.fail('still let in after 5 s')
}

test('a secret that another process has just made works at once', async () => {
  const ann = await addPerson()
  assert.deepEqual(await authenticate(ann.header), {
    organizationId: ann.organizationId,
    accountId: ann.accountId,
    user: { id: ann.userId, emailAddress: ann.email, firstName: 'Ann', lastName: 'O' },
    roles: ['admin'],
    privileges: createRoleBook([]).privilegesOf(['admin']),
  })
})

test('a secret that was unknown a moment ago works as soon as it exists', async () => {
  const ann = await addPerson()
  const later = createSecret()
  const header = `User ${later}, Organization ${ann.organization}`
  for (let round = 0; round < 3; round++) await assert.rejects(authenticate(header), refused)
  await other.db
    .updateTable('users')
    .set({ secret_hash: hashSecret(later) })
    .where('id', '=', ann.userId)
    .execute()
  assert.equal((await authenticate(header)).user.id, ann.userId)
})

test('warm, the answer comes at once and without any statement', async () => {
  const ann = await addPerson()
  await authenticate(ann.header)
  statements = []
  const warm = authenticators.authenticate(ann.header)
  assert.ok(!(warm instanceof Promise))
  assert.equal(warm.user.id, ann.userId)
  assert.ok(!(authenticators.authenticateUser(`Element x, User ${ann.user}`) instanceof Promise))
  assert.deepEqual(statements, [])
})

test('the token of a session is as good as the secrets, remembered too, and over at its time without any statement', async () => {
  const ann = await addPerson()
  let now = 1_000_000
  const { authenticate: ask, authenticateUser: askUser } = await createAuthenticators(store.database, () => now)
  const token = await openSession(other.db, ann.userId, now)
  assert.equal((await ask(`Bearer ${token}`)).user.id, ann.userId)
  statements = []
  assert.ok(!(ask(`Bearer ${token}`) instanceof Promise))
  assert.ok(!(askUser(`Element x, Bearer ${token}`) instanceof Promise))
  await ask(`Bearer ${token}, Organization ${ann.organization}`)
  now += 24 * 3_600_000
  statements = []
  assert.throws(() => ask(`Bearer ${token}`), refused)
  assert.deepEqual(statements, [])
})

test('a session that was ended in another process, or whose user was switched off, is refused here', async () => {
  const [ann, bob] = [await addPerson(), await addPerson()]
  const tokens = [await openSession(other.db, ann.userId, Date.now()), await openSession(other.db, bob.userId, Date.now())]
  for (const token of tokens) await authenticate(`Bearer ${token}`)
  await other.db.transaction().execute(async (transaction) => {
    await closeSessions(transaction, ann.userId, tokens[0])
    await transaction.updateTable('users').set({ active: false }).where('id', '=', bob.userId).execute()
    await other.notify(channels.secrets, String(bob.userId), transaction)
  })
  for (const token of tokens) await waitUntilRefused(`Bearer ${token}`)
})

test('trap 4: every credential problem is the same 401', async () => {
  const [ann, bob] = [await addPerson(), await addPerson()]
  const headers = [
    undefined,
    '',
    'Basic YTpi',
    'Bearer abc',
    `User ${ann.user}`,
    `Organization ${ann.organization}`,
    `User ${ann.organization}, Organization ${ann.user}`,
    `User ${createSecret()}, Organization ${ann.organization}`,
    `User ${ann.user}, Organization ${createOrganizationSecret()}`,
    `User ${ann.user}, Organization ${bob.organization}`,
    `User ${ann.user}, Organization ${ann.organization},`,
    `User ${ann.user}, Organization ${ann.organization}, User ${ann.user}`,
    `User ${ann.user.toLowerCase()}, Organization ${ann.organization}`,
  ]
  for (const cold of [true, false]) for (const header of headers) await assert.rejects(authenticate(header), refused, `${header} ${cold}`)
  assert.equal((await authenticate(ann.header)).user.id, ann.userId)
  assert.equal((await authenticate(bob.header)).user.id, bob.userId)
  // Both are remembered now; crossing them must still be refused.
  await assert.rejects(authenticate(`User ${ann.user}, Organization ${bob.organization}`), refused)
})

test('for hub calls the Organization may be left out, but must be the right one when it is there', async () => {
  const [ann, bob] = [await addPerson(), await addPerson()]
  for (let round = 0; round < 2; round++) {
    assert.equal((await authenticateUser(`Element x, User ${ann.user}`)).user.id, ann.userId)
    assert.equal((await authenticateUser(`${ann.header}, Element x`)).user.id, ann.userId)
    await assert.rejects(authenticateUser(`User ${ann.user}, Organization ${bob.organization}, Element x`), refused)
    await assert.rejects(authenticateUser(`User ${createSecret()}, Element x`), refused)
    await assert.rejects(authenticateUser('Element x'), refused)
    await authenticate(bob.header)
  }
})

test('an inactive user and a user of an inactive account are let in no more, wherever they were switched off', async () => {
  const [ann, bob] = [await addPerson(), await addPerson()]
  await authenticate(ann.header)
  await authenticate(bob.header)
  await other.db.transaction().execute(async (transaction) => {
    await transaction.updateTable('users').set({ active: false }).where('id', '=', ann.userId).execute()
    await transaction.updateTable('accounts').set({ active: false }).where('id', '=', bob.accountId).execute()
    await other.notify(channels.secrets, String(ann.userId), transaction)
  })
  await waitUntilRefused(ann.header)
  await waitUntilRefused(bob.header)
  await other.db.updateTable('users').set({ active: true }).where('id', '=', ann.userId).execute()
  assert.equal((await authenticate(ann.header)).user.id, ann.userId)
})

test('a new organization secret replaces the old one in every process', async () => {
  const ann = await addPerson()
  await authenticate(ann.header)
  const secret = createOrganizationSecret()
  await other.db
    .updateTable('organizations')
    .set({ secret_hash: hashSecret(secret) })
    .where('id', '=', ann.organizationId)
    .execute()
  await other.notify(channels.secrets, String(ann.organizationId))
  await waitUntilRefused(ann.header)
  assert.equal((await authenticate(`User ${ann.user}, Organization ${secret}`)).user.id, ann.userId)
})

test('while notifications are missed nothing remembered is trusted, and what changed meanwhile is seen afterwards', async () => {
  const ann = await addPerson()
  await authenticate(ann.header)
  const gaps: string[] = []
  store.database.onGap((gap) => gaps.push(gap))
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()
    and pid <> pg_backend_pid()`.execute(other.db)
  for (const end = Date.now() + 5_000; gaps.length === 0 && Date.now() < end; ) await sleep(1)
  // Changed without a word, as if the notification had been sent while nobody listened.
  await other.db.updateTable('users').set({ active: false }).where('id', '=', ann.userId).execute()
  await assert.rejects(authenticate(ann.header), refused)
  for (const end = Date.now() + 5_000; gaps.length === 1 && Date.now() < end; ) await sleep(5)
  assert.deepEqual(gaps, ['lost', 'restored'])
  await assert.rejects(authenticate(ann.header), refused)
})

/** A database whose notifications the test gives by hand. */
function createManualDatabase(isListening: boolean) {
  const changed: ((payload: string) => void)[] = []
  const manual: Pick<Database, 'listen' | 'onGap' | 'isListening' | 'db'> = {
    db: store.database.db,
    isListening: () => isListening,
    onGap: () => undefined,
    listen: async (_channel, fn) => void changed.push(fn),
  }
  const notify = () => {
    for (const change of changed) change('')
  }
  return { database: manual as Database, notify }
}

test('a caller read before a change is not remembered after it', async () => {
  const ann = await addPerson()
  const { database, notify } = createManualDatabase(true)
  const { authenticateUser: ask } = await createAuthenticators(database)
  const header = `User ${ann.user}`
  const asking = ask(header)
  notify()
  await asking
  const again = ask(header)
  assert.ok(again instanceof Promise, 'not remembered')
  await again
  assert.ok(!(ask(header) instanceof Promise), 'remembered when nothing changed meanwhile')
})

test('nothing that is read while notifications are missed is remembered', async () => {
  const ann = await addPerson()
  const { authenticateUser: ask } = await createAuthenticators(createManualDatabase(false).database)
  for (let round = 0; round < 3; round++) {
    const asking = ask(`User ${ann.user}`)
    assert.ok(asking instanceof Promise)
    assert.equal((await asking).user.id, ann.userId)
  }
})

test('callers share no state that one of them could change', async () => {
  const ann = await addPerson()
  const caller = await authenticate(ann.header)
  assert.throws(() => (caller.roles as string[]).push('org-admin'), TypeError)
  assert.throws(() => Object.assign(caller, { organizationId: 0 }), TypeError)
  assert.throws(() => Object.assign(caller.user, { id: 0 }), TypeError)
})
