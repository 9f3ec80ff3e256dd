/** Who logged in, as clients see it (contract 8.9). */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { formatDay } from '../format-day.ts'
import { describeRole } from '../roles/describe-role.ts'
import { readRoleBook } from '../roles/role-store.ts'
import type { LoginPerson } from './person-store.ts'

/** What a log-in answers; `lastLoginDate` is of the log-in before this one. */
export async function describeLogin(db: Kysely<Tables>, person: LoginPerson, token: string): Promise<object> {
  const book = await readRoleBook(db, person.organization_id)
  const keys = [...new Set([...person.roles, ...person.account_roles])]
  return {
    token,
    id: person.id,
    username: person.email,
    firstName: person.first_name,
    lastName: person.last_name,
    organizationId: person.organization_id,
    organizationName: person.organization_name,
    accountId: person.account_id,
    accountName: person.account_name,
    organizationAdmin: keys.includes('org-admin'),
    accountAdmin: keys.includes('admin'),
    sysAdmin: keys.includes('sys-admin'),
    twoFactor: false,
    registeredForTwoFactor: false,
    inIntelligenceRole: book.privilegesOf(keys).has('intelligence'),
    lastLoginDate: formatDay(person.last_login_at ?? new Date(0)),
    createdDate: formatDay(person.created_at),
    roles: keys.flatMap((key) => book.find(key) ?? []).map(describeRole),
  }
}
