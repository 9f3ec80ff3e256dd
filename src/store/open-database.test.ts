import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { openDatabase } from './database.ts'
import { openEmbedded } from './embedded/embedded.ts'

describe('a database in a data folder', () => {
  let folder: string
  let dataFolder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'octet-open-'))
    chmodSync(folder, 0o711)
    dataFolder = join(folder, 'data')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('is made, migrated, shared with a command, refused to a second server, and all gone after close', async () => {
    const server = await openDatabase({ dataFolder })
    await server.db.insertInto('element_ids').values({ element_key: 'k', kind: 'element', natural_key: 'k' }).execute()

    const command = await openDatabase({ dataFolder, purpose: 'command' })
    assert.deepEqual(await command.db.selectFrom('element_ids').select('id').execute(), [{ id: 1_000_000 }])
    await command.close()
    await assert.rejects(openDatabase({ dataFolder }), /is in use by process/)
    assert.equal((await server.db.selectFrom('element_ids').select('id').execute()).length, 1)

    await server.close()
    await assert.rejects(new pg.Client(server.url).connect(), /ECONNREFUSED/)
  })

  it('is let go of when it cannot be opened', async () => {
    const postgres = await openEmbedded({ dataFolder, purpose: 'serve' })

    const client = new pg.Client(postgres.url)
    await client.connect()
    await client.query(
      `CREATE TABLE IF NOT EXISTS octet_migrations (version integer PRIMARY KEY, name text NOT NULL, compatible_back_to integer NOT NULL)`,
    )
    await client.query("INSERT INTO octet_migrations (version, name, compatible_back_to) VALUES (999, 'later', 999)")
    await client.end()
    await postgres.stop()
    await assert.rejects(openDatabase({ dataFolder }), /Start a newer release/)
    const again = await openEmbedded({ dataFolder, purpose: 'serve' })
    await again.stop()
  })
})
