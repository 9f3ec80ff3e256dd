/** Sessions: what a log-in gives out stands for User + Organization until it expires. The database holds only the hash of a token. */
import { type Kysely, sql } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createSecret } from '../../lib/ids.ts'
import { channels, type Tables } from '../../store/tables.ts'
import { findCallerOfUser } from '../caller-store.ts'
import { columnOfKey, hashSecret, keyOfColumn } from '../secret-hash.ts'

export interface Session {
  readonly caller: Caller
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** A working day, from the log-in on, however much it is used. */
const sessionMs = 12 * 3_600_000

/** Opens a session of a user at `now` and gives its token, which is kept nowhere; sessions that are over are taken away on the way. */
export async function openSession(transaction: Kysely<Tables>, userId: number, now: number): Promise<string> {
  const token = createSecret()
  const values = { token_hash: hashSecret(token), user_id: userId, expires_at: new Date(now + sessionMs) }
  await transaction.insertInto('sessions').values(values).execute()
  // What another log-in takes away at the same moment is left to it.
  const over = transaction.selectFrom('sessions').select('token_hash').where('expires_at', '<', new Date(now)).limit(1000)
  await transaction.deleteFrom('sessions').where('token_hash', 'in', over.forUpdate().skipLocked()).execute()
  return token
}

/** The sessions behind hashes of tokens; one whose user may not call any more is none. */
export async function findSessions(db: Kysely<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, Session>> {
  const rows = await db
    .selectFrom('sessions')
    .select(['token_hash', 'user_id', 'expires_at'])
    .where(sql<boolean>`token_hash = any(${keys.map(columnOfKey)}::bytea[])`)
    .execute()
  const ids = [...new Set(rows.map((row) => row.user_id))]
  const callers = new Map(await Promise.all(ids.map(async (id) => [id, await findCallerOfUser(db, id)] as const)))
  const found = rows.flatMap((row) => {
    const caller = callers.get(row.user_id)
    return caller === undefined ? [] : [[keyOfColumn(row.token_hash), { caller, expiresAt: row.expires_at.getTime() }] as const]
  })
  return new Map(found)
}

/** Ends the session of a token, or without one all of the user's; every process forgets them. */
export async function closeSessions(transaction: Kysely<Tables>, userId: number, token?: string): Promise<void> {
  const mine = transaction.deleteFrom('sessions').where('user_id', '=', userId)
  await (token === undefined ? mine : mine.where('token_hash', '=', hashSecret(token))).execute()
  await sql`SELECT pg_notify(${channels.sessions}, ${String(userId)})`.execute(transaction)
}
