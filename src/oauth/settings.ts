/** What a grant needs from the configuration of an instance: client, endpoints, callback (contract 4.5). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { fillUrlTemplate, listPlaces, readOwn } from '../lib/url-template.ts'

/** Effective configuration: element defaults under the instance's own values, secrets in clear. */
export type Configuration = Readonly<Record<string, string | null>>

export type Grant = 'exchange' | 'refresh'

/** The value of a key; an empty one counts as absent. */
export function readSetting(configuration: Configuration, key: string): string | undefined {
  return readOwn(configuration, key) || undefined
}

/** Client id and secret; a public client has no secret. Throws missing-configuration (400) that names what is missing. */
export function readClientSecrets(configuration: Configuration, isPublic = false): { clientId: string; clientSecret: string } {
  const clientId = readSetting(configuration, 'oauth.api.key')
  const clientSecret = readSetting(configuration, 'oauth.api.secret') ?? (isPublic ? '' : undefined)
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  const missing = [clientId === undefined ? 'oauth.api.key' : '', clientSecret === undefined ? 'oauth.api.secret' : '']
  throw createError('missing-configuration', { params: { keys: missing.filter((key) => key !== '').join(', ') } })
}

export interface TokenUrlQuestion {
  readonly element: CompiledElement
  readonly configuration: Configuration
  readonly grant: Grant
}

/** Where a grant is presented: refreshes go to `oauth.token.refresh_url` when there is one. Throws missing-configuration or invalid-configuration (400). */
export function readTokenUrl({ element, configuration, grant }: TokenUrlQuestion): string {
  const refreshUrl = grant === 'refresh' ? readSetting(configuration, 'oauth.token.refresh_url') : undefined
  const key = refreshUrl === undefined ? 'oauth.token.url' : 'oauth.token.refresh_url'
  const template = refreshUrl ?? readSetting(configuration, 'oauth.token.url')
  if (template === undefined) throw createError('missing-configuration', { params: { keys: key } })
  const url = fillPlaces(template, { secretKeys: element.secretKeys, readValue: (name) => readSetting(configuration, name) })
  if (!isHttpUrl(url)) throw createError('invalid-configuration', { params: { key, expected: 'an absolute http or https URL' } })
  return url
}

export function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'https:' || url?.protocol === 'http:'
}

/** A callback without a scheme is https (contract 4.2). The same text must be sent to the authorization and to the token endpoint (RFC 6749 §4.1.3). */
export function completeCallbackUrl(callback: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(callback) && !/^[^/]+:\d/.test(callback) ? callback : `https://${callback.replace(/^\/\//, '')}`
}

/** Two names for one thing: clients send either (contract 4.2). */
const aliases: Readonly<Record<string, string>> = { siteAddress: 'subdomain', subdomain: 'siteAddress' }

type ReadValue = (name: string) => string | undefined
const readEither = (readValue: ReadValue, name: string) => readValue(name) ?? readValue(readOwn(aliases, name) ?? name)

/** The names of the places that have no value, each once. */
export function listMissingPlaces(template: string, readValue: ReadValue): string[] {
  return listPlaces(template).filter((name) => readEither(readValue, name) === undefined)
}

/**
 * Fills the places of a URL (`lib/url-template.ts`: what a site may be). Throws parameter-required (400) for a place without a value,
 * invalid-configuration (400) for a secret or for a value that would change the host.
 */
export function fillPlaces(
  template: string,
  { secretKeys, readValue }: { readonly secretKeys: ReadonlySet<string>; readonly readValue: ReadValue },
): string {
  return fillUrlTemplate(template, {
    readValue: (name) => {
      if (secretKeys.has(name))
        throw createError('invalid-configuration', { params: { key: name, expected: 'no use in a URL, since it is a secret' } })
      const value = readEither(readValue, name)
      if (value === undefined) throw createError('parameter-required', { params: { name } })
      return value
    },
  })
}
