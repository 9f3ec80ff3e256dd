import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { SealingError } from '../lib/sealing.ts'
import { runFirstStart } from './first-start.ts'
import { createGivenKeys, createKeyFile } from './key-source.ts'
import { openKeyring } from './keyring.ts'
import { readAdminSecrets } from './read-secrets.ts'

let store: TestDatabase
let folder: string
const place = { table: 'instances', row: 1, column: 'secrets_sealed' }

before(async () => {
  store = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'octet-keys-'))
})
after(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await store.database.db.deleteFrom('organizations').execute()
  await store.database.db.deleteFrom('sealing_keys').execute()
  await rm(join(folder, 'key'), { force: true })
})

const openWithFile = () => openKeyring({ database: store.database, keys: createKeyFile(join(folder, 'key')) })
const openWith = (...keys: Buffer[]) => openKeyring({ database: store.database, keys: createGivenKeys(keys) })

/** First start, and the id of the organization it made. */
async function start(keyring: Awaited<ReturnType<typeof openWith>>): Promise<number> {
  await runFirstStart({ database: store.database, keyring })
  return (await store.database.db.selectFrom('organizations').select('id').executeTakeFirstOrThrow()).id
}

test('the first start makes a key file that only its owner can read', async () => {
  await openWithFile()
  assert.equal((await stat(join(folder, 'key'))).mode & 0o777, 0o600)
  assert.match(await readFile(join(folder, 'key'), 'utf8'), /^[A-Za-z0-9+/]{43}=\n$/)
})

test('what one server sealed, another one with the same key opens', async () => {
  const first = await openWithFile()
  const id = await start(first)
  const sealed = (await first.forOrganization(id)).seal(place, 'token')
  const second = await openWithFile()
  assert.equal((await second.forOrganization(id)).open(place, sealed), 'token')
})

test('servers that start at once agree on one key', async () => {
  await Promise.all([openWithFile(), openWithFile(), openWithFile()])
  assert.equal((await readFile(join(folder, 'key'), 'utf8')).trim().split('\n').length, 1)
  assert.equal((await store.database.db.selectFrom('sealing_keys').selectAll().execute()).length, 1)
})

test('a server with another key refuses to start, and its message holds neither key', async () => {
  const [right, wrong] = [randomBytes(32), randomBytes(32)]
  await openWith(right)
  const error = await openWith(wrong).catch((thrown: Error) => thrown)
  assert.ok(error instanceof Error)
  assert.match(
    error.message,
    /^This database is sealed with the key [0-9a-f]{16}, but OCTET_KEY gives another key \([0-9a-f]{16}\)\. Give the right key\.$/,
  )
  for (const key of [right, wrong]) for (const form of ['hex', 'base64'] as const) assert.ok(!error.message.includes(key.toString(form)))
})

test('a lost key file is not replaced by a new one', async () => {
  await openWithFile()
  await rm(join(folder, 'key'))
  await assert.rejects(openWithFile(), /the key file .*key is not there\. Put it back/)
  await assert.rejects(stat(join(folder, 'key')))
})

test('a key file that is damaged is named with its line', async () => {
  await writeFile(join(folder, 'key'), `${randomBytes(32).toString('base64')}\nc2hvcnQ=\n`)
  await assert.rejects(openWithFile(), /^SealingKeyError: Line 2 of the key file .*key is not a sealing key: expected 32 bytes in base64$/)
})

test('a key of the wrong length is refused', () => {
  assert.throws(() => createGivenKeys([randomBytes(16)]), /32 bytes; this one has 16/)
})

test('the data key of one organization does not unwrap for another', async () => {
  const keyring = await openWith(randomBytes(32))
  const id = await start(keyring)
  const row = await store.database.db.selectFrom('organizations').selectAll().executeTakeFirstOrThrow()
  await store.database.db
    .insertInto('organizations')
    .values({ ...row, id: id + 1, secret_hash: randomBytes(32), settings: '{}' })
    .execute()
  await assert.rejects(keyring.forOrganization(id + 1), SealingError)
})

test('an organization that does not exist has no sealer, and may have one later', async () => {
  const keyring = await openWith(randomBytes(32))
  const { rows } = await sql<{ next: number }>`select last_value + 1 as next from organizations_id_seq`.execute(store.database.db)
  const next = rows[0]!.next
  await assert.rejects(keyring.forOrganization(next), /no organization/)
  assert.equal(await start(keyring), next)
  await keyring.forOrganization(next)
})

test('the first start shows the secrets that are read back later, and happens once', async () => {
  const keyring = await openWith(randomBytes(32))
  const parts = { database: store.database, keyring }
  // Open the connections first: otherwise one start would be over before the next one has its own.
  await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(store.database.db)))
  const starts = await Promise.all([runFirstStart(parts), runFirstStart(parts), runFirstStart(parts)])
  const made = starts.filter((secrets) => secrets !== undefined)
  assert.equal(made.length, 1)
  assert.match(made[0]!.userSecret, /^[A-Za-z0-9+/]{43}=$/)
  assert.match(made[0]!.organizationSecret, /^[0-9a-f]{32}$/)
  assert.deepEqual(await readAdminSecrets(parts), made[0])
  assert.equal(await runFirstStart(parts), undefined)
})

test('no secret and no data key stands in the database as it is', async () => {
  const keyring = await openWith(randomBytes(32))
  const secrets = (await runFirstStart({ database: store.database, keyring }))!
  const rows = [
    await store.database.db.selectFrom('organizations').selectAll().execute(),
    await store.database.db.selectFrom('users').selectAll().execute(),
  ].flat()
  const bytes = Buffer.concat(
    rows.flatMap((row) => Object.values(row).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))))),
  )
  assert.ok(bytes.length > 300)
  for (const secret of [secrets.userSecret, secrets.organizationSecret]) assert.ok(!bytes.includes(secret))
})
