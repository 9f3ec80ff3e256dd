// Everything a running simulator remembers.
import { beginState, restartState, type SimulatorState } from '../lib/state.ts'
import type { SearchCursor } from './call.ts'
import { createLimitState, type LimitState } from './http/limits.ts'
import { createSeed } from './seed/seed.ts'
import type { Tenant } from './tenant.ts'

export interface State extends SimulatorState<Tenant, LimitState> {
  cursors: Map<string, SearchCursor>
}

const beginning = { createSeed, createLimitState }

export const createState = (): State => ({ ...beginState(beginning), cursors: new Map() })

export function resetState(state: State): void {
  restartState(state, beginning)
  state.cursors.clear()
}
