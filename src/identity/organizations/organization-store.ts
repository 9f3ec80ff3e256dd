/** Reading organizations and customers. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { CustomersTable, OrganizationsTable, Tables } from '../../store/tables.ts'
import type { ListOptions, Rows } from '../directory-store.ts'
import type { Columns } from '../where-sql.ts'

export type OrganizationRow = Omit<Selectable<OrganizationsTable>, 'secret_hash' | 'secret_sealed' | 'data_key_wrapped' | 'key_id'>
export type CustomerRow = Selectable<CustomersTable>

const readableColumns = [
  'id',
  'customer_id',
  'name',
  'environment',
  'status',
  'active',
  'vdr_version',
  'external_id',
  'settings',
  'created_at',
  'updated_at',
] as const

/** What `where` may name. */
export const organizationColumns: Columns = {
  id: { name: 'id', type: 'number' },
  name: { name: 'name', type: 'text' },
  externalId: { name: 'external_id', type: 'text' },
  environment: { name: 'environment', type: 'text' },
  status: { name: 'status', type: 'text' },
  active: { name: 'active', type: 'boolean' },
}

/** An organization by id, active or not. */
export function findOrganization(db: Kysely<Tables>, id: number): Promise<OrganizationRow | undefined> {
  return db.selectFrom('organizations').select(readableColumns).where('id', '=', id).executeTakeFirst()
}

/** One page of the organizations of a customer, by id. */
export async function listOrganizations(db: Kysely<Tables>, customerId: number, options: ListOptions): Promise<Rows<OrganizationRow>> {
  let query = db.selectFrom('organizations').select(readableColumns).where('customer_id', '=', customerId)
  if (!options.includeInactive) query = query.where('active', '=', true)
  if (options.where !== undefined) query = query.where(options.where)
  const counted = query.select(sql<number>`count(*) over ()`.as('total'))
  const rows = await counted.orderBy('id').limit(options.page.size).offset(options.page.offset).execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** A customer by id. */
export function findCustomer(db: Kysely<Tables>, id: number): Promise<CustomerRow | undefined> {
  return db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirst()
}
