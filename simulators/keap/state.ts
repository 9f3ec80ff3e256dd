// Everything a running simulator remembers.
import { createLimitState, type LimitState } from './http/limits.ts'
import type { PendingRequest } from './oauth/authorize.ts'
import { createTokenStore, type TokenStore } from './oauth/tokens.ts'
import { createSeed } from './seed/seed.ts'
import type { Tenant } from './tenant.ts'

/** A request as the log keeps it: nothing of its query, header values or body. */
interface LoggedRequest {
  at: number
  method: string
  path: string
  headerNames: string[]
  status: number
}

export interface State {
  tenants: Map<string, Tenant>
  tokens: TokenStore
  limits: LimitState
  pending: Map<string, PendingRequest>
  requests: LoggedRequest[]
}

/** A fresh state: seeded tenants, no tokens. */
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
  state.tokens.codes.clear()
  state.tokens.accessTokens.clear()
  state.tokens.refreshTokens.clear()
  state.tokens.record.length = 0
}
