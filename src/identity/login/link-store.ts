/** Links that let one set a password, once and for a day. The database holds only the hash of what the link carries. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { hashSecret } from '../secret-hash.ts'

/** So long a link is good, in hours. */
export const linkHours = 24

/** Makes a link for a user at `now`; gives the token, which is kept nowhere and belongs into the fragment of a URL, where no log sees it. */
export async function insertLink(transaction: Kysely<Tables>, userId: number, now: number): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const values = { token_hash: hashSecret(token), user_id: userId, expires_at: new Date(now + linkHours * 3_600_000) }
  await transaction.deleteFrom('password_links').where('expires_at', '<', new Date(now)).execute()
  await transaction.insertInto('password_links').values(values).execute()
  return token
}

/** The user whose link it is; undefined when it is nobody's, used or over. */
export async function findLink(db: Kysely<Tables>, tokenHash: Buffer, now: number): Promise<number | undefined> {
  const links = db.selectFrom('password_links').select('user_id').where('token_hash', '=', tokenHash)
  return (await links.where('expires_at', '>', new Date(now)).executeTakeFirst())?.user_id
}

/** Uses a link up; false when somebody else just did. */
export async function takeLink(transaction: Kysely<Tables>, tokenHash: Buffer): Promise<boolean> {
  const taken = await transaction.deleteFrom('password_links').where('token_hash', '=', tokenHash).executeTakeFirst()
  return taken.numDeletedRows > 0n
}
