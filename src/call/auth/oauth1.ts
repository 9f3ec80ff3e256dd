/** RFC 5849: every request is signed with HMAC-SHA1, query and form fields included; the result travels in the header or in the query. */
import { createHmac, randomBytes } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import type { EgressRequest } from '../../lib/egress.ts'

export interface OAuth1Client {
  readonly clientKey: string
  readonly clientSecret: string
  /** A temporary one while the user is asked, the user's own afterwards; absent for the first request. */
  readonly token?: string
  readonly tokenSecret?: string
}

/** What is signed: protocol parameters of one request besides the client's own (`oauth_callback`, `oauth_verifier`). */
export interface OAuth1Signing extends OAuth1Client {
  readonly place: 'header' | 'query'
  readonly parameters?: Readonly<Record<string, string>>
}

/** Signs a request; `now` in epoch ms. A request that is already signed, or carries another Authorization, stays as it is (contract 4.5). */
export function signOAuth1(signing: OAuth1Signing, request: EgressRequest, now: number): EgressRequest {
  const url = new URL(request.url)
  if (request.headers['authorization'] !== undefined || url.searchParams.has('oauth_signature')) return request
  const protocol = authorize(signing, { url, method: request.method, form: readForm(request) }, now)
  if (signing.place === 'query') {
    const added = Object.entries(protocol).map(([name, value]) => `${name}=${OAuth1.percentEncode(value)}`)
    return { ...request, url: `${withoutHash(request.url)}${url.search === '' ? '?' : '&'}${added.join('&')}` }
  }
  const written = Object.entries(protocol).map(([name, value]) => `${OAuth1.percentEncode(name)}="${OAuth1.percentEncode(value)}"`)
  return { ...request, headers: { ...request.headers, authorization: `OAuth ${written.sort().join(', ')}` } }
}

/** The library's encoding of RFC 5849 §3.6 needs no client. */
const OAuth1 = new OAuth({ consumer: { key: '', secret: '' } })

interface Signed {
  readonly url: URL
  readonly method: string
  readonly form: URLSearchParams
}

/** The protocol parameters with their signature. The nonce is made here: a repeated one is a replay to the vendor (RFC 5849 §3.3). */
function authorize({ parameters = {}, ...client }: OAuth1Signing, { url, method, form }: Signed, now: number): Record<string, string> {
  const oauth = new OAuth({
    consumer: { key: client.clientKey, secret: client.clientSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
  })
  const protocol = {
    oauth_consumer_key: client.clientKey,
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(now / 1000)),
    oauth_version: '1.0',
    ...(client.token === undefined ? {} : { oauth_token: client.token }),
    ...parameters,
  }
  // Read here, since the library takes a plus sign in a query or a form for itself and not for a space.
  const data: Record<string, string | string[]> = {}
  for (const pairs of [url.searchParams, form])
    for (const name of new Set(pairs.keys())) data[name] = [toList(data[name]), pairs.getAll(name)].flat()
  const request = { url: `${url.origin}${url.pathname}`, method, data }
  // The library adds the other parameters to what it is given.
  const signature = oauth.getSignature(request, client.tokenSecret, { ...protocol } as unknown as OAuth.Data)
  return { ...protocol, oauth_signature: signature }
}

function toList(value: string | string[] | undefined): string[] {
  return [value ?? []].flat()
}

/** RFC 5849 §3.4.1.3.1: a form counts when it is one part and known whole. */
function readForm({ headers, body }: EgressRequest): URLSearchParams {
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true
  return new URLSearchParams(isForm && typeof body === 'string' ? body : '')
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0]!
}
