/** An exchange as it may be shown: values of secrets hidden wherever they stand, and whatever a name says is one. */
import { hideSecrets } from '../lib/hide-secrets.ts'
import { type Exchange, longestBody } from './record-exchanges.ts'

const mask = '********'

/** Names of headers, parameters and members whose values nobody is shown. */
const secretName =
  /authorization|cookie|token|secret|passw|passphrase|credential|signature|session|api[-_.]?key|client[-_.]?id|consumer[-_.]?key|^code$|verifier|assertion|ticket|jwt|bearer|nonce|^key$|\bsid\b/i

/** Names that only look like it. */
const harmlessName = /^(token_type|grant_type|expires_in|content-type|oauth_signature_method|token_type_hint)$/i

export interface ShownExchange {
  readonly method: string
  readonly url: string
  readonly startedAt: string
  readonly durationMs: number
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | null }
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | null } | null
  readonly error: string | null
}

/** The exchange without secrets. `secrets`: values that are known to be some. */
export function hideExchange(exchange: Exchange, secrets: readonly string[]): ShownExchange {
  // A Basic header holds two of them in another form; names of headers say that already.
  const hide = (text: string) => hideSecrets(text, { secrets, longest: longestBody })
  const { request, response } = exchange
  return {
    method: exchange.method,
    url: hide(hideQuery(exchange.url)),
    startedAt: new Date(exchange.startedAt).toISOString(),
    durationMs: exchange.durationMs,
    request: { headers: hideHeaders(request.headers, hide), body: hideBody(request.body, hide) },
    response:
      response === undefined
        ? null
        : { status: response.status, headers: hideHeaders(response.headers, hide), body: hideBody(response.body, hide) },
    error: exchange.error === undefined ? null : hide(exchange.error),
  }
}

function isSecret(name: string): boolean {
  return secretName.test(name) && !harmlessName.test(name)
}

function hideHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  hide: (text: string) => string,
): Record<string, string> {
  const pairs = Object.entries(headers).filter(([, value]) => value !== undefined)
  return Object.fromEntries(pairs.map(([name, value]) => [name, isSecret(name) ? mask : hide(hideQuery([value].flat().join(', ')))]))
}

/** Of a URL, or a text that holds one; also of a form. */
function hideQuery(text: string): string {
  return text.replace(/([?&#;]|^)([^=&?#;\s]+)=([^&#;\s]*)/g, (whole, before: string, name: string) =>
    isSecret(decode(name)) ? `${before}${name}=${mask}` : whole,
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function hideBody(body: string | undefined, hide: (text: string) => string): string | null {
  if (body === undefined) return null
  const value = parse(body)
  if (value !== undefined) return hide(JSON.stringify(hideMembers(value)))
  return hide(hideElements(hideQuery(body)))
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function hideMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideMembers)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => {
    const isValue = typeof member === 'string' || typeof member === 'number'
    return [name, isSecret(name) && isValue ? mask : hideMembers(member)]
  })
  return Object.fromEntries(members)
}

/** `<password>…</password>` of XML, whatever prefix or attributes it has. */
function hideElements(text: string): string {
  return text.replace(
    /<((?:[\w.-]+:)?([\w.-]+))((?:\s[^<>]{0,500})?)>([^<]+)<\/\1>/g,
    (whole, tag: string, name: string, attributes: string) => (isSecret(name) ? `<${tag}${attributes}>${mask}</${tag}>` : whole),
  )
}
