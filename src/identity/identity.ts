/** Organizations, accounts, users and their secrets, as the rest of the server uses them. */
import type { Clock } from '../lib/clock.ts'
import type { Route } from '../lib/route.ts'
import { type Authenticators, createAuthenticators } from './authenticate.ts'
import { createBrandingRoutes } from './branding/routes.ts'
import { createIdentityProviderRoutes } from './identity-providers/routes.ts'
import { createLoginRoutes } from './login/routes.ts'
import { createIdentityRoutes, type RouteParts } from './routes.ts'
import { createSignupRoutes } from './signup/routes.ts'

export interface Identity extends Authenticators {
  readonly routes: readonly Route[]
}

export interface IdentityParts extends Omit<RouteParts, 'forget'> {
  readonly clock: Clock
  /** Whether strangers may sign up. */
  readonly openToStrangers: boolean
}

/** Creates identity over an opened database and keyring; resolves once it hears of changes that other processes make. */
export async function createIdentity(given: IdentityParts): Promise<Identity> {
  const authenticators = await createAuthenticators(given.database, given.clock)
  const parts = { ...given, forget: authenticators.forget }
  const routes = [
    ...createIdentityRoutes(parts),
    ...createLoginRoutes(parts),
    ...createBrandingRoutes(parts),
    ...createIdentityProviderRoutes(parts),
    ...createSignupRoutes(parts),
  ]
  return { ...authenticators, routes }
}
