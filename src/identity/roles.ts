/** The roles a user may have (contract 8.4), by key. */
import { createError } from '../lib/errors.ts'

export interface Role {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly active: boolean
}

/** What a role may allow (contract 8.4). */
export type Privilege = keyof typeof actions

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
const actions = {
  viewElements: 'see elements',
  createElements: 'create elements',
  editElements: 'change elements',
  deleteElements: 'delete elements',
  createElementInstances: 'create element instances',
  viewFormulas: 'see formulas',
  createFormulas: 'create formulas',
  editFormulas: 'change formulas',
  deleteFormulas: 'delete formulas',
  createFormulaInstances: 'create formula instances',
  viewCommonObjects: 'see common resources',
  createCommonObjects: 'create common resources',
  editCommonObjects: 'change common resources',
  deleteCommonObjects: 'delete common resources',
  manageUiBranding: 'change the branding',
  viewUsersAccount: 'see the users of the account',
  addUsersAccount: 'add users to the account',
  editUsersAccount: 'change users of the account',
  deleteUsersAccount: 'delete users of the account',
  viewUsersOrg: 'see the users of the organization',
  addUsersOrg: 'add users to the organization',
  editUsersOrg: 'change users of the organization',
  deleteUsersOrg: 'delete users of the organization',
  viewLogsOrg: 'see the logs of the organization',
  viewLogsAccount: 'see the logs of the account',
  modifySecurity: 'change security settings',
  configureRoles: 'change roles',
  vdrAdmin: "change the system's common resources",
  customerAdmin: 'administer the customer',
  system: 'administer the system',
  intelligence: 'see intelligence',
} as const

/** The one place where a privilege is asked. Every role has all of them for now. Throws missing-privilege (403). */
export function demandPrivilege({ roles: keys }: { readonly roles: readonly string[] }, privilege: Privilege): void {
  if (findRoles(keys).length === 0) throw createError('missing-privilege', { params: { action: actions[privilege] } })
}
