/** A vendor's refusal → our status, and its own words as `providerMessage` (contract 1.6, 5.2). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { ErrorReading } from '../elements/document/octet.ts'
import type { EgressResponse } from '../lib/egress.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import { hideSecrets } from '../lib/hide-secrets.ts'
import { compileReader } from '../lib/json-path.ts'
import { readOwn } from '../lib/url-template.ts'
import { authorizeBasic } from './auth/basic.ts'
import { readContentKind } from './body/content-kind.ts'
import { parseVendorJson } from './body/read-json.ts'
import { parseXml } from './body/read-xml.ts'
import { readSoapFault, type SoapFault, weighFault } from './body/soap-fault.ts'
import { tellRetryAfter } from './retry-after.ts'
import type { CallInstance, Credential, Values } from './types.ts'

/** Statuses that keep their meaning; any other 4xx is a 400, a 5xx or an unfollowed redirect a 502. */
const kept: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 409, 415, 429])

/** Bytes of a refusal that are read, and characters of it that are told. */
const longestRead = 64 * 1024
const longestTold = 4000

export interface RefusalContext {
  readonly instance: CallInstance
  readonly configuration: Values
  readonly credential: Credential
  readonly now: number
}

/** Reads the vendor's error body and makes the error of it; what can be read of it never contains a secret of the instance. */
export async function createVendorError(response: EgressResponse, context: RefusalContext): Promise<OctetError> {
  const text = await response.excerpt(longestRead).catch(() => '')
  const { status, headers } = response
  const { element } = context.instance
  const coded = status >= 400 && status < 500 ? readCodedStatus(element.errors, text) : undefined
  const weighed = coded ?? weighFault(status, readFault(element, text, headers))
  const refusal = { status: weighed, headers, said: readRefusal(element, text, headers) }
  return createRefusal(refusal, context)
}

export interface Refusal {
  readonly status: number
  readonly headers: EgressResponse['headers']
  /** What the vendor, or a hook for it, said went wrong. */
  readonly said: string | undefined
}

/** The vendor's words in the body of a refusal; a SOAP fault tells its reason. */
export function readRefusal(element: CompiledElement, text: string, headers: EgressResponse['headers']): string | undefined {
  return readFault(element, text, headers)?.message ?? readMessage(element.errors, text, String(headers['content-type'] ?? ''))
}

/** An element that says itself how its errors are read is not second-guessed. */
function readFault({ errors }: CompiledElement, text: string, headers: EgressResponse['headers']): SoapFault | undefined {
  const isXml = readContentKind(String(headers['content-type'] ?? '')) === 'xml'
  return isXml && errors.length === 0 ? readSoapFault(parseQuietly(text)) : undefined
}

/** The error of a refusal that was read: status as contract 5.2 maps it, the words as `providerMessage` with our secrets hidden. */
export function createRefusal({ status, headers, said }: Refusal, context: RefusalContext): OctetError {
  const details = said === undefined || said === '' ? {} : { providerMessage: hideOwnSecrets(said, context) }
  if (status === 429)
    return createError('vendor-limit', { ...details, headers: tellRetryAfter(context.instance.element, headers, context.now) })
  if (status < 400 || status >= 500) return createError('vendor-failed', { ...details, params: { status } })
  return createError('vendor-refused', { ...details, status: kept.has(status) ? status : 400 })
}

/** A text without the secrets of the instance, cut to what is told. */
export function hideOwnSecrets(text: string, context: Omit<RefusalContext, 'now'>): string {
  return hideSecrets(text, { secrets: listSecrets(context), longest: longestTold })
}

/** Characters; a fault is short, and parsing takes a while. */
const longestFault = 30_000

function parseQuietly(text: string): unknown {
  try {
    return text.length > longestFault ? undefined : parseXml(text)
  } catch {
    return undefined
  }
}

/** The first reading that finds a text; otherwise the title of a page, otherwise the body as it came. */
export function readMessage(readings: readonly ErrorReading[], text: string, contentType: string): string | undefined {
  const trimmed = text.trim()
  const isPage = /html/i.test(contentType) || /^<(!doctype|html)/i.test(trimmed)
  const value = isPage ? undefined : parseJson(trimmed)
  for (const reading of readings) {
    const found = reading.message === undefined ? undefined : compileReader(reading.message)(value)
    if (found !== undefined && found !== null && found !== '') return typeof found === 'string' ? found : JSON.stringify(found)
  }
  if (isPage) return readTitle(trimmed)
  return trimmed
}

/** What the vendor's code means, where the element says so. */
function readCodedStatus(readings: readonly ErrorReading[], text: string): number | undefined {
  const coded = readings.filter(({ code }) => code !== undefined)
  if (coded.length === 0) return undefined
  const value = parseJson(text)
  for (const { code = '', statuses = {} } of coded) {
    const found = compileReader(code)(value)
    const known = typeof found === 'string' || typeof found === 'number' ? readOwn(statuses, String(found)) : undefined
    if (known !== undefined) return known
  }
  return undefined
}

function readTitle(page: string): string | undefined {
  const title = /<title[^>]{0,200}>([^<]{1,500})/i.exec(page)?.[1] ?? /<h1[^>]{0,200}>([^<]{1,500})/i.exec(page)?.[1]
  return title?.replace(/\s+/g, ' ').trim()
}

function parseJson(text: string): unknown {
  try {
    return parseVendorJson(text)
  } catch {
    return undefined
  }
}

/** Vendors repeat what they refuse: a token or key of the instance must not come back in an error, a log or a trace. */
function listSecrets({ instance, configuration, credential }: Omit<RefusalContext, 'now'>): (string | null | undefined)[] {
  const secrets = [...instance.element.secretKeys].map((key) => configuration[key])
  if (credential.kind === 'bearer') secrets.push(credential.token)
  if (credential.kind === 'basic') secrets.push(credential.password, authorizeBasic(credential).slice('Basic '.length))
  if (credential.kind === 'oauth1') secrets.push(credential.clientSecret, credential.token, credential.tokenSecret)
  if (credential.kind === 'awsv4') secrets.push(credential.secretAccessKey)
  if (credential.kind === 'custom') secrets.push(...Object.values(credential.values))
  return secrets
}
