/** The SQL of what accounts add to elements of the system: one document an (account, element). */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import type { ExtensionDocument } from './editor.ts'

export interface ExtensionKey {
  readonly accountId: number
  readonly elementId: number
}

export interface ExtensionRow {
  readonly document: ExtensionDocument
  /** Characters of the stored text. */
  readonly size: number
}

/** What an account added to an element; undefined when it is nothing. */
export async function findExtension(db: Kysely<Tables>, { accountId, elementId }: ExtensionKey): Promise<ExtensionRow | undefined> {
  const row = await db
    .selectFrom('element_extensions')
    .select(sql<string>`document::text`.as('text'))
    .where('account_id', '=', accountId)
    .where('element_id', '=', elementId)
    .executeTakeFirst()
  return row === undefined ? undefined : { document: JSON.parse(row.text) as ExtensionDocument, size: row.text.length }
}

/** Waits until nobody else changes this extension and keeps it so until the transaction ends; there may be no row to lock yet. */
export async function lockExtension(transaction: Transaction<Tables>, { accountId, elementId }: ExtensionKey): Promise<void> {
  const name = `element_extensions ${accountId} ${elementId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction)
}

/** Stores the next version of an extension; one that holds nothing is removed. */
export async function saveExtension(
  db: Kysely<Tables>,
  { accountId, elementId }: ExtensionKey,
  document: ExtensionDocument,
): Promise<void> {
  if (isEmpty(document)) {
    await db.deleteFrom('element_extensions').where('account_id', '=', accountId).where('element_id', '=', elementId).execute()
    return
  }
  const text = JSON.stringify(document)
  await db
    .insertInto('element_extensions')
    .values({ account_id: accountId, element_id: elementId, document: text })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'element_id'])
        .doUpdateSet({ document: text, version: sql`element_extensions.version + 1`, updated_at: sql`now()` }),
    )
    .execute()
}

/** The ids of the elements that an account extended. */
export async function listExtended(db: Kysely<Tables>, accountId: number): Promise<number[]> {
  const rows = await db.selectFrom('element_extensions').select('element_id').where('account_id', '=', accountId).execute()
  return rows.map((row) => row.element_id)
}

function isEmpty({ resources, objects = [], models = [] }: ExtensionDocument): boolean {
  return resources.length + objects.length + models.length === 0
}
