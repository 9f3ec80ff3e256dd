import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createPool } from './connections.ts'
import { isConnectionError, isDataError } from './error-kinds.ts'

const fail = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => assert.fail('it must fail'),
    (error: unknown) => error,
  )

describe('errors of the database', () => {
  let test: TestDatabase
  before(async () => {
    test = await openTestDatabase()
  })
  after(() => test.close())

  it('tell a database that is away', async () => {
    const sockets = new Set<Socket>()
    const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = new URL(test.url)
    url.port = String((silent.address() as { port: number }).port)
    const open = (at: string) =>
      createPool({ url: at, size: 1, session: {}, patienceMs: 50, onStatement: () => undefined, onError: () => undefined })
    const mute = open(url.href)
    const timedOut = await fail(mute.query('SELECT 1'))
    await mute.end()
    const closing = new Promise((resolve) => silent.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closing
    const nobody = open(url.href)
    const refused = await fail(nobody.query('SELECT 1'))
    await nobody.end()
    const cut = open(test.url)
    const broken = await fail(cut.query('SELECT pg_terminate_backend(pg_backend_pid())'))
    await cut.end()
    for (const error of [timedOut, refused, broken]) assert.equal(isConnectionError(error), true, String(error))
    for (const error of [timedOut, refused, broken]) assert.equal(isDataError(error), false, String(error))
  })

  it('tell values that it will never take', async () => {
    const { db } = test.database
    const wrong = [
      sql`SELECT ${'a\0b'}::text`,
      sql`SELECT ${JSON.stringify({ a: '\0' })}::json ->> 'a'`,
      sql`SELECT 5000000000::integer`,
      sql`INSERT INTO usage (instance_id) VALUES (1)`,
    ]
    for (const statement of wrong) {
      const error = await fail(statement.execute(db))
      assert.deepEqual([isDataError(error), isConnectionError(error)], [true, false], String(error))
    }
    const gone = await fail(sql`SELECT FROM no_such_table`.execute(db))
    assert.deepEqual([isDataError(gone), isConnectionError(gone)], [false, false])
  })
})
