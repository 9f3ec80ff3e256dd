import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { systemClock } from '../lib/clock.ts'
import { SealingError } from '../lib/sealing.ts'
import { createGivenKeys, createKeyFile, type KeySource } from './key-source.ts'
import { type Keyring, openKeyring, unwrapDataKey, wrapDataKey } from './keyring.ts'
import { rotateKey } from './rotate-key.ts'
import { describeKey } from './sealing-key.ts'
import { hashSecret } from './secret-hash.ts'

let store: TestDatabase
let folder: string
let path: string
const place = { table: 'instances', row: 1, column: 'secrets_sealed' }

before(async () => {
  store = await openTestDatabase({ poolSize: 8 })
  folder = await mkdtemp(join(tmpdir(), 'octet-rotation-'))
  path = join(folder, 'key')
})
after(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await store.database.db.deleteFrom('organizations').execute()
  await store.database.db.deleteFrom('sealing_keys').execute()
  await rm(path, { force: true })
})

const openWith = (keys: KeySource) => openKeyring({ database: store.database, keys })
const rotateWith = (keys: KeySource, clock = systemClock) => rotateKey({ database: store.database, keys, clock })
const readKeyIds = async () =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => describeKey(Buffer.from(line, 'base64')).id)
const listOrganizations = () => store.database.db.selectFrom('organizations').selectAll().orderBy('id').execute()

async function addOrganization(keyring: Keyring, id: number, beforeCommit = async () => {}): Promise<void> {
  await store.database.db.transaction().execute(async (transaction) => {
    const { wrapped } = await keyring.createDataKey(transaction, id)
    const columns = { data_key_wrapped: wrapped.wrapped, key_id: wrapped.keyId, secret_sealed: Buffer.alloc(0) }
    await transaction
      .insertInto('organizations')
      .values({ id, name: `${id}`, secret_hash: hashSecret(`${id}`), ...columns })
      .execute()
    await beforeCommit()
  })
}

test('a server that runs during a rotation goes on sealing and opening, and so does one that starts afterwards', async () => {
  const running = await openWith(createKeyFile(path))
  for (const id of [1, 2, 3]) await addOrganization(running, id)
  const sealed = (await running.forOrganization(1)).seal(place, 'before')
  const oldKey = describeKey(Buffer.from((await readFile(path, 'utf8')).trim(), 'base64'))

  const rotation = await rotateWith(createKeyFile(path), () => Date.UTC(2030, 0, 2))

  assert.deepEqual({ organizations: rotation.organizations, retired: rotation.retiredKeyIds }, { organizations: 3, retired: [oldKey.id] })
  assert.equal((await running.forOrganization(1)).open(place, sealed), 'before')
  // Not remembered before, so this one needs the new key.
  const sealedByRunning = (await running.forOrganization(2)).seal(place, 'after')
  await addOrganization(running, 4)

  const restarted = await openWith(createKeyFile(path))
  assert.equal((await restarted.forOrganization(1)).open(place, sealed), 'before')
  assert.equal((await restarted.forOrganization(2)).open(place, sealedByRunning), 'after')
  await restarted.forOrganization(4)

  const rows = await listOrganizations()
  assert.deepEqual(
    rows.map((row) => row.key_id),
    Array(4).fill(rotation.keyId),
  )
  for (const row of rows)
    assert.throws(() => unwrapDataKey(oldKey, { organizationId: row.id, keyId: oldKey.id, wrapped: row.data_key_wrapped }), SealingError)
  assert.deepEqual(await readKeyIds(), [rotation.keyId])
  const known = await store.database.db.selectFrom('sealing_keys').selectAll().where('key_id', '=', oldKey.id).executeTakeFirstOrThrow()
  assert.equal(known.retired_at?.toISOString(), '2030-01-02T00:00:00.000Z')
})

test('organizations made and opened by other servers in the middle of rotations are never lost', async () => {
  const servers = [await openWith(createKeyFile(path)), await openWith(createKeyFile(path))]
  let next = 1
  let rotating = true
  const make = async (server: Keyring) => {
    while (rotating) {
      const id = next++
      await addOrganization(server, id)
      await (await openWith(createKeyFile(path))).forOrganization(id)
      await sleep(1)
    }
  }
  const makers = servers.map(make)
  const moved: number[] = []
  for (let round = 0; round < 5; round++) moved.push((await rotateWith(createKeyFile(path))).organizations)
  rotating = false
  await Promise.all(makers)

  const restarted = await openWith(createKeyFile(path))
  const rows = await listOrganizations()
  assert.ok(rows.length >= 2 && moved.some((count) => count > 0))
  for (const row of rows) await restarted.forOrganization(row.id)
  assert.deepEqual(new Set(rows.map((row) => row.key_id)).size, 1)
  assert.equal((await readKeyIds()).length, 1)
})

test('a rotation waits for an organization that is just being made under the old key, and moves it too', async () => {
  const keyring = await openWith(createKeyFile(path))
  const made = Promise.withResolvers<void>()
  const mayCommit = Promise.withResolvers<void>()
  const making = addOrganization(keyring, 1, async () => {
    made.resolve()
    await mayCommit.promise
  })
  await made.promise
  const rotating = rotateWith(createKeyFile(path))
  const waiting = sql<{
    n: number
  }>`select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  for (const end = Date.now() + 1_000; Date.now() < end && (await waiting.execute(store.database.db)).rows[0]!.n === 0; ) await sleep(10)
  mayCommit.resolve()
  await making
  assert.equal((await rotating).organizations, 1)
  await (await openWith(createKeyFile(path))).forOrganization(1)
})

test('more organizations than a batch are all moved', async () => {
  const keyring = await openWith(createKeyFile(path))
  for (let id = 1; id <= 120; id++) await addOrganization(keyring, id)
  assert.equal((await rotateWith(createKeyFile(path))).organizations, 120)
})

test('keys that the operator gives rotate from old to new,old to new', async () => {
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
  const alone = await openWith(createGivenKeys([oldKey]))
  await addOrganization(alone, 1)
  const sealed = (await alone.forOrganization(1)).seal(place, 'text')
  const both = await openWith(createGivenKeys([newKey, oldKey]))
  // Until the rotation nothing is wrapped by the new key, which not every server has yet.
  await addOrganization(both, 2)
  await alone.forOrganization(2)

  const rotation = await rotateWith(createGivenKeys([newKey, oldKey]))
  assert.equal(rotation.keyId, describeKey(newKey).id)
  assert.equal((await alone.forOrganization(1)).open(place, sealed), 'text', 'what a running server has opened stays open')
  const restarted = await openWith(createGivenKeys([newKey]))
  assert.equal((await restarted.forOrganization(1)).open(place, sealed), 'text')
  await assert.rejects(openWith(createGivenKeys([oldKey])), /OCTET_KEY gives a key that was retired at 20/)
  // Left in the option, the retired key is not used.
  await addOrganization(await openWith(createGivenKeys([newKey, oldKey])), 3)
  assert.equal((await listOrganizations()).at(-1)?.key_id, describeKey(newKey).id)
})

test('a rotation with given keys that names no new key says what to give', async () => {
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
  await openWith(createGivenKeys([oldKey]))
  for (const keys of [[oldKey], [oldKey, newKey]]) await assert.rejects(rotateWith(createGivenKeys(keys)), /give OCTET_KEY as new,old/)
})

test('a retired key does not come back as a new one', async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)]
  await openWith(createGivenKeys([first]))
  await rotateWith(createGivenKeys([second, first]))
  await assert.rejects(rotateWith(createGivenKeys([first, second])), /give OCTET_KEY as new,old/)
})

/** A key file whose n-th write is the last thing that happens. */
function createFailingFile(failAt: number): KeySource {
  const file = createKeyFile(path)
  let writes = 0
  const write: KeySource['write'] = async (keys) => {
    if (++writes === failAt) throw new Error('power cut')
    return file.write!(keys)
  }
  return { ...file, write }
}

test('a rotation that stopped before the new key was known is finished by the next one', async () => {
  const keyring = await openWith(createKeyFile(path))
  await addOrganization(keyring, 1)
  const before = (await readFile(path, 'utf8')).trim()
  // The file has the new key, the database does not know it yet.
  await writeFile(path, `${randomBytes(32).toString('base64')}\n${before}\n`)
  const [waiting] = await readKeyIds()
  await (await openWith(createKeyFile(path))).forOrganization(1)
  assert.equal((await rotateWith(createKeyFile(path))).keyId, waiting)
  assert.deepEqual(await readKeyIds(), [waiting])
})

test('a rotation that stopped half way is finished by the next one, with the same key', async () => {
  const keyring = await openWith(createKeyFile(path))
  for (const id of [1, 2]) await addOrganization(keyring, id)
  await store.database.db
    .updateTable('organizations')
    .set({ data_key_wrapped: Buffer.from('damaged') })
    .where('id', '=', 2)
    .execute()
  const intact = (await listOrganizations())[0]!
  await assert.rejects(rotateWith(createKeyFile(path)), SealingError)
  assert.equal((await readKeyIds()).length, 2)
  await (await openWith(createKeyFile(path))).forOrganization(1)
  const oldest = await store.database.db.selectFrom('sealing_keys').select('key_id').orderBy('created_at').executeTakeFirstOrThrow()
  const alone = (await readFile(path, 'utf8')).trim().split('\n').at(-1)!
  await assert.rejects(openWith(createGivenKeys([Buffer.from(alone, 'base64')])), /rotation of this database is not finished/)

  await store.database.db.deleteFrom('organizations').where('id', '=', 2).execute()
  const rotation = await rotateWith(createKeyFile(path))
  assert.deepEqual(rotation.retiredKeyIds, [oldest.key_id])
  assert.equal(rotation.organizations, intact.key_id === rotation.keyId ? 0 : 1)
  await (await openWith(createKeyFile(path))).forOrganization(1)
})

test('a rotation that stopped before the old key left the file is cleaned up by the next start', async () => {
  await addOrganization(await openWith(createKeyFile(path)), 1)
  await assert.rejects(rotateWith(createFailingFile(2)), /power cut/)
  assert.equal((await readKeyIds()).length, 2)
  await (await openWith(createKeyFile(path))).forOrganization(1)
  assert.equal((await readKeyIds()).length, 1)
})

test('a running server forgets the old key once it is retired', async () => {
  const running = await openWith(createKeyFile(path))
  await addOrganization(running, 1)
  const oldKey = describeKey(Buffer.from((await readFile(path, 'utf8')).trim(), 'base64'))
  await rotateWith(createKeyFile(path))
  // Rows that somebody brings back from before the rotation.
  const opensWithOldKey = async (id: number) => {
    const { keyId, wrapped } = wrapDataKey(oldKey, id, randomBytes(32))
    const row = { id, name: '', secret_hash: randomBytes(32), secret_sealed: Buffer.alloc(0), key_id: keyId, data_key_wrapped: wrapped }
    await store.database.db.insertInto('organizations').values(row).execute()
    return running.forOrganization(id).then(
      () => true,
      (error: Error) => !error.message.includes(`lacks the sealing key ${oldKey.id}`),
    )
  }
  let opens = true
  // The notification is on its way.
  for (let id = 2; opens && id < 500; id++) {
    opens = await opensWithOldKey(id)
    if (opens) await sleep(10)
  }
  assert.equal(opens, false)
})
