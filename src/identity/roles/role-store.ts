/** Roles of an organization in the database. */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { createRoleBook, type RoleBook, type RoleOverride } from './role.ts'

/** All roles of an organization, with what it changed of them. */
export async function readRoleBook(db: Kysely<Tables>, organizationId: number): Promise<RoleBook> {
  const rows = await db
    .selectFrom('roles')
    .select(['id', 'key', 'name', 'description', 'active', 'privileges', 'features'])
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute()
  return createRoleBook(rows)
}

/** Writes what an organization makes of a role. */
export async function putRole(transaction: Kysely<Tables>, organizationId: number, role: Omit<RoleOverride, 'id'>): Promise<void> {
  const values = {
    name: role.name,
    description: role.description,
    active: role.active,
    privileges: [...role.privileges],
    features: JSON.stringify(role.features),
  }
  await transaction
    .insertInto('roles')
    .values({ organization_id: organizationId, key: role.key, ...values })
    .onConflict((conflict) => conflict.columns(['organization_id', 'key']).doUpdateSet({ ...values, updated_at: new Date() }))
    .execute()
}

/** Forgets everything that an organization made of its roles. */
export async function deleteRoles(transaction: Kysely<Tables>, organizationId: number): Promise<void> {
  await transaction.deleteFrom('roles').where('organization_id', '=', organizationId).execute()
}
