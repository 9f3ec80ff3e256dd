/** The store as the rest of the server sees it: Kysely over PostgreSQL, embedded or given, with notifications and locks across processes. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { type LockedWork, lockDeadlineMs, lockKeyOf, lockSession, runIfUnlocked, runLocked } from './advisory-lock.ts'
import { createPool, workSession } from './connections.ts'
import { type EmbeddedPostgres, openEmbedded } from './embedded/embedded.ts'
import type { Purpose } from './embedded/folder-lock.ts'
import { type Gap, openListener } from './listener.ts'
import { migrate } from './migrate.ts'
import { createPresence, holdPresence, isPresent } from './presence.ts'
import { checkServer } from './server-check.ts'
import type { Channel, Tables } from './tables.ts'

export interface DatabaseOptions {
  /** Where the embedded PostgreSQL lives; not looked at when `databaseUrl` is given. */
  readonly dataFolder: string
  readonly databaseUrl?: string | undefined
  /** `command` shares the embedded database with a running server, or runs it for the time being. Default `serve`. */
  readonly purpose?: Purpose
  /** Most connections for ordinary work. Default 10. */
  readonly poolSize?: number
  /** Most advisory locks held or waited for at once. Default 20. */
  readonly lockPoolSize?: number
  /** False opens the database as it is. Default true. */
  readonly migrate?: boolean
  /** A connection broke; it is replaced by itself. For the log. */
  readonly onConnectionError?: (error: Error) => void
  /** PostgreSQL settings of the embedded database. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface Database {
  readonly db: Kysely<Tables>
  readonly url: string
  /** What the operator should know about this start. */
  readonly notices: readonly string[]
  /** Resolves with the reason when the embedded PostgreSQL ends by itself; the server cannot go on then. */
  readonly died: Promise<string>
  /** Hears a channel; resolves once it does. The payloads of `notify` arrive in every process, this one too. */
  listen(channel: Channel, fn: (payload: string) => void): Promise<void>
  /** Called with `lost` when notifications begin to be missed and with `restored` when they come again: each time, caches must be re-read. */
  onGap(fn: (gap: Gap) => void): void
  /** False while notifications are missed: what is remembered may not be trusted. */
  isListening(): boolean
  /** Sends at most 8000 bytes. Within a transaction it goes out with the commit. */
  notify(channel: Channel, payload: string, transaction?: Transaction<Tables>): Promise<void>
  /** Waits for the lock of (name, key), at most a minute, and holds it while `work` runs; across processes, and free again when the holder dies. */
  withAdvisoryLock<T>(name: string, key: number, work: LockedWork<T>): Promise<T>
  /** The same, but returns undefined at once when somebody else holds the lock. */
  tryAdvisoryLock<T>(name: string, key: number, work: LockedWork<T>): Promise<{ value: T } | undefined>
  /** The number of this process among all that share the database; rows may name it. */
  readonly presence: number
  /** False when the process with that number is gone, or out of touch with the database for the moment. */
  isPresent(presence: number): Promise<boolean>
  /** Called with every statement sent for ordinary work, notifications and locks; returns how to stop that. */
  onStatement(fn: (sql: string) => void): () => void
  /** Connections of each pool by state; `waiting`: who has none yet. */
  countConnections(): { readonly pool: string; readonly state: string; readonly count: number }[]
  /** Closes every connection, then stops the embedded PostgreSQL if this process runs it. */
  close(): Promise<void>
}

/** Opens the store: starts PostgreSQL where none is given, checks and migrates it. Rejects with a `StoreError` that says what to do. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded = options.databaseUrl === undefined ? await startEmbedded(options) : undefined
  try {
    return await connectDatabase(embedded?.url ?? options.databaseUrl!, options, embedded)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

async function startEmbedded({ dataFolder, purpose = 'serve', settings = {} }: DatabaseOptions): Promise<EmbeddedPostgres> {
  return openEmbedded({ dataFolder, purpose, settings })
}

async function connectDatabase(url: string, options: DatabaseOptions, embedded?: EmbeddedPostgres): Promise<Database> {
  if (embedded === undefined) await checkServer(url)
  if (options.migrate ?? true) await migrate(url)
  const statementListeners = new Set<(sql: string) => void>()
  const onStatement = (text: string) => {
    for (const fn of statementListeners) fn(text)
  }
  const onError = options.onConnectionError ?? (() => undefined)
  const presence = createPresence()
  const listener = await openListener({ url, onError, onConnect: (client) => holdPresence(client, presence) })
  const pool = createPool({ url, onStatement, onError, size: options.poolSize ?? 10, session: workSession })
  const locks = createPool({
    url,
    onStatement,
    onError,
    size: options.lockPoolSize ?? 20,
    session: lockSession,
    patienceMs: lockDeadlineMs,
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const close = async () => {
    await Promise.all([listener.close(), locks.end(), db.destroy()])
    await embedded?.stop()
  }
  let closed: Promise<void> | undefined
  return {
    db,
    url,
    notices: embedded?.notices ?? [],
    died: embedded?.died ?? new Promise(() => {}),
    listen: listener.listen,
    onGap: listener.onGap,
    isListening: listener.isListening,
    async notify(channel, payload, transaction) {
      await sql`SELECT pg_notify(${channel}, ${payload})`.execute(transaction ?? db)
    },
    withAdvisoryLock: (name, key, work) => runLocked(locks, lockKeyOf(name, key), work),
    tryAdvisoryLock: (name, key, work) => runIfUnlocked(locks, lockKeyOf(name, key), work),
    presence,
    isPresent: (other) => isPresent(db, other),
    onStatement(fn) {
      statementListeners.add(fn)
      return () => void statementListeners.delete(fn)
    },
    countConnections: () => [...countPool('work', pool), ...countPool('locks', locks)],
    close: () => (closed ??= close()),
  }
}

function countPool(name: string, { totalCount, idleCount, waitingCount }: { totalCount: number; idleCount: number; waitingCount: number }) {
  const counts = { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  return Object.entries(counts).map(([state, count]) => ({ pool: name, state, count }))
}
