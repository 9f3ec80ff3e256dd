// How seeded records come to be: made by one of the users, at a set hour after the organization was founded.
import { createRow } from '../records/store.ts'
import { type Row, readTable, type Tenant } from '../tenant.ts'

/** Milliseconds since 1970 at which the organizations began. */
const founded = Date.UTC(2024, 0, 8, 9)

/** Inserts a record so many hours after the organization was founded. */
export function insertSeed(tenant: Tenant, name: string, values: Record<string, unknown>, hours: number): Row {
  const users = readTable(tenant, 'User').list
  const maker = users[hours % 3] ?? users[0]
  return createRow(tenant, readTable(tenant, name).object, values, { userId: maker?.id ?? '', now: founded + hours * 3_600_000 })
}

/** `2024-03-05`: a day counted from the founding. */
export function countDay(days: number): string {
  return new Date(founded + days * 86_400_000).toISOString().slice(0, 10)
}
