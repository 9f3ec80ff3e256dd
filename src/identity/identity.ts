/** Organizations, accounts, users and their secrets, as the rest of the server uses them. */
import type { Clock } from '../lib/clock.ts'
import type { Route } from '../lib/route.ts'
import { type Authenticators, createAuthenticators } from './authenticate.ts'
import { createLoginRoutes } from './login/routes.ts'
import { createIdentityRoutes, type RouteParts } from './routes.ts'

export interface Identity extends Authenticators {
  readonly routes: readonly Route[]
}

/** Creates identity over an opened database and keyring; resolves once it hears of changes that other processes make. */
export async function createIdentity(parts: RouteParts & { readonly clock: Clock }): Promise<Identity> {
  const authenticators = await createAuthenticators(parts.database, parts.clock)
  return { ...authenticators, routes: [...createIdentityRoutes(parts), ...createLoginRoutes(parts)] }
}
