/** New passwords: by whoever is known to be the user, by whoever knows the present one, and by whoever holds a link. */
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { hashSecret } from '../secret-hash.ts'
import { findLink, takeLink } from './link-store.ts'
import { demandPassword, describeChange, type LoginParts, type NameAndPassword } from './log-in.ts'
import { prepareHash, storePassword } from './passwords.ts'
import { findPerson, type LoginPerson } from './person-store.ts'

/** Sets the password of a user; every session of the user ends. Throws weak-password (400), too-many-calls (429), and no-user (404) when the user is gone. */
export async function changePassword(parts: LoginParts, userId: number, password: string): Promise<LoginPerson> {
  const person = await findPerson(parts.database.db, { id: userId })
  if (person === undefined) throw createError('no-user', { params: { id: userId } })
  return store(parts, person, { password })
}

/** The same for somebody who shows the present password, which may have expired. Throws login-refused (401) too. */
export async function replacePassword(parts: LoginParts, given: NameAndPassword & { readonly newPassword: string }): Promise<LoginPerson> {
  return store(parts, await demandPassword(parts, given), { password: given.newPassword })
}

/** The same for the holder of a link, which is used up by it; a weak password does not use it up. Throws password-link-unknown (400) too. */
export async function redeemLink(parts: LoginParts, token: string, password: string): Promise<LoginPerson> {
  const { db } = parts.database
  const userId = await findLink(db, hashSecret(token), parts.clock())
  const person = userId === undefined ? undefined : await findPerson(db, { id: userId })
  if (person === undefined) throw createError('password-link-unknown')
  return store(parts, person, { password, link: hashSecret(token) })
}

async function store(parts: LoginParts, person: LoginPerson, next: { password: string; link?: Buffer }): Promise<LoginPerson> {
  const { db } = parts.database
  const hash = await prepareHash(db, { userId: person.id, organizationId: person.organization_id, password: next.password })
  await db.transaction().execute(async (transaction) => {
    // Two who hold one link: the second finds it used.
    if (next.link !== undefined && !(await takeLink(transaction, next.link))) throw createError('password-link-unknown')
    await storePassword(transaction, person.id, hash)
    await recordChange(transaction, describeChange(person))
  })
  parts.forget()
  return person
}
