// Every behaviour of the simulator that can be turned: one flat table of defaults, and the check that a change names a knob and fits its type.
import { applyKnobs, type Chance, type CommonKnobs, createCommonDefaults } from '../lib/knobs.ts'
import type { TokenKnobs } from '../lib/oauth/token-endpoint.ts'

/** A user's personal API token. */
interface ApiToken {
  token: string
  tenant: string
  userId: number
}

/** What may be turned while the simulator runs. */
export interface Knobs extends CommonKnobs, TokenKnobs {
  apiTokens: ApiToken[]
  scopes: string
  rotateRefreshToken: boolean
  credentialsInBody: boolean
  apiDomain: 'origin' | 'company'
  apiTokenInQuery: 'v1' | 'both' | 'neither'
  enforceLimits: boolean
  plan: 'lite' | 'growth' | 'premium' | 'ultimate'
  budgetPerSeat: number
  seats: number
  topUp: number
  budgetMidnightMinutes: number
  burstWindowMs: number
  burstFactor: number
  searchBurst: number
  retryAfter: 'budget' | 'both' | 'neither'
  budgetHeaders: boolean
  blockAfter: number
  limitBeyondMaximum: 'refuse' | 'lower'
  unknownProperties: 'refuse' | 'ignore'
  unsetCustomFields: 'null' | 'omitted'
  updateTimeOfNew: 'add-time' | 'null'
  deletedById: 'missing' | 'shown'
  emptyV1List: 'null' | 'list'
  contactSync: boolean
  searchLagMs: number
  openDealsLimit: number
  hookDelayMs: number
  hookRetryMs: number[]
  hookTimeoutMs: number
}

/** Knobs plus what is fixed at the start: port (0 picks one), clock (milliseconds since 1970) and randomness (0 ≤ x < 1). */
export interface PipedriveOptions extends Knobs, Chance {
  port: number
}

const choices: Partial<Record<keyof Knobs, readonly unknown[]>> = {
  apiDomain: ['origin', 'company'],
  apiTokenInQuery: ['v1', 'both', 'neither'],
  plan: ['lite', 'growth', 'premium', 'ultimate'],
  retryAfter: ['budget', 'both', 'neither'],
  limitBeyondMaximum: ['refuse', 'lower'],
  unknownProperties: ['refuse', 'ignore'],
  unsetCustomFields: ['null', 'omitted'],
  updateTimeOfNew: ['add-time', 'null'],
  deletedById: ['missing', 'shown'],
  emptyV1List: ['null', 'list'],
}

/** The scopes an application asks for unless its settings say otherwise: everything the simulator has. */
export const allScopes = [
  'base',
  'deals:full',
  'deal-fields:full',
  'activities:full',
  'contacts:full',
  'contact-fields:full',
  'products:full',
  'product-fields:full',
  'leads:full',
  'mail:full',
  'users:read',
  'search:read',
  'admin',
].join(',')

/** The knobs as they are when nothing is turned; times in milliseconds unless the name says otherwise. */
export function createDefaultKnobs(): Knobs {
  return {
    ...createCommonDefaults(),
    clients: [{ id: 'octet-demo', secret: 'octet-demo-secret', redirectUris: ['https://octet.example/callback'] }],
    apiTokens: [
      { token: 'simulator-api-token-of-an-administrator', tenant: 'alder-birch', userId: 11001 },
      { token: 'simulator-api-token-of-a-regular-user', tenant: 'alder-birch', userId: 11004 },
    ],
    scopes: allScopes,
    codeSeconds: 300,
    accessTokenSeconds: 3_599,
    refreshTokenSeconds: 60 * 86_400,
    rotateRefreshToken: false,
    credentialsInBody: false,
    apiDomain: 'origin',
    apiTokenInQuery: 'v1',
    enforceLimits: false,
    plan: 'growth',
    budgetPerSeat: 30_000,
    seats: 4,
    topUp: 0,
    budgetMidnightMinutes: 0,
    burstWindowMs: 2_000,
    burstFactor: 1,
    searchBurst: 10,
    retryAfter: 'budget',
    budgetHeaders: true,
    blockAfter: 0,
    limitBeyondMaximum: 'refuse',
    unknownProperties: 'refuse',
    unsetCustomFields: 'null',
    updateTimeOfNew: 'add-time',
    deletedById: 'missing',
    emptyV1List: 'null',
    contactSync: false,
    searchLagMs: 0,
    openDealsLimit: 0,
    hookDelayMs: 50,
    hookRetryMs: [3_000, 30_000, 150_000],
    hookTimeoutMs: 10_000,
  }
}

/**
 * Applies a change to running options, all of it or nothing.
 * @throws KnobError with the knob's name and what was expected
 */
export function changeKnobs(options: Knobs, change: Record<string, unknown>): void {
  applyKnobs<Knobs>(options, change, { defaults: createDefaultKnobs(), choices })
}
