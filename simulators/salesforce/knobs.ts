// Every behaviour of the simulator that can be turned: one flat table of defaults, and the check that a change names a knob and fits its type.
import { applyKnobs, type Chance, type CommonKnobs, createCommonDefaults } from '../lib/knobs.ts'
import type { TokenKnobs } from '../lib/oauth/token-endpoint.ts'

/** What may be turned while the simulator runs. */
export interface Knobs extends CommonKnobs, TokenKnobs {
  separateInstance: boolean
  slidingSessions: boolean
  rotateRefreshTokens: boolean
  refreshTokenLimit: number
  newestVersion: number
  oldestVersion: number
  enforceLimits: boolean
  requestsPerDay: number
  requestWindowMs: number
  batchSize: number
  batchMinimum: number
  batchMaximum: number
  locatorSeconds: number
  openLocators: number
  offsetLimit: number
  nullsInDescendingOrder: 'first' | 'last'
  missingValues: 'unequal' | 'unknown'
}

/** Knobs plus what is fixed at the start: port (0 picks one), clock (milliseconds since 1970) and randomness (0 ≤ x < 1). */
export interface SalesforceOptions extends Knobs, Chance {
  port: number
}

const choices: Partial<Record<keyof Knobs, readonly unknown[]>> = {
  nullsInDescendingOrder: ['first', 'last'],
  missingValues: ['unequal', 'unknown'],
}

/** The defaults. Calls are counted but not refused; `npm run simulator` enforces the limit and adds latency. */
export function createDefaultKnobs(): Knobs {
  return {
    ...createCommonDefaults(),
    clients: [
      {
        id: 'octet-demo',
        secret: 'octet-demo-secret',
        redirectUris: ['https://octet.example/callback', 'https://www.example.com/callback'],
      },
    ],
    codeSeconds: 900,
    accessTokenSeconds: 7_200,
    refreshTokenSeconds: 3_153_600_000,
    separateInstance: true,
    slidingSessions: true,
    rotateRefreshTokens: false,
    refreshTokenLimit: 5,
    newestVersion: 65,
    oldestVersion: 31,
    enforceLimits: false,
    requestsPerDay: 15_000,
    requestWindowMs: 86_400_000,
    batchSize: 2_000,
    batchMinimum: 200,
    batchMaximum: 2_000,
    locatorSeconds: 172_800,
    openLocators: 10,
    offsetLimit: 2_000,
    nullsInDescendingOrder: 'first',
    missingValues: 'unequal',
  }
}

/**
 * Applies a change to running options, all of it or nothing.
 * @throws KnobError with the knob's name and what was expected
 */
export function changeKnobs(options: Knobs, change: Record<string, unknown>): void {
  applyKnobs<Knobs>(options, change, { defaults: createDefaultKnobs(), choices })
}
