/** Stable ids inside elements: one per (element, kind, natural key), the same in every process and version, never reused (table element_ids). */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

export interface IdRequest {
  readonly element: string
  /** `element`, `configuration`, `resource`, `hub`. */
  readonly kind: string
  readonly keys: readonly string[]
}

/** Gives the id of every natural key; keys seen for the first time get one. Safe while other processes do the same. */
export async function assignIds(db: Kysely<Tables>, request: IdRequest): Promise<Map<string, number>> {
  const known = await readIds(db, request)
  const missing = [...new Set(request.keys)].filter((key) => !known.has(key))
  if (missing.length === 0) return known
  const rows = missing.map((natural_key) => ({ element_key: request.element, kind: request.kind, natural_key }))
  await db
    .insertInto('element_ids')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return readIds(db, request)
}

async function readIds(db: Kysely<Tables>, { element, kind }: IdRequest): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('element_ids')
    .select(['natural_key', 'id'])
    .where('element_key', '=', element)
    .where('kind', '=', kind)
    .execute()
  return new Map(rows.map((row) => [row.natural_key, row.id]))
}
