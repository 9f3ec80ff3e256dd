/** Backup and restore on real databases: what is the same afterwards, and what is refused before anything changes. */
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { migrate } from '../store/migrate.ts'
import type { Migration } from '../store/migration.ts'
import { migrations } from '../store/migrations/all.ts'
import { backUp } from './back-up.ts'
import { verifyArchive } from './read-archive.ts'
import { restore } from './restore.ts'

const newest = migrations.at(-1)!.version
const clock = () => Date.UTC(2026, 10, 24)
/** What COPY has to escape, and what it must not confuse. */
const awkward = 'tab\tline\nreturn\rback\\slash \\N \\. "quote" ä 🙂 \u0001'

async function query<T extends object>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
    .query<T>(text, values)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

describe('a backup', () => {
  let folder: string
  let source: TestDatabase
  let target: { url: string; drop(): Promise<void> }
  let file: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'octet-backup-'))
    source = await openTestDatabase()
    await query(
      source.url,
      `WITH customer AS (INSERT INTO customers (name) VALUES ('c') RETURNING id),
        organization AS (
          INSERT INTO organizations (customer_id, name, secret_hash, secret_sealed, data_key_wrapped, key_id, settings)
          SELECT id, 'o', '\\x00ff', '\\x5c4e', '', 'k', '{"b": 1, "a": null}' FROM customer RETURNING id)
        INSERT INTO snippets (organization_id, level, name, description, body) SELECT id, 'organization', 'n', '', $$${awkward}$$ FROM organization`,
    )
    // The order of members, an empty list and its commas; a row of years ago, which no week has a table for.
    await query(source.url, `INSERT INTO common_resources (object_name) VALUES ('things')`)
    await query(
      source.url,
      `INSERT INTO object_definitions (common_resource_id, level, fields) SELECT id, 'system', '[{"z": 1,  "a": "\\u00e4"}]' FROM common_resources`,
    )
    await query(
      source.url,
      `INSERT INTO usage (traffic_id, organization_id, account_id, user_id, method, request_uri, status, process_time, request_ip, traffic_date)
        SELECT n::text, 1, 1, 1, 'GET', '/contacts', 200, 5, '127.0.0.1', moment
        FROM generate_series(1, 50) n, (VALUES (now()), ('2019-03-01 12:00:00.123456Z'::timestamptz)) AS moments (moment)`,
    )
    await query(
      source.url,
      `SELECT setval('account_element_ids', 999999); SELECT nextval('vdr_field_ids'); SELECT nextval('vdr_field_ids')`,
    )
  })
  after(async () => {
    await source.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    target = await createEmptyDatabase()
    file = join(await mkdtemp(join(folder, 'f-')), 'octet.tar.gz')
  })
  afterEach(() => target.drop())

  const restoreFile = async (path = file, known?: readonly Migration[]) =>
    restore({ url: target.url, file: path, head: await verifyArchive(path), ...(known === undefined ? {} : { migrations: known }) })
  /** Nothing has come into the target. */
  const assertUntouched = async () => {
    const [row] = await query<{ there: boolean }>(target.url, `SELECT to_regclass('organizations') IS NOT NULL AS there`)
    if (row!.there) assert.deepEqual(await query(target.url, 'SELECT FROM organizations UNION ALL SELECT FROM snippets'), [])
  }

  it('brings back every row of every table as it was', async () => {
    const { head, rows } = await backUp({ url: source.url, file, clock })
    const restored = await restoreFile()
    assert.deepEqual(restored, { rows, leftOut: [], migrated: [] })
    assert.equal(rows['usage'], 100)
    const tables = await query<{ name: string }>(
      target.url,
      `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace`,
    )
    assert.deepEqual(tables.map(({ name }) => name).sort(), ['octet_migrations', ...head.tables.map(({ name }) => name)].sort())
    for (const { name } of head.tables) {
      const text = `SELECT t::text AS row FROM "${name}" t ORDER BY 1`
      assert.deepEqual(await query(target.url, text), await query(source.url, text), name)
    }
    assert.deepEqual(await query(target.url, 'SELECT body, description FROM snippets'), [{ body: awkward, description: '' }])
    const old = await query(target.url, 'SELECT count(*)::int AS rows FROM usage_rest')
    assert.deepEqual(old, [{ rows: 50 }])
  })

  it('goes on counting where the sequences were', async () => {
    await backUp({ url: source.url, file, clock })
    await restoreFile()
    const sequences = await query<{ name: string }>(target.url, `SELECT sequencename AS name FROM pg_sequences ORDER BY 1`)
    for (const { name } of sequences) {
      const text = `SELECT last_value, is_called FROM "${name}"`
      assert.deepEqual(await query(target.url, text), await query(source.url, text), name)
    }
    assert.ok(sequences.length > 10)
    assert.deepEqual(await query(target.url, `SELECT nextval('vdr_field_ids')`), [{ nextval: '100002' }])
    await assert.rejects(query(target.url, `SELECT nextval('account_element_ids')`), /reached maximum value/)
  })

  it('is a file for its owner alone, never over another, and nothing of it stays when it fails', async () => {
    await backUp({ url: source.url, file, clock })
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    await assert.rejects(backUp({ url: source.url, file, clock }), /^StoreError: .* is there already, and a backup never replaces anything/)
    await assert.rejects(
      backUp({ url: source.url, file: join(folder, 'no', 'where.gz'), clock }),
      /^StoreError: .* cannot be written \(ENOENT\)/,
    )
    const empty = join(file, '..', 'empty.gz')
    await assert.rejects(backUp({ url: target.url, file: empty, clock }), /^StoreError: There is nothing to back up/)
    assert.deepEqual(await readdir(join(file, '..')), ['octet.tar.gz'])
  })

  it('that is damaged or cut short anywhere is refused, and nothing has changed', async () => {
    await backUp({ url: source.url, file, clock })
    const whole = await readFile(file)
    const inside = gunzipSync(whole)
    const rowAt = inside.indexOf('/contacts')
    const changed = Buffer.from(inside)
    changed.write('/c0ntacts', rowAt)
    const flipped = Buffer.from(whole)
    flipped[Math.floor(whole.length / 2)]! ^= 1
    const endAt = inside.indexOf('end.json')
    const broken: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      'not zipped': inside,
      'the first half': whole.subarray(0, whole.length / 2),
      'without the last byte': whole.subarray(0, -1),
      'a flipped bit': flipped,
      'a changed row': gzipSync(changed),
      'without the end': gzipSync(Buffer.concat([inside.subarray(0, endAt), Buffer.alloc(1024)])),
      'without rows': gzipSync(Buffer.concat([inside.subarray(0, inside.indexOf('tables/')), inside.subarray(endAt)])),
      'another archive': gzipSync(inside.subarray(inside.indexOf('tables/'))),
    }
    for (const [name, bytes] of Object.entries(broken)) {
      const path = join(folder, 'broken.gz')
      await writeFile(path, bytes)
      await assert.rejects(restoreFile(path), /^StoreError: .*broken\.gz is not a whole backup: /, name)
    }
    await assert.rejects(restoreFile(join(folder, 'none.gz')), /^StoreError: There is no file/)
    await assertUntouched()
  })

  it('that changes after it was looked at leaves no row', async () => {
    await backUp({ url: source.url, file, clock })
    const head = await verifyArchive(file)
    const inside = gunzipSync(await readFile(file))
    inside.write('/c0ntacts', inside.indexOf('/contacts'))
    await writeFile(file, gzipSync(inside))
    await assert.rejects(restore({ url: target.url, file, head }), /its contents and its checksum differ/)
    await assertUntouched()
    assert.deepEqual(await query(target.url, `SELECT last_value FROM vdr_field_ids`), [{ last_value: '100000' }])
  })

  it('goes to an empty database, or to one that was migrated and never used, and to no other', async () => {
    await backUp({ url: source.url, file, clock })
    await migrate(target.url, migrations.slice(0, 3))
    assert.deepEqual((await restoreFile()).migrated, [])
    await assert.rejects(restoreFile(), /^StoreError: The database is not empty \(there are rows in \w+\).* Give an empty database/)

    const foreign = await createEmptyDatabase()
    try {
      await query(foreign.url, 'CREATE TABLE somebodys (id int)')
      const head = await verifyArchive(file)
      await assert.rejects(
        restore({ url: foreign.url, file, head }),
        /^StoreError: The database holds something else already \(somebodys\)/,
      )
      assert.deepEqual(await query(foreign.url, `SELECT FROM pg_class WHERE relname = 'octet_migrations'`), [])
    } finally {
      await foreign.drop()
    }
  })

  it('goes to no database that a server uses', async () => {
    await backUp({ url: source.url, file, clock })
    const used = await openTestDatabase()
    try {
      const head = await verifyArchive(file)
      await assert.rejects(restore({ url: used.url, file, head }), /^StoreError: A server or another command of Octet uses this database/)
    } finally {
      await used.close()
    }
  })

  it('of an older schema goes on to that of this release; of a newer one it is refused', async () => {
    const next: Migration = {
      ...{ version: newest + 1, name: 'next', compatibleBackTo: 1 },
      sql: `ALTER TABLE snippets RENAME body TO text; ALTER TABLE snippets ADD note text; UPDATE snippets SET note = upper(name)`,
    }
    await backUp({ url: source.url, file, clock })
    assert.deepEqual((await restoreFile(file, [...migrations, next])).migrated, [newest + 1])
    assert.deepEqual(await query(target.url, 'SELECT text, note FROM snippets'), [{ text: awkward, note: 'N' }])

    const later = join(folder, 'later.tar.gz')
    await backUp({ url: target.url, file: later, clock })
    await assert.rejects(
      restoreFile(later),
      new RegExp(
        `^StoreError: The backup has schema version ${newest + 1}, and this release knows ${newest}\\. Restore it with a newer release`,
      ),
    )
    const ahead = await createEmptyDatabase()
    try {
      await migrate(ahead.url, [...migrations, next])
      const parts = { url: ahead.url, file, head: await verifyArchive(file), migrations: [...migrations, next] }
      await assert.rejects(restore(parts), /The database has schema version \d+ already, and the backup is older/)
    } finally {
      await ahead.drop()
    }
  })

  it('whose rows have all come is there, also when the schema cannot go on', async () => {
    const bad: Migration = { version: newest + 1, name: 'bad', compatibleBackTo: 1, sql: 'SELECT no_such_function()' }
    await backUp({ url: source.url, file, clock })
    await assert.rejects(
      restoreFile(file, [...migrations, bad]),
      /^StoreError: Every row was restored, but then: Migration \d+ \(bad\) failed: .* Start the server/,
    )
    assert.deepEqual(await query(target.url, 'SELECT count(*)::int AS rows FROM snippets'), [{ rows: 1 }])
  })

  it('leaves tables that are not ours, and says so', async () => {
    await query(source.url, `CREATE TABLE somebodys (id int); INSERT INTO somebodys VALUES (1)`)
    try {
      await backUp({ url: source.url, file, clock })
      assert.deepEqual((await restoreFile()).leftOut, ['somebodys'])
    } finally {
      await query(source.url, 'DROP TABLE somebodys')
    }
  })

  it('shows one moment: of what is written together, all or nothing is in it', async () => {
    const filler = `INSERT INTO usage (traffic_id, organization_id, account_id, user_id, method, request_uri, status, process_time, request_ip, traffic_date)
      SELECT 'filler', 2, 1, 1, 'GET', repeat('x', 200), 200, 5, '', now() FROM generate_series(1, 60000)`
    await query(source.url, filler)
    let running = true
    let written = 0
    const client = new pg.Client({ connectionString: source.url })
    await client.connect()
    // The first table of the file and the last one.
    const write = async () => {
      for (; running; written++)
        await client.query(`BEGIN; INSERT INTO customers (name) VALUES ('pair ${written}');
          INSERT INTO usage (traffic_id, organization_id, account_id, user_id, method, request_uri, status, process_time, request_ip, traffic_date)
            VALUES ('pair ${written}', 1, 1, 1, 'GET', '/', 200, 1, '', now()); COMMIT`)
    }
    const writing = write()
    while (written < 20) await new Promise((resolve) => setImmediate(resolve))
    await backUp({ url: source.url, file, clock })
    running = false
    await writing
    await client.end()
    await restoreFile()
    const [counts] = await query<{ first: number; last: number; pairs: number }>(
      target.url,
      `SELECT (SELECT count(*)::int FROM customers WHERE name LIKE 'pair %') AS first, (SELECT count(*)::int FROM usage WHERE traffic_id LIKE 'pair %') AS last,
        (SELECT count(*)::int FROM customers JOIN usage ON traffic_id = name) AS pairs`,
    )
    assert.deepEqual([counts!.first, counts!.last], [counts!.pairs, counts!.pairs])
    assert.ok(counts!.pairs >= 20 && counts!.pairs < written, `${counts!.pairs} of ${written} pairs`)
    assert.ok(
      Number((await query<{ last_value: string }>(target.url, 'SELECT last_value FROM customers_id_seq'))[0]!.last_value) >= counts!.first,
    )
  })
})
