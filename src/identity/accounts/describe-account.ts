/** Accounts as clients see them (contract 8.2): nothing that is null. */
import type { AccountRow } from '../directory-store.ts'
import { formatDay } from '../format-day.ts'

export function describeAccount(row: AccountRow): object {
  return {
    id: row.id,
    name: row.name,
    ...(row.description !== null && { description: row.description }),
    ...(row.external_id !== null && { externalId: row.external_id }),
    type: row.type,
    companyId: row.organization_id,
    active: row.active,
    defaultAccount: row.default_account,
    createdDate: formatDay(row.created_at),
    updatedDate: formatDay(row.updated_at),
  }
}
