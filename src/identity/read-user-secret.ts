/** A user's own secret, opened for calls that the server makes to itself in that user's name. */
import { placeOfSecret, type SecretParts } from './read-secrets.ts'

/** Undefined when there is no such user. Rejects with `SealingError` when the copy does not open. */
export async function readUserSecret({ database, keyring }: SecretParts, userId: number): Promise<string | undefined> {
  const query = database.db.selectFrom('users').select(['organization_id', 'secret_sealed']).where('id', '=', userId)
  const user = await query.executeTakeFirst()
  if (user === undefined) return undefined
  return (await keyring.forOrganization(user.organization_id)).open(placeOfSecret('users', userId), user.secret_sealed)
}
