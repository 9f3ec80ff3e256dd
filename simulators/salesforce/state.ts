// Everything a running simulator remembers.
import type { PendingRequest } from '../lib/oauth/authorize.ts'
import { clearTokenStore, createTokenStore, type TokenStore } from '../lib/oauth/tokens.ts'
import type { LoggedRequest } from '../lib/server.ts'
import { createLimitState, type LimitState } from './http/limits.ts'
import { createSeed } from './seed/seed.ts'
import type { Tenant } from './tenant.ts'

export interface State {
  tenants: Map<string, Tenant>
  tokens: TokenStore
  limits: LimitState
  pending: Map<string, PendingRequest>
  requests: LoggedRequest[]
}

/** A fresh state: seeded organizations, no tokens. */
export function createState(): State {
  return { tenants: createSeed(), tokens: createTokenStore(), limits: createLimitState(), pending: new Map(), requests: [] }
}

/** Puts a state back to its beginning, in place. */
export function resetState(state: State): void {
  const fresh = createState()
  state.tenants = fresh.tenants
  state.limits = fresh.limits
  state.pending = fresh.pending
  state.requests.length = 0
  clearTokenStore(state.tokens)
}
