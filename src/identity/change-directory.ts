/** Changes of who may do what: one transaction, after which this process acts on nothing older. Others hear of it by the notification that it sends. */
import type { Transaction } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { RouteParts } from './route-parts.ts'

/** Runs the change; resolves once nothing that was remembered before it is used any longer. */
export function changeDirectory<T>(
  { database, forget }: Pick<RouteParts, 'database' | 'forget'>,
  change: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return database.db.transaction().execute(change).finally(forget)
}
