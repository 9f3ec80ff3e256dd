/** Ids before their rows: a sealed value is bound to its row. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** The next id of a table; nobody else gets it. */
export async function reserveId(db: Kysely<Tables>, table: 'organizations' | 'users'): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id`.execute(db)
  return rows[0]!.id
}
