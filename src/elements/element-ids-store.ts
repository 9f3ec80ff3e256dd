/** Stable ids of what the system has: one per (element, kind, natural key), the same in every process and version, never reused (table element_ids). */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

export interface NaturalKey {
  /** Key of the element; empty for what belongs to none. */
  readonly element: string
  /** `element`, `configuration`, `resource`, `parameter`, `hub`, … */
  readonly kind: string
  readonly key: string
}

/** PostgreSQL takes 65,535 parameters a statement. */
const largestInsert = 10_000

/** Gives the id of every natural key; keys seen for the first time get one. Safe while other processes do the same. */
export async function assignIds(db: Kysely<Tables>, keys: readonly NaturalKey[]): Promise<(key: NaturalKey) => number> {
  const known = await readIds(db, keys)
  const missing = new Map(keys.filter((key) => !known.has(nameOf(key))).map((key) => [nameOf(key), key]))
  if (missing.size === 0) return (key) => known.get(nameOf(key))!
  const rows = [...missing.values()].map(({ element, kind, key }) => ({ element_key: element, kind, natural_key: key }))
  for (let start = 0; start < rows.length; start += largestInsert) {
    await db
      .insertInto('element_ids')
      .values(rows.slice(start, start + largestInsert))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  const all = await readIds(db, keys)
  return (key) => all.get(nameOf(key))!
}

async function readIds(db: Kysely<Tables>, keys: readonly NaturalKey[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('element_ids')
    .select(['element_key', 'kind', 'natural_key', 'id'])
    .where('element_key', 'in', [...new Set(keys.map(({ element }) => element))])
    .where('kind', 'in', [...new Set(keys.map(({ kind }) => kind))])
    .execute()
  return new Map(rows.map((row) => [nameOf({ element: row.element_key, kind: row.kind, key: row.natural_key }), row.id]))
}

function nameOf({ element, kind, key }: NaturalKey): string {
  return JSON.stringify([element, kind, key])
}
