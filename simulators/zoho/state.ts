// Everything a running simulator remembers.
import { beginState, restartState, type SimulatorState } from '../lib/state.ts'
import { createLimitState, type LimitState } from './http/limits.ts'
import { createSeed } from './seed/seed.ts'
import type { Tenant } from './tenant.ts'

export type State = SimulatorState<Tenant, LimitState>

const beginning = { createSeed, createLimitState }

export const createState = (): State => beginState(beginning)

export const resetState = (state: State): void => restartState(state, beginning)
