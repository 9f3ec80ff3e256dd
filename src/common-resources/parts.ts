/** What everything about common resources is built from, and the one way to change them. */
import type { Transaction } from 'kysely'
import type { ElementFinder } from '../elements/catalog/finder.ts'
import type { Database } from '../store/database.ts'
import type { Tables } from '../store/tables.ts'
import { notifyChange } from './store/notify-change.ts'

export interface CommonParts {
  readonly database: Database
  readonly catalog: ElementFinder
  /** Drops, in this process, what is remembered of an organization's mappings; null: of all. */
  readonly forget: (organizationId: number | null) => void
}

/**
 * Runs a change in one transaction and tells every process of it when it is done; this one has forgotten the old state before the promise resolves.
 * Null: the system's common resources change.
 */
export async function changeResources<T>(
  { database, forget }: CommonParts,
  organizationId: number | null,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const result = await database.db.transaction().execute(async (transaction) => {
    const done = await work(transaction)
    await notifyChange(transaction, organizationId)
    return done
  })
  forget(organizationId)
  return result
}
