/** Who may give whom which role (contract 8.2–8.4): nobody gives more than they have. */
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
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

/** Throws role-above-own (403) for a role that allows what none of the caller's roles does. */
export function demandGrantable(caller: Pick<Caller, 'privileges'>, role: Role): void {
  if (!role.privileges.every((key) => caller.privileges.has(key))) throw createError('role-above-own', { params: { key: role.key } })
}

/** Keys of roles sent in a body, each one that the caller may give. Throws role-unknown (400), role-above-own (403). */
export function readGrantedRoles(book: RoleBook, caller: Pick<Caller, 'privileges'>, keys: readonly string[]): readonly string[] {
  const roles = [...new Set(keys)].map((key) => demandRole(book, key))
  for (const role of roles) demandGrantable(caller, role)
  return roles.map(({ key }) => key)
}
