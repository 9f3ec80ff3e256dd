// Every behaviour of the simulator that can be turned: one flat table of defaults, and the check that a change names a knob and fits its type.
import { applyKnobs, type Chance, type CommonKnobs, createCommonDefaults } from '../lib/knobs.ts'
import type { TokenKnobs } from '../lib/oauth/token-endpoint.ts'

/** A key of a user: HTTP Basic, the key as user name, no password. */
interface ApiKey {
  key: string
  tenant: string
  userId: string
}

/** What may be turned while the simulator runs. */
export interface Knobs extends CommonKnobs, TokenKnobs {
  keys: ApiKey[]
  rotateRefreshTokens: boolean
  missingSlash: 'redirect' | 'accept' | 'not-found'
  enforceLimits: boolean
  keyLimit: number
  organizationFactor: number
  windowSeconds: number
  rateLimitHeader: 'always' | 'throttled-only'
  throttleBody: 'text' | 'details'
  defaultLimit: number
  maximumLimit: number
  maximumSkip: number
  leadTotal: boolean
  customByName: boolean
  orphanLead: 'named-after-contact' | 'unnamed'
  emptyCreate: 'refuse' | 'accept'
  taskTypeRequired: boolean
  staleSeconds: number
  indexLagSeconds: number
  cursorSeconds: number
  searchMaximum: number
  hookDelayMs: number
  hookRetryMs: number[]
  hookTimeoutMs: number
}

/** Knobs plus what is fixed at the start: port (0 picks one), clock and randomness. */
export interface CloseioOptions extends Knobs, Chance {
  port: number
}

const choices: Partial<Record<keyof Knobs, readonly unknown[]>> = {
  missingSlash: ['redirect', 'accept', 'not-found'],
  rateLimitHeader: ['always', 'throttled-only'],
  throttleBody: ['text', 'details'],
  orphanLead: ['named-after-contact', 'unnamed'],
  emptyCreate: ['refuse', 'accept'],
}

/** The defaults. Limits are only counted; `npm run simulator` enforces them and adds latency. */
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
    keys: [
      { key: 'api_simulator.alder', tenant: 'alder', userId: '1' },
      { key: 'api_simulator.cove', tenant: 'cove', userId: '1' },
    ],
    codeSeconds: 600,
    accessTokenSeconds: 3_600,
    refreshTokenSeconds: 30 * 86_400,
    rotateRefreshTokens: true,
    missingSlash: 'redirect',
    enforceLimits: false,
    keyLimit: 100,
    organizationFactor: 3,
    windowSeconds: 5,
    rateLimitHeader: 'always',
    throttleBody: 'text',
    defaultLimit: 100,
    maximumLimit: 200,
    maximumSkip: 35_000,
    leadTotal: true,
    customByName: true,
    orphanLead: 'named-after-contact',
    emptyCreate: 'refuse',
    taskTypeRequired: true,
    staleSeconds: 0,
    indexLagSeconds: 0,
    cursorSeconds: 30,
    searchMaximum: 10_000,
    hookDelayMs: 100,
    hookRetryMs: [500, 3_000, 18_000],
    hookTimeoutMs: 30_000,
  }
}

/**
 * Applies a change to running options, all of it or nothing.
 * @throws KnobError with the knob's name and what was expected
 */
export function changeKnobs(options: Knobs, change: Record<string, unknown>): void {
  applyKnobs<Knobs>(options, change, { defaults: createDefaultKnobs(), choices })
}
