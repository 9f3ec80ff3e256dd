/**
 * Tells processes that run from those that are gone: each holds a shared advisory lock of its own for as long as it lives. It stands on the LISTEN
 * connection, which comes back by itself: when that breaks, the lock is away for a moment, so only one that stays away speaks of an end.
 */
import { randomInt } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { lockKeyOf } from './advisory-lock.ts'
import type { Tables } from './tables.ts'

/** A number that no other process has (47 random bits). */
export function createPresence(): number {
  return randomInt(1, 2 ** 47)
}

/** Shared, so that the session that replaces a broken one need not wait until PostgreSQL has noticed the break. */
export async function holdPresence(client: pg.Client, presence: number): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1)', [keyOf(presence)])
}

/** False when nobody holds the lock now. Two that ask at once may see each other for a process that lives: ask again. */
export async function isPresent(db: Kysely<Tables>, presence: number): Promise<boolean> {
  // Held until the end of the statement, which is a transaction.
  const { rows } = await sql<{ free: boolean }>`SELECT pg_try_advisory_xact_lock(${keyOf(presence)}) AS free`.execute(db)
  return rows[0]?.free !== true
}

function keyOf(presence: number): string {
  return lockKeyOf('presence', presence)
}
