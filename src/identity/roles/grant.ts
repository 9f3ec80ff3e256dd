/** Who may give whom which role (contract 8.2–8.4): nobody gives more than they have. */
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { actsForOrganization } from '../reach.ts'
import { isOrganizationAdmin } from '../roles.ts'
import type { Role, RoleBook } from './role.ts'

/** The role of a key; throws role-unknown (400). */
export function demandRole(book: RoleBook, key: string): Role {
  const role = book.find(key)
  if (role === undefined) {
    const known = book.roles.filter(({ internal }) => !internal).map((known) => known.key)
    throw createError('role-unknown', { params: { key, known: known.join(', ') } })
  }
  return role
}

/** Whoever has roles: what they allow together, and their keys. */
export type Holder = Pick<Caller, 'privileges' | 'roles'>

/** Some roles say by their key alone how far one reaches, whatever privileges they have: whose keys do as much. */
const reachesAsFar: Readonly<Record<string, (keys: readonly string[]) => boolean>> = {
  'org-admin': isOrganizationAdmin,
  org: (roles) => actsForOrganization({ roles }),
  admin: (keys) => isOrganizationAdmin(keys) || keys.includes('admin'),
}

/** Whether somebody's roles let them do all that these keys and privileges do. */
export function isWithin(caller: Holder, { keys, privileges }: { keys: readonly string[]; privileges: Iterable<string> }): boolean {
  if (![...privileges].every((key) => caller.privileges.has(key))) return false
  return keys.every((key) => !Object.hasOwn(reachesAsFar, key) || reachesAsFar[key]!(caller.roles))
}

/** Throws role-above-own (403) for a role that allows what none of the caller's roles does, or reaches farther than they do. */
export function demandGrantable(caller: Holder, role: Role): void {
  if (!isWithin(caller, { keys: [role.key], privileges: role.privileges }))
    throw createError('role-above-own', { params: { key: role.key } })
}

/** Keys of roles sent in a body, each one that the caller may give. Throws role-unknown (400), role-above-own (403). */
export function readGrantedRoles(book: RoleBook, caller: Holder, keys: readonly string[]): readonly string[] {
  const roles = [...new Set(keys)].map((key) => demandRole(book, key))
  for (const role of roles) demandGrantable(caller, role)
  return roles.map(({ key }) => key)
}
