/** `${configuration.KEY}` and `CE.b64(…)` in texts of an element document (contract 12.5); keys hold dots. */
import { createError, type OctetError } from '../lib/errors.ts'
import { configurationPlaces, fillUrlTemplate, readOwn } from '../lib/url-template.ts'
import { evaluateHelpers } from './ce-expressions.ts'
import { encodeText } from './encode-url.ts'
import type { Values } from './types.ts'

/** A configuration with the keys of it that hold secrets: these do not say which host is called. */
export interface GuardedConfiguration {
  readonly configuration: Values
  readonly secretKeys: ReadonlySet<string>
}

/** Fills the places and evaluates the helpers; throws missing-configuration (400) that names a key without a value. */
export function interpolate(text: string, configuration: Values): string {
  if (text.includes('CE.')) return evaluateHelpers(text, (part) => fillPlaces(part, configuration))
  return fillPlaces(text, configuration)
}

/** The keys of the configuration that a text names. */
export function listKeys(text: string): string[] {
  return text.includes('${') ? [...text.matchAll(configurationPlaces)].map(([, key]) => key!) : []
}

function fillPlaces(text: string, configuration: Values): string {
  if (!text.includes('${')) return text
  return text.replace(configurationPlaces, (_place, key: string) => {
    const value = readOwn(configuration, key)
    if (value === undefined || value === null) throw createMissingError(key)
    return value
  })
}

/**
 * Fills the places of a URL or a part of one, those of its query encoded; throws missing-configuration, invalid-parameter, or invalid-configuration (400)
 * for a secret or a value that cannot be in a host.
 */
export function interpolateUrl(text: string, guarded: GuardedConfiguration): string {
  return fillUrlTemplate(text, {
    places: configurationPlaces,
    readValue: (key, _isAuthority, isQuery) => (isQuery ? encodeText(key, readForUrl(guarded, key)) : readForUrl(guarded, key)),
  })
}

/** The value of a key for a URL that the document does not fill by a parameter. Throws missing-configuration or invalid-configuration (400). */
export function readForUrl({ configuration, secretKeys }: GuardedConfiguration, key: string): string {
  if (secretKeys.has(key))
    throw createError('invalid-configuration', { params: { key, expected: 'no use in a URL, since it is a secret' } })
  const value = readOwn(configuration, key)
  if (value === undefined || value === null || value === '') throw createMissingError(key)
  return value
}

function createMissingError(key: string): OctetError {
  return createError('missing-configuration', { params: { keys: key } })
}
