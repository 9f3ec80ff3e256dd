/** Users as clients see them (contract 8.3): no secret, nothing that is null. */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import type { UserRow } from '../directory-store.ts'
import { formatDay } from '../format-day.ts'
import { describeRole } from '../roles/describe-role.ts'
import type { RoleBook } from '../roles/role.ts'
import { readRoleBook } from '../roles/role-store.ts'
import { type LoginFacts, readLoginFacts } from './login-facts.ts'

/** Members of a profile, as they are named on the wire. */
export const profileMembers = ['phone', 'street1', 'street2', 'city', 'stateProvince', 'postalCode', 'country'] as const

/** Users of one organization, with their roles as it has them and what is known of their log-ins. */
export async function describeUsers(db: Kysely<Tables>, rows: readonly UserRow[]): Promise<object[]> {
  const [first] = rows
  if (first === undefined) return []
  const book = await readRoleBook(db, first.organization_id)
  const ids = rows.map(({ id }) => id)
  const facts = await readLoginFacts(db, ids)
  return rows.map((row) => describeUser(row, book, facts.get(row.id)))
}

function describeUser(row: UserRow, book: RoleBook, facts: LoginFacts | undefined): object {
  const locked = facts?.locked ?? false
  const expired = facts?.expired ?? false
  return {
    id: row.id,
    createdDate: formatDay(row.created_at),
    firstName: row.first_name,
    lastName: row.last_name,
    fullName: `${row.first_name} ${row.last_name}`.trim(),
    email: row.email,
    password: 'secured',
    ...(row.external_id !== null && { externalId: row.external_id }),
    ...row.profile,
    active: row.active,
    accountExpired: false,
    accountLocked: locked,
    credentialsExpired: expired,
    emailValid: true,
    accountNonExpired: true,
    credentialsNonExpired: !expired,
    accountNonLocked: !locked,
    enabled: row.active,
    // What the original shows for "never".
    lastLoginDate: formatDay(facts?.lastLogin ?? new Date(0)),
    roles: book.roles.filter(({ key }) => row.roles.includes(key)).map(describeRole),
  }
}
