/** What the commands tell when something is amiss beside the backup itself. */
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import pg from 'pg'
import { openTestDatabase } from '../../test/database.ts'
import { demandKeys, runBackup } from './commands.ts'
import type { Head } from './format.ts'

const head: Head = {
  ...{ format: 1, madeAt: '', postgres: '18', migrations: [], tables: [] },
  keys: [
    { id: 'new', fingerprint: '01ff' },
    { id: 'old', fingerprint: '02' },
  ],
}
const key = (id: string, fingerprint: string) => ({ id, fingerprint: Buffer.from(fingerprint, 'hex') })

describe('the keys of a backup', () => {
  it('must all be held, by their fingerprints: two while a rotation goes on', () => {
    const held = [key('new', '01ff'), key('old', '02')]
    demandKeys(head, { name: 'OCTET_KEY', keys: [...held, key('other', '03')] })
    assert.throws(() => demandKeys(head, { name: 'OCTET_KEY', keys: [held[0]!] }), /sealed with the key old, and OCTET_KEY gives new\./)
    assert.throws(() => demandKeys(head, { name: 'OCTET_KEY', keys: [key('new', '01fe'), held[1]!] }), /sealed with the key new, and/)
    assert.throws(
      () => demandKeys(head, { name: 'the key file k', keys: [] }),
      /sealed with the key new, old, and the key file k has none\./,
    )
  })
})

describe('a backup that breaks off', () => {
  it('says why, and leaves no file', async () => {
    const test = await openTestDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'octet-backup-'))
    const [holder, client] = [new pg.Client({ connectionString: test.url }), new pg.Client({ connectionString: test.url })]
    await Promise.all([holder.connect(), client.connect()])
    try {
      // Somebody changes a table, and is then gone, with the backup's session.
      await holder.query('BEGIN; LOCK TABLE usage IN ACCESS EXCLUSIVE MODE')
      const broken = runBackup(
        { dataFolder: '', databaseUrl: test.url },
        { file: join(folder, 'b.tar.gz'), clock: Date.now, print: assert.fail },
      )
      const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LOCK TABLE%' AND wait_event_type = 'Lock'`
      const rejected = assert.rejects(broken, /^StoreError: The backup was not made: terminating connection/)
      while ((await client.query(`SELECT pg_terminate_backend(pid) ${waiting}`)).rowCount === 0) await new Promise(setImmediate)
      await rejected
      assert.deepEqual(await readdir(folder), [])
    } finally {
      await Promise.all([holder.end(), client.end()])
      await test.close()
      await rm(folder, { recursive: true })
    }
  })
})
