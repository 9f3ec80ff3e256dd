// Which client is calling and where it may send its users back to.
import { timingSafeEqual } from 'node:crypto'
import type { Client, CommonKnobs } from '../knobs.ts'

/** The client with this id and secret. */
export function findClient(
  knobs: Pick<CommonKnobs, 'clients'>,
  id: string | null | undefined,
  secret: string | null | undefined,
): Client | undefined {
  const client = knobs.clients.find((each) => each.id === id)
  return client && typeof secret === 'string' && isSame(client.secret, secret) ? client : undefined
}

/** Credentials of a Basic header, taken literally, without form-decoding. */
export function readBasicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const [scheme, value] = (header ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || !value) return undefined
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) }
}

/**
 * Whether a redirect URI may be used: registered and https, compared exactly.
 * Deviation from the vendor, for work on one machine: plain http on a loopback address, registered or not.
 */
export function isRedirectAllowed(knobs: Pick<CommonKnobs, 'allowLoopbackRedirects'>, client: Client, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false
  const url = new URL(redirectUri)
  if (url.hash !== '') return false
  if (url.protocol === 'https:') return client.redirectUris.includes(redirectUri)
  return knobs.allowLoopbackRedirects && url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
