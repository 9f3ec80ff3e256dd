/** Passwords as the rest of identity uses them: demand a good one, set one, verify one. */
import { availableParallelism } from 'node:os'
import type { Kysely } from 'kysely'
import { createError } from '../../lib/errors.ts'
import type { Tables } from '../../store/tables.ts'
import { hashPassword, isOutdated, matchesHash } from './hash-password.ts'
import { createHashTurns } from './hash-turns.ts'
import { forgiveAttempts, readHashes, replaceHash, reserveAttempt, storeHash } from './login-store.ts'
import { checkPassword, defaultPolicy, type Person } from './password-policy.ts'
import { readPolicy } from './policy-store.ts'
import { closeSessions } from './session-store.ts'

/**
 * Of the whole process, as the threads are that hash: two leave half of them to files and names. Strangers may make them work, so a core is left to calls
 * where there are few.
 */
const turns = createHashTurns({ atOnce: availableParallelism() > 2 ? 2 : 1, waiting: 64 })

export interface GivenPassword {
  readonly password: string
  /** Undefined: an organization that is yet to be made has no policy of its own. */
  readonly organizationId: number | undefined
  /** Whose names it may not hold. */
  readonly person: Person | undefined
}

/** Throws weak-password (400), naming all that is missing, unless the organization's policy takes it. */
export async function demandStrongPassword(db: Kysely<Tables>, { password, organizationId, person }: GivenPassword): Promise<void> {
  const hints = checkPassword(organizationId === undefined ? defaultPolicy : await readPolicy(db, organizationId), password, person)
  if (hints.length > 0) throw createError('weak-password', { params: { hints: hints.join('; ') } })
}

export interface NewPassword {
  readonly userId: number
  readonly organizationId: number
  readonly password: string
}

/**
 * Checks a new password of a user and hashes it, which takes a quarter of a second and more: best before the transaction that stores it.
 * Throws weak-password (400), also for one that was used lately; too-many-calls (429).
 */
export async function prepareHash(db: Kysely<Tables>, { userId, organizationId, password }: NewPassword): Promise<string> {
  await demandStrongPassword(db, { password, organizationId, person: await readPerson(db, userId) })
  const { previousPasswordCount } = await readPolicy(db, organizationId)
  const hashes = previousPasswordCount === 0 ? [] : await readHashes(db, userId, previousPasswordCount)
  return turns.take(undefined, async () => {
    for (const hash of hashes) {
      if (await matchesHash(hash, password)) throw createError('weak-password', { params: { hints: sayRepeated(previousPasswordCount) } })
    }
    return hashPassword(password)
  })
}

/** The same of a user who is yet to be made. Throws weak-password (400), too-many-calls (429). */
export async function hashNewPassword(db: Kysely<Tables>, given: GivenPassword): Promise<string> {
  await demandStrongPassword(db, given)
  return turns.take(undefined, () => hashPassword(given.password))
}

/** Stores what `prepareHash` made: the sessions of the user end, links to set a password are void, and a lock is gone. */
export async function storePassword(transaction: Kysely<Tables>, userId: number, hash: string): Promise<void> {
  await storeHash(transaction, userId, hash)
  await transaction.deleteFrom('password_links').where('user_id', '=', userId).execute()
  await closeSessions(transaction, userId)
}

/** `prepareHash` and `storePassword` in one. */
export async function setPassword(transaction: Kysely<Tables>, password: NewPassword): Promise<void> {
  await storePassword(transaction, password.userId, await prepareHash(transaction, password))
}

/** No user has this id. */
const nobody = 0

/**
 * Whether it is the user's password. It counts as an attempt to log in: after some failures in a row nothing is right for a while. `who`: the id of a
 * user; a name that nobody has: false, in the same time, many at once too. Not within a transaction that may be rolled back. Throws too-many-calls (429).
 */
export function verifyPassword(db: Kysely<Tables>, who: number | string, password: string): Promise<boolean> {
  return turns.take(who, async () => {
    const userId = typeof who === 'number' ? who : nobody
    const hash = await reserveAttempt(db, userId)
    const isRight = await matchesHash(hash, password)
    if (!isRight || hash === undefined) return false
    await forgiveAttempts(db, userId)
    if (isOutdated(hash)) await replaceHash(db, userId, { old: hash, new: await hashPassword(password) })
    return true
  })
}

async function readPerson(db: Kysely<Tables>, userId: number): Promise<Person | undefined> {
  const row = await db.selectFrom('users').select(['email', 'first_name', 'last_name']).where('id', '=', userId).executeTakeFirst()
  return row && { email: row.email, firstName: row.first_name, lastName: row.last_name }
}

function sayRepeated(count: number): string {
  return count === 1 ? 'differ from the present one' : `differ from the last ${count} passwords`
}
