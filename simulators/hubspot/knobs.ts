// Every behaviour of the simulator that can be turned: one flat table of defaults, and the check that a change names a knob and fits its type.
import { applyKnobs, type Chance, type CommonKnobs, createCommonDefaults } from '../lib/knobs.ts'
import type { TokenKnobs } from '../lib/oauth/token-endpoint.ts'

/** A private application: a token that does not expire, for one account. No scopes: every one. */
interface PrivateApp {
  token: string
  portal: string
  scopes: string[]
}

/** What may be turned while the simulator runs. */
export interface Knobs extends CommonKnobs, TokenKnobs {
  privateApps: PrivateApp[]
  developerKeys: string[]
  rotateRefreshToken: boolean
  checkScopes: boolean
  enforceLimits: boolean
  oauthPerWindow: number
  privatePerWindow: number
  windowMs: number
  searchPerSecond: number
  perDay: number
  retryAfterSeconds: number
  migrationSeconds: number
  searchLagMs: number
  searchMost: number
  missingHasCategory: boolean
  nullValues: 'clear' | 'refuse'
  recordUrls: boolean
  needsName: boolean
  listLimitBeyondMost: 'refuse' | 'lower'
  missingTimestamp: 'refuse' | 'now'
}

/** Knobs plus what is fixed at the start: port (0 picks one), clock (milliseconds since 1970) and randomness (0 ≤ x < 1). */
export interface HubspotOptions extends Knobs, Chance {
  port: number
}

const choices: Partial<Record<keyof Knobs, readonly unknown[]>> = {
  nullValues: ['clear', 'refuse'],
  listLimitBeyondMost: ['refuse', 'lower'],
  missingTimestamp: ['refuse', 'now'],
}

/** The knobs as they are when nothing is turned; times in milliseconds unless the name says otherwise. */
export function createDefaultKnobs(): Knobs {
  return {
    ...createCommonDefaults(),
    clients: [{ id: 'octet-demo', secret: 'octet-demo-secret', redirectUris: ['https://octet.example/callback'] }],
    privateApps: [
      { token: 'pat-na1-simulator-all', portal: '44237313', scopes: [] },
      { token: 'pat-na1-simulator-contacts-only', portal: '44237313', scopes: ['crm.objects.contacts.read'] },
    ],
    developerKeys: ['simulator-developer-key'],
    codeSeconds: 600,
    accessTokenSeconds: 1_800,
    refreshTokenSeconds: 315_360_000,
    rotateRefreshToken: false,
    checkScopes: true,
    enforceLimits: false,
    oauthPerWindow: 110,
    privatePerWindow: 190,
    windowMs: 10_000,
    searchPerSecond: 5,
    perDay: 650_000,
    retryAfterSeconds: 0,
    migrationSeconds: 0,
    searchLagMs: 0,
    searchMost: 10_000,
    missingHasCategory: false,
    nullValues: 'clear',
    recordUrls: true,
    needsName: true,
    listLimitBeyondMost: 'refuse',
    missingTimestamp: 'refuse',
  }
}

/**
 * Applies a change to running options, all of it or nothing.
 * @throws KnobError with the knob's name and what was expected
 */
export function changeKnobs(options: Knobs, change: Record<string, unknown>): void {
  applyKnobs<Knobs>(options, change, { defaults: createDefaultKnobs(), choices })
}
