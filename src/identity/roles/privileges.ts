/** What roles may allow (contract 8.4), by key: what one without it is told that it may not do, and the group it is shown in. */

export type Privilege = keyof typeof privileges

/** A privilege as clients see it. */
export interface PrivilegeView {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly category: string
  readonly active: boolean
  readonly hide: boolean
  readonly createdDate: string
}

/** The order gives the ids: append only. */
export const privileges = {
  viewElements: { action: 'see elements', category: 'elements' },
  createElements: { action: 'create elements', category: 'elements' },
  editElements: { action: 'change elements', category: 'elements' },
  deleteElements: { action: 'delete elements', category: 'elements' },
  createElementInstances: { action: 'create element instances', category: 'elements' },
  viewFormulas: { action: 'see formulas', category: 'formulas' },
  createFormulas: { action: 'create formulas', category: 'formulas' },
  editFormulas: { action: 'change formulas', category: 'formulas' },
  deleteFormulas: { action: 'delete formulas', category: 'formulas' },
  createFormulaInstances: { action: 'create formula instances', category: 'formulas' },
  viewCommonObjects: { action: 'see common resources', category: 'common resources' },
  createCommonObjects: { action: 'create common resources', category: 'common resources' },
  editCommonObjects: { action: 'change common resources', category: 'common resources' },
  deleteCommonObjects: { action: 'delete common resources', category: 'common resources' },
  manageUiBranding: { action: 'change the branding', category: 'branding' },
  viewUsersAccount: { action: 'see the users of the account', category: 'users' },
  addUsersAccount: { action: 'add users to the account', category: 'users' },
  editUsersAccount: { action: 'change users of the account', category: 'users' },
  deleteUsersAccount: { action: 'delete users of the account', category: 'users' },
  viewUsersOrg: { action: 'see the users of the organization', category: 'users' },
  addUsersOrg: { action: 'add users to the organization', category: 'users' },
  editUsersOrg: { action: 'change users of the organization', category: 'users' },
  deleteUsersOrg: { action: 'delete users of the organization', category: 'users' },
  viewLogsOrg: { action: 'see the logs of the organization', category: 'logs' },
  viewLogsAccount: { action: 'see the logs of the account', category: 'logs' },
  modifySecurity: { action: 'change security settings', category: 'security' },
  configureRoles: { action: 'change roles', category: 'security' },
  vdrAdmin: { action: "change the system's common resources", category: 'internal' },
  customerAdmin: { action: 'administer the customer', category: 'internal' },
  system: { action: 'administer the system', category: 'internal' },
  intelligence: { action: 'see intelligence', category: 'internal' },
} as const satisfies Record<string, { readonly action: string; readonly category: string }>

export const privilegeKeys = Object.keys(privileges) as readonly Privilege[]

const views: ReadonlyMap<string, PrivilegeView> = new Map(privilegeKeys.map((key, index) => [key, describe(key, index + 1)]))

/** Whether there is a privilege of that key. */
export function isPrivilege(key: string): key is Privilege {
  return Object.hasOwn(privileges, key)
}

/** A privilege as clients see it. */
export function describePrivilege(key: Privilege): PrivilegeView {
  return views.get(key)!
}

function describe(key: Privilege, id: number): PrivilegeView {
  const { action, category } = privileges[key]
  const name = `${action[0]!.toUpperCase()}${action.slice(1)}`
  return {
    id,
    key,
    name,
    description: `Allows to ${action}`,
    category,
    active: true,
    hide: category === 'internal',
    createdDate: '2026-11-24',
  }
}
