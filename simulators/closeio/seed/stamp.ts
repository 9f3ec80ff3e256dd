// When and by whom seeded records were made.
import type { Row, Tenant } from '../tenant.ts'
import { formatTime } from '../time.ts'

/** Milliseconds since 1970 at which the organizations began. */
export const founded = Date.UTC(2024, 0, 8, 9)

/** Who made a seeded record, and when: so many hours after the organization was founded. */
export function stampSeed(tenant: Tenant, hours: number): Record<string, unknown> {
  const time = formatTime(founded + hours * 3_600_000)
  const user = tenant.tables.users.order[hours % 3] as Row | undefined
  return { created_by: user?.id ?? null, updated_by: null, date_created: time, date_updated: time }
}
