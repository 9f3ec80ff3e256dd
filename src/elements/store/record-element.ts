/** Puts a change of an element, or of what an account added to one, on record. */
import type { Transaction } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import type { Tables } from '../../store/tables.ts'

/** In the transaction of the change. */
export function recordElement(
  transaction: Transaction<Tables>,
  { organizationId, accountId, user }: Caller,
  { id, key }: { readonly id: number; readonly key: string },
): Promise<void> {
  return recordChange(transaction, { area: 'elements', entityId: id, entityName: key, organizationId, accountId, userId: user.id })
}
