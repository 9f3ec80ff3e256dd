/** The platform's own people (contract 8.1–8.4): organizations, accounts, users and roles. All for User + Organization. */
import type { Route } from '../lib/route.ts'
import { createAccountRoutes } from './accounts/routes.ts'
import { createOrganizationRoutes } from './organizations/routes.ts'
import { createRoleRoutes } from './roles/routes.ts'
import type { RouteParts } from './route-parts.ts'
import { createUserRoutes } from './users/routes.ts'

export type { RouteParts } from './route-parts.ts'

export function createIdentityRoutes(parts: RouteParts): readonly Route[] {
  return [...createOrganizationRoutes(parts), ...createRoleRoutes(parts), ...createAccountRoutes(parts), ...createUserRoutes(parts)]
}
