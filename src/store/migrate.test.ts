import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { createEmptyDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migration.ts'
import { migrations as shipped } from './migrations/all.ts'

const one: Migration = { version: 1, name: 'one', compatibleBackTo: 1, sql: 'CREATE TABLE things (id bigint)' }
const two: Migration = { version: 2, name: 'two', compatibleBackTo: 1, sql: 'ALTER TABLE things ADD note text' }
const three: Migration = {
  version: 3,
  name: 'three',
  compatibleBackTo: 3,
  sql: 'ALTER TABLE things DROP note; ALTER TABLE things ADD remark text',
}

describe('migrations', () => {
  let url: string
  let drop: () => Promise<void>
  let client: pg.Client

  before(async () => {
    // One server for all cases: it is stopped when its last database is dropped.
    const held = await createEmptyDatabase()
    drop = held.drop
  })
  after(() => drop())

  async function withEmpty(test: () => Promise<void>): Promise<void> {
    const empty = await createEmptyDatabase()
    url = empty.url
    client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await test()
    } finally {
      await client.end()
      await empty.drop()
    }
  }

  it('are applied once, in order, and only what is missing', () =>
    withEmpty(async () => {
      assert.deepEqual(await migrate(url, [one]), [1])
      assert.deepEqual(await migrate(url, [one, two, three]), [2, 3])
      assert.deepEqual(await migrate(url, [one, two, three]), [])
      const { rows } = await client.query('SELECT version, name, compatible_back_to FROM octet_migrations ORDER BY version')
      assert.deepEqual(
        rows.map((row) => Object.values(row)),
        [
          [1, 'one', 1],
          [2, 'two', 1],
          [3, 'three', 3],
        ],
      )
    }))

  it('run once when several servers start together', () =>
    withEmpty(async () => {
      const slow: Migration = { ...one, sql: `${one.sql}; SELECT pg_sleep(0.1)` }
      const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, [slow, two])))
      assert.deepEqual(
        applied.filter((versions) => versions.length > 0),
        [[1, 2]],
      )
    }))

  it('leave no trace of one that fails, and keep those before it', () =>
    withEmpty(async () => {
      const broken: Migration = { ...two, sql: `${two.sql}; SELECT no_such_function()` }
      await assert.rejects(
        migrate(url, [one, broken]),
        /^StoreError: Migration 2 \(two\) failed: function no_such_function\(\) does not exist$/,
      )
      assert.deepEqual(await migrate(url, [one, two]), [2])
    }))

  it('let a server one version back run beside the new one when they say so', () =>
    withEmpty(async () => {
      await migrate(url, [one, two])
      assert.deepEqual(await migrate(url, [one]), [])
      await client.query('INSERT INTO things (id) VALUES (1)')
    }))

  it('stop an older server on a newer schema otherwise', () =>
    withEmpty(async () => {
      await migrate(url, [one, two, three])
      await assert.rejects(
        migrate(url, [one, two]),
        /schema version 3, which needs a server of schema version 3 or newer; this one is of 2/,
      )
      await assert.rejects(migrate(url, [one]), /schema version 3, which needs a server of schema version 3 or newer; this one is of 1/)
    }))

  it('stop a server whose history is another', () =>
    withEmpty(async () => {
      await migrate(url, [one])
      await assert.rejects(migrate(url, [{ ...one, name: 'uno' }]), /schema version 1 is one, this server's is uno/)
    }))

  it('stop the opening of a database that a newer release has changed', () =>
    withEmpty(async () => {
      const next = shipped.length + 1
      await migrate(url, [...shipped, { version: next, name: 'from-the-future', compatibleBackTo: next, sql: 'SELECT 1' }])
      await assert.rejects(openDatabase({ dataFolder: '', databaseUrl: url }), /Start a newer release/)
    }))

  it('that ship are numbered without gaps and work with themselves', () => {
    assert.deepEqual(
      shipped.map((migration) => migration.version),
      shipped.map((_, index) => index + 1),
    )
    for (const migration of shipped) assert.ok(migration.compatibleBackTo <= migration.version, migration.name)
  })

  it('that ship make the tables with their rules', () =>
    withEmpty(async () => {
      await migrate(url)
      await client.query(`
        INSERT INTO organizations (name, secret_hash, secret_sealed, data_key_wrapped, key_id) VALUES ('o', 'h', '', '', 'k');
        INSERT INTO accounts (id, organization_id, name, type, default_account) VALUES (1, 1, 'a', 'Default', true);
        INSERT INTO users (organization_id, account_id, email, first_name, last_name, secret_hash, secret_sealed, roles) VALUES (1, 1, 'e', 'f', 'l', 'u', '', '{admin}');
        INSERT INTO element_ids (element_key, kind, natural_key) VALUES ('k', 'resource', 'GET /contacts')`)
      const insertInstance = `INSERT INTO instances
        (organization_id, account_id, user_id, element_id, element_key, name, tags, token_hash, token_sealed, configuration, secrets_sealed, external_authentication)
        VALUES (1, 1, 1, 191, 'k', 'n', '{}', 't', '', '{"a": null}', '', 'none') RETURNING id`
      const { rows } = await client.query<{ id: string }>(insertInstance)
      assert.equal(rows[0]?.id, '1000')
      await assert.rejects(client.query(insertInstance), /instances_token_hash_key/)
      await client.query(
        `INSERT INTO instance_credentials (instance_id, generation, sealed, obtained_at, refreshable) VALUES (1000, 1, '', now(), true)`,
      )
      await client.query('DELETE FROM organizations')
      const left = await client.query(
        `SELECT FROM accounts UNION ALL SELECT FROM users UNION ALL SELECT FROM instances UNION ALL SELECT FROM instance_credentials`,
      )
      assert.equal(left.rowCount, 0)
      assert.equal((await client.query<{ id: string }>('SELECT id FROM element_ids')).rows[0]?.id, '1000000')
    }))
})
