/** The roles as the server has them (contract 8.4), and what a user's roles allow in an organization that changed some. */
import { type Privilege, privilegeKeys } from './privileges.ts'

export interface Role {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly active: boolean
  readonly privileges: readonly string[]
  readonly features: readonly object[]
  /** The server's own: no organization may change it, and it is not listed among theirs. */
  readonly internal: boolean
}

/** What an organization's row says of a role. */
export interface RoleOverride extends Omit<Role, 'internal'> {}

/** What only roles of the server's own allow. */
const internal: readonly Privilege[] = ['vdrAdmin', 'customerAdmin', 'system', 'intelligence']
const organizationAdmin = privilegeKeys.filter((key) => !internal.includes(key))
const notOfUsers = organizationAdmin.filter(
  (key) => !/Users(Org|Account)$|^viewLogsOrg$|^modifySecurity$|^configureRoles$|^manageUiBranding$/.test(key),
)
const user: readonly Privilege[] = [...notOfUsers, 'viewUsersAccount']
const accountAdmin: readonly Privilege[] = [...user, 'addUsersAccount', 'editUsersAccount', 'deleteUsersAccount']

const defaultRoles: readonly Role[] = (
  [
    ['org-admin', 'Organization Admin', 'Administers the organization and all its accounts', organizationAdmin],
    ['admin', 'Account Admin', 'Administers the account and its users', accountAdmin],
    ['default-user', 'Account', 'Uses elements and instances of the account', user],
    ['org', 'Organization', 'Uses elements and instances, and keeps what all accounts of the organization share', user],
    ['customer-admin', 'Customer Admin', 'Administers the organizations of the customer', ['customerAdmin']],
    ['vdrAdmin', 'Common Resource Admin', "Keeps the system's common resources", ['vdrAdmin']],
    ['sys-admin', 'System Admin', 'Administers the server', privilegeKeys],
  ] as const
).map(([key, name, description, privileges], index) => ({
  ...{ id: index + 1, key, name, description, active: true, privileges, features: [] },
  internal: privileges.some((privilege) => internal.includes(privilege)),
}))

/** The roles of one organization. */
export interface RoleBook {
  readonly roles: readonly Role[]
  /** Also those of the server's own. */
  find(key: string): Role | undefined
  /** Everything that roles of these keys allow together; a role that is not active allows nothing. */
  privilegesOf(keys: readonly string[]): ReadonlySet<string>
}

/** Lays an organization's rows over the default roles. */
export function createRoleBook(overrides: readonly RoleOverride[]): RoleBook {
  if (overrides.length === 0) return defaultBook
  const changed = new Map(overrides.map((row) => [row.key, row]))
  const known = defaultRoles.map((role) => {
    const row = role.internal ? undefined : changed.get(role.key)
    return row === undefined ? role : { ...role, ...row, id: role.id }
  })
  const own = overrides.filter(({ key }) => !defaultRoles.some((role) => role.key === key)).map((row) => ({ ...row, internal: false }))
  return indexRoles([...known, ...own])
}

function indexRoles(roles: readonly Role[]): RoleBook {
  const byKey = new Map(roles.map((role) => [role.key, role]))
  return {
    roles,
    find: (key) => byKey.get(key),
    privilegesOf(keys) {
      const found = keys.map((key) => byKey.get(key)).filter((role) => role?.active === true)
      return new Set(found.flatMap((role) => [...(role?.privileges ?? [])]))
    },
  }
}

const defaultBook = indexRoles(defaultRoles)
