/** Moments as the API shows those of common resources (contract 9.3 and 1.12): `2017-04-24 21:05:05.511290`, UTC. */
import { sql } from 'kysely'

/** The expression for a column. */
export function showMoment(column: string) {
  return sql<string>`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
}
