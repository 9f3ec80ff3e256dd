/** Making a link that sets a password: for the operator, who hands it to the user. */
import type { Kysely } from 'kysely'
import type { Clock } from '../../lib/clock.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import type { Tables } from '../../store/tables.ts'
import { insertLink, linkHours } from './link-store.ts'
import { findPerson } from './person-store.ts'

export interface LinkParts {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  /** Without a slash at the end. */
  readonly serverUrl: string
}

/** The link of the user with an email address; undefined when there is none who may log in. The token is in the fragment, which browsers send to nobody. */
export async function createPasswordLink({ db, clock, serverUrl }: LinkParts, email: string): Promise<string | undefined> {
  const person = isStorableText(email) ? await findPerson(db, { email }) : undefined
  return person && `${serverUrl}/octet/set-password#${await insertLink(db, person.id, clock())}`
}

/** The same for the one user that there is at the first start. */
export async function createFirstLink(parts: LinkParts): Promise<{ email: string; link: string; hours: number }> {
  const { email } = await parts.db.selectFrom('users').select('email').orderBy('id').limit(1).executeTakeFirstOrThrow()
  return { email, link: (await createPasswordLink(parts, email))!, hours: linkHours }
}
