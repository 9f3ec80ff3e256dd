/**
 * Locks across processes: session-level advisory locks, each held on a connection of its own, so that they go when their holder goes, however it ends.
 * They have their own pool: work under a lock can never be starved of ordinary connections by others that wait for it.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { isConnectionError } from './error-kinds.ts'
import { codeOf, StoreError } from './store-error.ts'

/** Work under a lock. `lost` is aborted when the connection that holds the lock breaks: from then on others may hold it. */
export type LockedWork<T> = (lost: AbortSignal) => Promise<T>

/** How long one waits for a lock at most; also the `lock_timeout` of the lock pool's sessions. */
export const lockDeadlineMs = 60_000

/** Session settings of the lock pool. A holder whose machine is gone is noticed within about half a minute. */
export const lockSession = {
  TimeZone: 'UTC',
  lock_timeout: String(lockDeadlineMs),
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
}

const lockNotAvailable = '55P03'

/** The 64-bit key of a named lock. Advisory locks know numbers only; 64 bits of SHA-256 keep any two names apart. */
export function lockKeyOf(name: string, key: number): string {
  return createHash('sha256').update(`${name}:${key}`).digest().readBigInt64BE().toString()
}

/** Waits for the lock, runs the work and lets go. Rejects with a `StoreError` after `lockDeadlineMs`. */
export async function runLocked<T>(pool: pg.Pool, key: string, work: LockedWork<T>): Promise<T> {
  let began = false
  const waitAndRun = () =>
    onConnection(pool, async (client, lost) => {
      await waitForLock(client, key)
      began = true
      return runAndUnlock(client, key, () => work(lost))
    })
  try {
    return await waitAndRun()
  } catch (error) {
    // A connection that breaks while one waits has begun nothing: once more on another.
    if (began || !isConnectionError(error)) throw error
    return waitAndRun()
  }
}

async function waitForLock(client: pg.PoolClient, key: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [key]).catch((error: unknown) => {
    if (codeOf(error) !== lockNotAvailable) throw error
    throw new StoreError(`A lock was not free within ${lockDeadlineMs / 1000} s`, { cause: error })
  })
}

/** Runs the work if the lock is free now; otherwise returns undefined at once. */
export async function runIfUnlocked<T>(pool: pg.Pool, key: string, work: LockedWork<T>): Promise<{ value: T } | undefined> {
  return onConnection(pool, async (client, lost) => {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [key])
    return rows[0]?.held ? { value: await runAndUnlock(client, key, () => work(lost)) } : undefined
  })
}

async function runAndUnlock<T>(client: pg.PoolClient, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    // On a broken connection there is nothing left to unlock.
    await client.query('SELECT pg_advisory_unlock($1)', [key]).catch(() => undefined)
  }
}

async function onConnection<T>(pool: pg.Pool, use: (client: pg.PoolClient, lost: AbortSignal) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const broken = new AbortController()
  const onBreak = () => broken.abort(new StoreError('The connection that held the lock broke'))
  client.once('error', onBreak)
  client.once('end', onBreak)
  let isBad = false
  try {
    return await use(client, broken.signal)
  } catch (error) {
    // The session's last words come before its end: it must not go back to the pool meanwhile.
    isBad = isConnectionError(error)
    throw error
  } finally {
    client.off('error', onBreak)
    client.off('end', onBreak)
    client.release(isBad || broken.signal.aborted)
  }
}
