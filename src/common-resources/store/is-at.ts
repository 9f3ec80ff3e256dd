/** The condition that a row of a level is what a scope says: written so that the index on (associated_id, level) serves it. */
import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../levels.ts'

/** `row` has level and associated_id; `r` is its common resource. */
export function isAt(row: string, { level, associatedId, organizationId }: Scope): RawBuilder<boolean> {
  const is = (column: string, id: number | null) => (id === null ? sql`${sql.ref(column)} IS NULL` : sql`${sql.ref(column)} = ${id}`)
  return sql<boolean>`(${sql.ref(`${row}.level`)} = ${level} AND ${is(`${row}.associated_id`, associatedId)} AND ${is('r.organization_id', organizationId)})`
}

/** Of any of these scopes; of none when there are none. */
export function isAtAny(row: string, scopes: readonly Scope[]): RawBuilder<boolean> {
  if (scopes.length === 0) return sql<boolean>`false`
  return sql<boolean>`(${sql.join(
    scopes.map((scope) => isAt(row, scope)),
    sql` OR `,
  )})`
}
