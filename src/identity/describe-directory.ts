/** Organizations, accounts and users as clients see them (contract 8.1–8.3): no secrets but where 8.8 shows one, nothing that is null. */
import type { AccountRow, UserRow } from './directory-store.ts'
import { createRoleBook } from './roles/role.ts'

export interface OrganizationRow {
  readonly id: number
  readonly name: string
  readonly created_at: Date
}

export function describeOrganization(row: OrganizationRow, secret: string): object {
  return {
    id: row.id,
    name: row.name,
    createdDate: formatDay(row.created_at),
    secret,
    environment: 'production',
    status: 'paid',
    active: true,
    twoFactorAuthEnabled: false,
    canCreatePeer: false,
  }
}

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

export function describeUser(row: UserRow): object {
  return {
    id: row.id,
    createdDate: formatDay(row.created_at),
    firstName: row.first_name,
    lastName: row.last_name,
    fullName: `${row.first_name} ${row.last_name}`.trim(),
    email: row.email,
    password: 'secured',
    active: row.active,
    accountExpired: false,
    accountLocked: false,
    credentialsExpired: false,
    emailValid: true,
    accountNonExpired: true,
    credentialsNonExpired: true,
    accountNonLocked: true,
    enabled: row.active,
    // Nobody logs in with a password yet; this is what the original shows for "never".
    lastLoginDate: '1970-01-01',
    roles: createRoleBook([]).roles.filter(({ key }) => row.roles.includes(key)),
  }
}

/** yyyy-MM-dd in UTC (contract 1.12). */
function formatDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
