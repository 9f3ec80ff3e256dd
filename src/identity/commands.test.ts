import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase, throwawaySettings } from '../../test/database.ts'
import { systemClock } from '../lib/clock.ts'
import { openDatabase } from '../store/database.ts'
import { type CommandConfig, createKeySource, runRotateKey, runSecrets } from './commands.ts'
import { runFirstStart } from './first-start.ts'
import { openKeyring } from './keyring.ts'
import { readAdminSecrets } from './read-secrets.ts'

let store: TestDatabase
let dataFolder: string

before(async () => {
  store = await openTestDatabase()
})
after(() => store.close())
beforeEach(async () => {
  await store.database.db.deleteFrom('organizations').execute()
  await store.database.db.deleteFrom('sealing_keys').execute()
  dataFolder = await mkdtemp(join(tmpdir(), 'octet-commands-'))
})
afterEach(() => rm(dataFolder, { recursive: true }))

const configure = (...keys: Buffer[]): CommandConfig => ({ dataFolder, databaseUrl: store.url, keys })

/** What a server does at its start, on the same database. */
async function startServer(config: CommandConfig, database = store.database) {
  const keyring = await openKeyring({ database, keys: createKeySource(config) })
  const secrets = await runFirstStart({ database, keyring })
  return { keyring, secrets }
}

async function runAndCapture(run: (print: (text: string) => void) => Promise<void>): Promise<string[]> {
  const lines: string[] = []
  await run((text) => lines.push(text))
  return lines
}

test('secrets prints what the first start showed, as one line of JSON', async () => {
  const { secrets } = await startServer(configure())
  const lines = await runAndCapture((print) => runSecrets(configure(), { json: true, print }))
  assert.equal(lines.length, 1)
  assert.deepEqual(JSON.parse(lines[0]!), secrets)
  assert.deepEqual(Object.keys(JSON.parse(lines[0]!)), ['userSecret', 'organizationSecret'])
})

test('secrets prints the header for people to copy', async () => {
  const { secrets } = await startServer(configure())
  const lines = await runAndCapture((print) => runSecrets(configure(), { json: false, print }))
  assert.equal(lines.at(-1), `Authorization: User ${secrets!.userSecret}, Organization ${secrets!.organizationSecret}`)
})

test('before the first start there are no secrets, and asking for them leaves nothing behind', async () => {
  await assert.rejects(runSecrets(configure(), { json: true, print: assert.fail }), /There are no secrets yet/)
  await assert.rejects(readFile(join(dataFolder, 'key')), { code: 'ENOENT' })
  assert.deepEqual(await store.database.db.selectFrom('sealing_keys').selectAll().execute(), [])
})

test('secrets with another key prints nothing', async () => {
  await startServer(configure(randomBytes(32)))
  await assert.rejects(runSecrets(configure(randomBytes(32)), { json: true, print: assert.fail }), { name: 'SealingKeyError' })
})

test('rotate-key works beside a server, says what it did, and the secrets stay readable', async () => {
  const { keyring, secrets } = await startServer(configure())
  const before = await readFile(join(dataFolder, 'key'), 'utf8')
  const lines = await runAndCapture((print) => runRotateKey(configure(), { clock: systemClock, print }))
  assert.match(lines[0]!, /^The sealing key is now [0-9a-f]{16}; [0-9a-f]{16} is retired\.$/)
  assert.deepEqual(lines.slice(1), ['Data keys wrapped anew: 1.', `The new key is in the key file ${join(dataFolder, 'key')}. Back it up.`])
  const key = await readFile(join(dataFolder, 'key'), 'utf8')
  assert.notEqual(key, before)
  assert.ok(!lines.join().includes(key.trim()))
  assert.deepEqual(await readAdminSecrets({ database: store.database, keyring }), secrets)
  const shown = await runAndCapture((print) => runSecrets(configure(), { json: true, print }))
  assert.deepEqual(JSON.parse(shown[0]!), secrets)
})

test('rotate-key with given keys goes from old to new', async () => {
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
  const { secrets } = await startServer(configure(oldKey))
  const lines = await runAndCapture((print) => runRotateKey(configure(newKey, oldKey), { clock: systemClock, print }))
  assert.equal(lines.at(-1), 'Leave the old key out of OCTET_KEY at the next start of each server.')
  const shown = await runAndCapture((print) => runSecrets(configure(newKey), { json: true, print }))
  assert.deepEqual(JSON.parse(shown[0]!), secrets)
  await assert.rejects(runSecrets(configure(oldKey), { json: true, print: assert.fail }), /retired/)
})

test('with the embedded database, both commands work while the server runs and when it does not', async () => {
  // The database user must be able to pass; mkdtemp closes the folder.
  await chmod(dataFolder, 0o711)
  const config: CommandConfig = { dataFolder: join(dataFolder, 'data'), databaseUrl: undefined, keys: [] }
  const showSecrets = async () => JSON.parse((await runAndCapture((print) => runSecrets(config, { json: true, print })))[0]!)
  const rotate = () => runAndCapture((print) => runRotateKey(config, { clock: systemClock, print }))
  const server = await openDatabase({ dataFolder: config.dataFolder, settings: throwawaySettings })
  const { keyring, secrets } = await startServer(config, server).catch(async (error) => {
    await server.close()
    throw error
  })
  try {
    assert.deepEqual(await showSecrets(), secrets)
    await rotate()
    assert.deepEqual(await readAdminSecrets({ database: server, keyring }), secrets)
  } finally {
    await server.close()
  }
  assert.deepEqual(await showSecrets(), secrets)
  await rotate()
  assert.deepEqual(await showSecrets(), secrets)
})
