// Every behaviour of the simulator that can be turned: one flat table of defaults, and the check that a change names a knob and fits its type.
import { applyKnobs, type Chance, type CommonKnobs, createCommonDefaults } from '../lib/knobs.ts'
import type { TokenKnobs } from '../lib/oauth/token-endpoint.ts'

/** What may be turned while the simulator runs. */
export interface Knobs extends CommonKnobs, TokenKnobs {
  dataCenters: boolean
  checkScopes: boolean
  searchScope: boolean
  refreshTokenLimit: number
  accessTokenLimit: number
  tokensPerWindow: number
  tokenWindowMs: number
  enforceLimits: boolean
  creditsPerDay: number
  creditWindowMs: number
  concurrency: number
  subConcurrency: number
  oversizedPage: 'clamp' | 'refuse'
  pageRecordLimit: number
  tokenRecordLimit: number
  pageTokenSeconds: number
  pageTokenPosition: 'after-record' | 'offset'
  missingRecordStatus: 204 | 400
  allFailedStatus: 400 | 202
  unknownFields: 'ignore' | 'refuse'
  unknownPicklistValues: 'accept' | 'refuse'
  dealStageRequired: boolean
  searchEquals: 'contains' | 'exact'
  searchCriteriaLimit: number
  searchLagMs: number
  systemTimesSearchable: boolean
  coqlPairs: boolean
  coqlRowLimit: number
  coqlInLimit: number
}

/** Knobs plus what is fixed at the start: port (0 picks one), clock (milliseconds since 1970) and randomness (0 ≤ x < 1). */
export interface ZohoOptions extends Knobs, Chance {
  port: number
}

const choices: Partial<Record<keyof Knobs, readonly unknown[]>> = {
  oversizedPage: ['clamp', 'refuse'],
  pageTokenPosition: ['after-record', 'offset'],
  missingRecordStatus: [204, 400],
  allFailedStatus: [400, 202],
  unknownFields: ['ignore', 'refuse'],
  unknownPicklistValues: ['accept', 'refuse'],
  searchEquals: ['contains', 'exact'],
}

/** The defaults. Limits are the published ones of the Enterprise edition but only counted; `npm run simulator` enforces them and adds latency. */
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
    codeSeconds: 120,
    accessTokenSeconds: 3_600,
    refreshTokenSeconds: 3_153_600_000,
    dataCenters: true,
    checkScopes: true,
    searchScope: false,
    refreshTokenLimit: 20,
    accessTokenLimit: 15,
    tokensPerWindow: 10,
    tokenWindowMs: 600_000,
    enforceLimits: false,
    creditsPerDay: 54_000,
    creditWindowMs: 86_400_000,
    concurrency: 20,
    subConcurrency: 10,
    oversizedPage: 'clamp',
    pageRecordLimit: 2_000,
    tokenRecordLimit: 100_000,
    pageTokenSeconds: 86_400,
    pageTokenPosition: 'after-record',
    missingRecordStatus: 204,
    allFailedStatus: 400,
    unknownFields: 'ignore',
    unknownPicklistValues: 'accept',
    dealStageRequired: true,
    searchEquals: 'contains',
    searchCriteriaLimit: 10,
    searchLagMs: 0,
    systemTimesSearchable: true,
    coqlPairs: true,
    coqlRowLimit: 2_000,
    coqlInLimit: 100,
  }
}

/**
 * Applies a change to running options, all of it or nothing.
 * @throws KnobError with the knob's name and what was expected
 */
export function changeKnobs(options: Knobs, change: Record<string, unknown>): void {
  applyKnobs<Knobs>(options, change, { defaults: createDefaultKnobs(), choices })
}
