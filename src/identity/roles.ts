/** The roles a user may have (contract 8.4), by key. */

export interface Role {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly active: boolean
}

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
