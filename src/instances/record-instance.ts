/** Puts a change of an instance on record. */
import { recordChange } from '../audit/record-change.ts'
import type { Caller } from '../lib/caller.ts'
import type { Db } from './instance-store.ts'

/** In the transaction of the change. */
export function recordInstance(
  db: Db,
  { organizationId, accountId, user }: Caller,
  { id, name }: { readonly id: number; readonly name: string },
): Promise<void> {
  const who = { organizationId, accountId, userId: user.id }
  return recordChange(db, { area: 'element-instances', entityId: id, entityName: name, instanceId: id, ...who })
}
