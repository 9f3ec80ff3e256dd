/** The three legs of OAuth 1.0a (RFC 5849 §2, contract 4.3): temporary credentials, where the user approves, token credentials. */
import { type OAuth1Client, signOAuth1 } from '../call/auth/oauth1.ts'
import type { CallParts } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { hideSecrets } from '../lib/hide-secrets.ts'
import { createRefusal } from './exchange.ts'
import { type Configuration, fillPlaces, isHttpUrl, readClientSecrets, readSetting } from './settings.ts'

export interface OAuth1Tokens {
  readonly token: string
  readonly secret: string
  /** Every member of the reply. */
  readonly members: Readonly<Record<string, string>>
}

export interface OAuth1Request {
  readonly element: CompiledElement
  readonly configuration: Configuration
  /** The configuration key of the endpoint. */
  readonly urlKey: 'oauth.request.url' | 'oauth.token.url'
  /** Temporary credentials, for the second request. */
  readonly temporary?: Pick<OAuth1Client, 'token' | 'tokenSecret'>
  /** `oauth_callback` or `oauth_verifier`. */
  readonly parameters: Readonly<Record<string, string>>
}

/** Bytes of a reply that are read. */
const longestReply = 64 * 1024
const timeouts = { headers: 25_000, body: 10_000, total: 30_000 }

/**
 * Asks an endpoint for temporary or token credentials. Throws oauth-refused (400) with the vendor's text, an outage (502), missing- or
 * invalid-configuration (400).
 */
export async function requestOAuth1Tokens({ egress, clock }: CallParts, request: OAuth1Request): Promise<OAuth1Tokens> {
  const { configuration, temporary = {}, parameters } = request
  const { clientId, clientSecret } = readClientSecrets(configuration)
  const signing = { clientKey: clientId, clientSecret, place: readPlace(configuration), ...temporary, parameters }
  const unsigned = { method: 'POST' as const, url: readEndpoint(request), headers: { accept: '*/*' }, timeouts }
  const response = await egress.send(signOAuth1(signing, unsigned, clock()))
  const text = await response.excerpt(longestReply)
  if (response.status >= 500 || response.status === 429) throw createError('vendor-failed', { params: { status: response.status } })
  const members = readMembers(text)
  const { oauth_token: token, oauth_token_secret: secret } = members
  if (response.status < 400 && token !== undefined && secret !== undefined) return { token, secret, members }
  const secrets = [clientSecret, temporary.tokenSecret, parameters['oauth_verifier']]
  const told = hideSecrets(text.trimStart().startsWith('<') ? '' : text.trim(), { secrets, longest: 500 })
  throw createRefusal(`HTTP ${response.status}`, told || undefined)
}

/** Header unless the element says `query` (contract 4.3 `oauth.request.authorization.type`). */
export function readPlace(configuration: Configuration): 'header' | 'query' {
  return readSetting(configuration, 'oauth.request.authorization.type') === 'query' ? 'query' : 'header'
}

function readEndpoint({ element, configuration, urlKey }: OAuth1Request): string {
  const template = readSetting(configuration, urlKey)
  if (template === undefined) throw createError('missing-configuration', { params: { keys: urlKey } })
  const url = fillPlaces(template, { secretKeys: element.secretKeys, readValue: (name) => readSetting(configuration, name) })
  if (isHttpUrl(url)) return url
  throw createError('invalid-configuration', { params: { key: urlKey, expected: 'an absolute http or https URL' } })
}

/** A form (RFC 5849 §2.1), or JSON where vendors stray. */
function readMembers(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text)
    const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return Object.fromEntries(pairs.filter(([, each]) => typeof each === 'string'))
  } catch {
    return Object.fromEntries(new URLSearchParams(text.trim()))
  }
}
