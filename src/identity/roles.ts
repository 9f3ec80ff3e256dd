/** The roles a user may have (contract 8.4), by key. */
import { createError } from '../lib/errors.ts'

export interface Role {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly active: boolean
}

/** What the elements and instances of an account may be used for (contract 2.12). */
export type Privilege = 'viewElements' | 'createElements' | 'editElements' | 'deleteElements' | 'createElementInstances'

const roles: readonly Role[] = [
  {
    id: 1,
    key: 'org-admin',
    name: 'Organization administrator',
    description: 'Administers the organization and all its accounts',
    active: true,
  },
  { id: 2, key: 'admin', name: 'Account administrator', description: 'Administers the account and its users', active: true },
  { id: 3, key: 'default-user', name: 'User', description: 'Uses elements and instances of the account', active: true },
]

/** The roles with these keys, in the order of the table. */
export function findRoles(keys: readonly string[]): readonly Role[] {
  return roles.filter((role) => keys.includes(role.key))
}

/** Whether the roles let one see and change all of the organization. */
export function isOrganizationAdmin(keys: readonly string[]): boolean {
  return keys.includes('org-admin')
}

/** What a caller without a privilege is told that it may not do. */
const actions: Readonly<Record<Privilege, string>> = {
  viewElements: 'see elements',
  createElements: 'create elements',
  editElements: 'change elements',
  deleteElements: 'delete elements',
  createElementInstances: 'create element instances',
}

/** The one place where a privilege is asked. Every role has all of them for now. Throws missing-privilege (403). */
export function demandPrivilege({ roles: keys }: { readonly roles: readonly string[] }, privilege: Privilege): void {
  if (findRoles(keys).length === 0) throw createError('missing-privilege', { params: { action: actions[privilege] } })
}
