/** The one place where a privilege is asked (contract 8.4). */
import { createError } from '../lib/errors.ts'
import { type Privilege, privileges } from './roles/privileges.ts'

export type { Privilege } from './roles/privileges.ts'

/** Whether the roles let one see and change all of the organization. */
export function isOrganizationAdmin(keys: readonly string[]): boolean {
  return keys.includes('org-admin')
}

/** Throws missing-privilege (403) when none of the caller's roles has the privilege. */
export function demandPrivilege(caller: { readonly privileges: ReadonlySet<string> }, privilege: Privilege): void {
  if (!caller.privileges.has(privilege)) throw createError('missing-privilege', { params: { action: privileges[privilege].action } })
}
