// What the knobs of every simulator have in common: the members the shared parts read, and the check that a change names a knob and fits it.
import type { Fault } from './faults.ts'

/** A registered OAuth client. Redirect URIs are compared exactly. */
export interface Client {
  id: string
  secret: string
  redirectUris: string[]
}

/** Clock (milliseconds since 1970) and randomness (0 ≤ x < 1). */
export interface Chance {
  now: () => number
  random: () => number
}

/** Knobs that every simulator has. */
export interface CommonKnobs {
  clients: Client[]
  allowLoopbackRedirects: boolean
  latencyMin: number
  latencyMax: number
  gzip: boolean
  gzipMinimumBytes: number
  requestLog: number
  faults: Fault[]
}

/** A change that names no knob or does not fit it. */
export class KnobError extends Error {}

/**
 * Applies a change to running options, all of it or nothing. Types are those of the defaults; `choices` lists allowed values.
 * @throws KnobError with the knob's name and what was expected
 */
export function applyKnobs<K extends object>(
  options: K,
  change: Record<string, unknown>,
  rules: { defaults: K; choices: Partial<Record<keyof K, readonly unknown[]>> },
): void {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(rules.defaults, name)) throw new KnobError(`${name}: no such knob`)
    checkValue(name, value, { allowed: rules.choices[name as keyof K], example: rules.defaults[name as keyof K] })
  }
  Object.assign(options, change)
}

function checkValue(name: string, value: unknown, rule: { allowed: readonly unknown[] | undefined; example: unknown }): void {
  const { allowed, example } = rule
  if (allowed) {
    if (!allowed.includes(value)) throw new KnobError(`${name}: one of ${allowed.join(', ')}`)
  } else if (Array.isArray(example)) {
    if (!Array.isArray(value)) throw new KnobError(`${name}: a list`)
  } else if (typeof value !== typeof example || (typeof value === 'number' && !(value >= 0))) {
    throw new KnobError(`${name}: a ${typeof example}${typeof example === 'number' ? ' of zero or more' : ''}`)
  }
}

/** Reads `name=value` as typed on a command line: JSON where it parses, text otherwise. */
export function parseKnob(text: string): Record<string, unknown> {
  const at = text.indexOf('=')
  if (at < 1) throw new KnobError(`${text}: expected name=value`)
  const raw = text.slice(at + 1)
  try {
    return { [text.slice(0, at)]: JSON.parse(raw) }
  } catch {
    return { [text.slice(0, at)]: raw }
  }
}

/** Knobs whose beginning is the same for every vendor: no delays, no faults, small answers as they are. */
export function createCommonDefaults() {
  return {
    allowLoopbackRedirects: true,
    tokenDelayBefore: 0,
    tokenDelayAfter: 0,
    tokenDown: false,
    tokenRefuse: 0,
    tokenResetAfterIssue: 0,
    latencyMin: 0,
    latencyMax: 0,
    gzip: true,
    gzipMinimumBytes: 1024,
    requestLog: 500,
    faults: [] as Fault[],
  }
}
