/** Logging in: the password is right and not too old, and a session is opened. Log-ins of known users are on record, refused ones too. */
import { recordChange } from '../../audit/record-change.ts'
import type { Clock } from '../../lib/clock.ts'
import { createError } from '../../lib/errors.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import type { Database } from '../../store/database.ts'
import { readLoginFacts } from '../users/login-facts.ts'
import { describeLogin } from './describe-login.ts'
import { lockOut, noteLogin } from './login-store.ts'
import { verifyPassword } from './passwords.ts'
import { findPerson, type LoginPerson } from './person-store.ts'
import { openSession } from './session-store.ts'

export interface LoginParts {
  readonly database: Database
  readonly clock: Clock
  /** Drops what this process remembers of secrets and sessions. */
  readonly forget: () => void
}

export interface NameAndPassword {
  readonly username: string
  readonly password: string
}

/** Opens a session; gives what contract 8.9 shows. Throws login-refused or password-expired (401), too-many-calls (429). */
export async function logIn(parts: LoginParts, given: NameAndPassword): Promise<object> {
  const person = await demandPassword(parts, given)
  const facts = await readLoginFacts(parts.database.db, [person.id])
  if (facts.get(person.id)?.expired) {
    await recordLogin(parts, person, 401)
    throw createError('password-expired')
  }
  return enter(parts, person)
}

/** Whose username and password these are, an expired one too. Throws login-refused (401) alike for all that is wrong, in the same time; too-many-calls (429). */
export async function demandPassword(parts: LoginParts, { username, password }: NameAndPassword): Promise<LoginPerson> {
  const { db } = parts.database
  const person = isStorableText(username) ? await findPerson(db, { email: username.trim() }) : undefined
  const isRight = await verifyPassword(db, person?.id ?? username.trim().toLowerCase(), password)
  if (person !== undefined && isRight) return person
  if (person !== undefined) await recordLogin(parts, person, 401)
  throw createError('login-refused', { params: lockOut })
}

/** Opens a session of somebody who has shown who it is. */
export function enter(parts: LoginParts, person: LoginPerson): Promise<object> {
  return parts.database.db.transaction().execute(async (transaction) => {
    const token = await openSession(transaction, person.id, parts.clock())
    await noteLogin(transaction, person.id, new Date(parts.clock()))
    await recordChange(transaction, describeChange(person, 200))
    return describeLogin(transaction, person, token)
  })
}

function recordLogin({ database }: LoginParts, person: LoginPerson, status: number): Promise<void> {
  return recordChange(database.db, describeChange(person, status))
}

/** What the record of changes says of a log-in, or of a new password: nobody is known at the door yet. */
export function describeChange(person: LoginPerson, status = 200) {
  return {
    area: 'authentication',
    entityId: person.id,
    entityName: person.email,
    organizationId: person.organization_id,
    accountId: person.account_id,
    userId: person.id,
    status,
  } as const
}
