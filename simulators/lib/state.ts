// What every running simulator remembers: its tenants' data, tokens, limits, consent pages shown, and a log of requests.
import type { PendingRequest } from './oauth/authorize.ts'
import { clearTokenStore, createTokenStore, type TokenStore } from './oauth/tokens.ts'
import type { LoggedRequest } from './server.ts'

export interface SimulatorState<Tenant, Limits> {
  tenants: Map<string, Tenant>
  tokens: TokenStore
  limits: Limits
  pending: Map<string, PendingRequest>
  requests: LoggedRequest[]
}

/** What a vendor's state begins with. */
export interface Beginning<Tenant, Limits> {
  createSeed: () => Map<string, Tenant>
  createLimitState: () => Limits
}

/** A fresh state: seeded tenants, no tokens. */
export function beginState<Tenant, Limits>(beginning: Beginning<Tenant, Limits>): SimulatorState<Tenant, Limits> {
  return {
    tenants: beginning.createSeed(),
    tokens: createTokenStore(),
    limits: beginning.createLimitState(),
    pending: new Map(),
    requests: [],
  }
}

/** Puts a state back to its beginning, in place. */
export function restartState<Tenant, Limits>(state: SimulatorState<Tenant, Limits>, beginning: Beginning<Tenant, Limits>): void {
  state.tenants = beginning.createSeed()
  state.limits = beginning.createLimitState()
  state.pending.clear()
  state.requests.length = 0
  clearTokenStore(state.tokens)
}
