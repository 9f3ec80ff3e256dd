// Every behaviour of the simulator that can be turned: one flat table of defaults, and the check that a change names a knob and fits its type.

import { applyKnobs, type Chance, type CommonKnobs, createCommonDefaults } from '../lib/knobs.ts'
import type { TokenKnobs } from '../lib/oauth/token-endpoint.ts'

export type { Fault } from '../lib/faults.ts'

/** A personal access token (`pat`: the rights of its user) or service account key (`sak`: all rights). */
interface ApiKey {
  key: string
  kind: 'pat' | 'sak'
  tenant: string
  userId: string
}

/** What may be turned while the simulator runs. */
export interface Knobs extends CommonKnobs, TokenKnobs {
  keys: ApiKey[]
  refreshWithBodyCredentials: boolean
  apiKeyHeaderOnV2: boolean
  missingContentTypeStatus: 400 | 415
  enforceLimits: boolean
  clientPerMinute: number
  clientPerDay: number
  keyPerSecond: number
  keyPerMinute: number
  keyPerDay: number
  tenantPerMinute: number
  tenantPerDay: number
  spikePerSecond: number
  spikeBurst: number
  throttleBody: 'by-cause' | 'quota-fault' | 'spike-fault' | 'newer'
  retryAfterSeconds: number
  defaultPageSize: number
  pageTokenForm: 'opaque' | 'url'
  pageTokenPosition: 'after-record' | 'offset'
  pageTokenSeconds: number
  commaUpdateMask: boolean
  maskWithoutValue: 'clear' | 'skip'
  companyNameRequired: boolean
  contactNotesField: boolean
  emptyFields: 'omitted' | 'null'
  v2ErrorStatus: 'reason' | 'code-name'
  v2ErrorMessage: 'descriptive' | 'blank'
  xmlrpcStatus: 410 | 503
  hookDelayMs: number
  hookRetryMs: number[]
  hookTimeoutMs: number
  hookBatch: number
}

/** Knobs plus what is fixed at the start: port (0 picks one), clock (milliseconds since 1970) and randomness (0 ≤ x < 1). */
export interface KeapOptions extends Knobs, Chance {
  port: number
}

const choices: Partial<Record<keyof Knobs, readonly unknown[]>> = {
  missingContentTypeStatus: [400, 415],
  throttleBody: ['by-cause', 'quota-fault', 'spike-fault', 'newer'],
  pageTokenForm: ['opaque', 'url'],
  pageTokenPosition: ['after-record', 'offset'],
  maskWithoutValue: ['clear', 'skip'],
  emptyFields: ['omitted', 'null'],
  v2ErrorStatus: ['reason', 'code-name'],
  v2ErrorMessage: ['descriptive', 'blank'],
  xmlrpcStatus: [410, 503],
}

/** The defaults. Limits are the published ones but only counted; `npm run simulator` enforces them and adds latency. */
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
      { key: 'KeapAK-simulator-service-account', kind: 'sak', tenant: 'ab123.infusionsoft.com', userId: '1' },
      { key: 'KeapAK-simulator-restricted-user', kind: 'pat', tenant: 'ab123.infusionsoft.com', userId: '4' },
    ],
    codeSeconds: 600,
    accessTokenSeconds: 86_400,
    refreshTokenSeconds: 45 * 86_400,
    refreshWithBodyCredentials: false,
    apiKeyHeaderOnV2: true,
    missingContentTypeStatus: 415,
    enforceLimits: false,
    clientPerMinute: 1_500,
    clientPerDay: 150_000,
    keyPerSecond: 10,
    keyPerMinute: 240,
    keyPerDay: 30_000,
    tenantPerMinute: 10_000,
    tenantPerDay: 250_000,
    spikePerSecond: 25,
    spikeBurst: 5,
    throttleBody: 'by-cause',
    retryAfterSeconds: 0,
    defaultPageSize: 100,
    pageTokenForm: 'opaque',
    pageTokenPosition: 'after-record',
    pageTokenSeconds: 0,
    commaUpdateMask: false,
    maskWithoutValue: 'clear',
    companyNameRequired: true,
    contactNotesField: false,
    emptyFields: 'omitted',
    v2ErrorStatus: 'reason',
    v2ErrorMessage: 'descriptive',
    xmlrpcStatus: 410,
    hookDelayMs: 300,
    hookRetryMs: [500, 3_000, 18_000],
    hookTimeoutMs: 30_000,
    hookBatch: 1_000,
  }
}

/**
 * Applies a change to running options, all of it or nothing.
 * @throws KnobError with the knob's name and what was expected
 */
export function changeKnobs(options: Knobs, change: Record<string, unknown>): void {
  applyKnobs<Knobs>(options, change, { defaults: createDefaultKnobs(), choices })
}
