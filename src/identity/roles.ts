/** The one place where a privilege is asked (contract 8.4). */
import { createError } from '../lib/errors.ts'
import type { Route } from '../lib/route.ts'
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

/** The routes, closed to callers without the privilege; where nobody says who calls, they are as they were. */
export function guardRoutes(routes: readonly Route[], privilege: Privilege): readonly Route[] {
  return routes.map((route) => ({
    ...route,
    handle(request) {
      if (request.caller !== undefined) demandPrivilege(request.caller, privilege)
      return route.handle(request)
    },
  }))
}
