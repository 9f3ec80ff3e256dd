/** What is known of a user's log-ins: one statement each. The count of failures stands in the database, so that all processes agree on it. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store/tables.ts'

/** Failures in a row that lock a user, and for how long. */
export const lockOut = { failures: 5, minutes: 15 } as const

/**
 * Counts an attempt as a failure before it is looked at, so that many at once cannot beat the limit; gives the hash to compare with.
 * Undefined: locked, or there is no password.
 */
export async function reserveAttempt(db: Kysely<Tables>, userId: number): Promise<string | undefined> {
  const { rows } = await sql<{ password_hash: string }>`
    UPDATE logins SET
      failed_attempts = CASE WHEN locked_until IS NULL THEN failed_attempts + 1 ELSE 1 END,
      locked_until = CASE WHEN locked_until IS NULL AND failed_attempts + 1 >= ${lockOut.failures}
        THEN clock_timestamp() + make_interval(mins => ${lockOut.minutes}) END
    WHERE user_id = ${userId} AND password_hash IS NOT NULL AND (locked_until IS NULL OR locked_until <= clock_timestamp())
    RETURNING password_hash`.execute(db)
  return rows[0]?.password_hash
}

/** The attempt was right after all: nothing has failed. */
export async function forgiveAttempts(db: Kysely<Tables>, userId: number): Promise<void> {
  await db.updateTable('logins').set({ failed_attempts: 0, locked_until: null }).where('user_id', '=', userId).execute()
}

/** Replaces a hash by one of the same password, unless the password was changed meanwhile. */
export async function replaceHash(db: Kysely<Tables>, userId: number, hashes: { old: string; new: string }): Promise<void> {
  const update = db.updateTable('logins').set({ password_hash: hashes.new })
  await update.where('user_id', '=', userId).where('password_hash', '=', hashes.old).execute()
}

/** The hashes of the last `count` passwords, the present one first. */
export async function readHashes(db: Kysely<Tables>, userId: number, count: number): Promise<readonly string[]> {
  const row = await db.selectFrom('logins').select(['password_hash', 'previous_hashes']).where('user_id', '=', userId).executeTakeFirst()
  if (row === undefined || row.password_hash === null) return []
  return [row.password_hash, ...row.previous_hashes].slice(0, count)
}

/** As many as a policy can ask for, less the present one. */
const keptHashes = 8

/** Stores the hash of a new password; the user is unlocked, and the hash before it is kept for the policy's sake. */
export async function storeHash(transaction: Kysely<Tables>, userId: number, hash: string): Promise<void> {
  await sql`
    INSERT INTO logins (user_id, password_hash, password_set_at) VALUES (${userId}, ${hash}, clock_timestamp())
    ON CONFLICT (user_id) DO UPDATE SET
      previous_hashes = (array_remove(array_prepend(logins.password_hash, logins.previous_hashes), NULL))[1:${sql.lit(keptHashes)}],
      password_hash = excluded.password_hash, password_set_at = excluded.password_set_at, failed_attempts = 0, locked_until = NULL`.execute(
    transaction,
  )
}

/** Remembers when a user logged in last. */
export async function noteLogin(transaction: Kysely<Tables>, userId: number, at: Date): Promise<void> {
  await transaction.updateTable('logins').set({ last_login_at: at }).where('user_id', '=', userId).execute()
}
