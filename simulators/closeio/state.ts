// Everything a running simulator remembers.
import type { PendingRequest } from '../lib/oauth/authorize.ts'
import { clearTokenStore, createTokenStore, type TokenStore } from '../lib/oauth/tokens.ts'
import type { LoggedRequest } from '../lib/server.ts'
import type { SearchCursor } from './call.ts'
import { createLimitState, type LimitState } from './http/limits.ts'
import { createSeed } from './seed/seed.ts'
import type { Tenant } from './tenant.ts'

export interface State {
  tenants: Map<string, Tenant>
  tokens: TokenStore
  limits: LimitState
  pending: Map<string, PendingRequest>
  cursors: Map<string, SearchCursor>
  requests: LoggedRequest[]
}

/** A fresh state: seeded organizations, no tokens. */
export function createState(): State {
  return {
    tenants: createSeed(),
    tokens: createTokenStore(),
    limits: createLimitState(),
    pending: new Map(),
    cursors: new Map(),
    requests: [],
  }
}

/** Puts a state back to its beginning, in place. */
export function resetState(state: State): void {
  const { tenants, limits } = createState()
  state.tenants = tenants
  state.limits = limits
  state.pending.clear()
  state.cursors.clear()
  state.requests.length = 0
  clearTokenStore(state.tokens)
}
