/** A SAML identity provider as clients describe it (contract 8.7), and what must be right of it. */
import { X509Certificate } from 'node:crypto'
import { Type } from 'typebox'
import { createError } from '../../lib/errors.ts'

export interface IdentityProvider {
  /** Where users are sent to log in. */
  readonly ssoUrl: string
  readonly entityId: string
  /** PEM, or the base64 inside it alone. */
  readonly signingCert: string
  readonly logonProtocolBinding: string
  readonly logoutUrl?: string
  readonly logoutProtocolBinding?: string
  readonly logoutResponseUrl?: string
  readonly idFormat?: string
  readonly signatureAlgorithm?: string
}

const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const bindings = [redirectBinding]
const algorithms = ['rsa-sha1', 'rsa-sha256', 'rsa-sha384', 'rsa-sha512']

const line = Type.String({ minLength: 1, maxLength: 2000 })
const optionalLine = Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 2000 }))

export const providerBody = Type.Object({
  ssoUrl: line,
  entityId: line,
  signingCert: Type.String({ maxLength: 20_000 }),
  logonProtocolBinding: optionalLine,
  logoutUrl: optionalLine,
  logoutProtocolBinding: optionalLine,
  logoutResponseUrl: optionalLine,
  idFormat: optionalLine,
  signatureAlgorithm: optionalLine,
})

type Given = Readonly<Record<string, unknown>>

/** Takes a body that the schema has checked; unknown members are left out. Throws invalid-body (400) that names the member. */
export function readProvider(given: Given): IdentityProvider {
  const choose = (name: string, choices: readonly string[]) => readChoice(given, name, choices)
  const parts = {
    ssoUrl: readUrl(given, 'ssoUrl'),
    entityId: readLine(given, 'entityId'),
    signingCert: readCertificateText(given['signingCert'] as string),
    logonProtocolBinding: choose('logonProtocolBinding', bindings) ?? redirectBinding,
    logoutUrl: readUrl(given, 'logoutUrl'),
    logoutProtocolBinding: choose('logoutProtocolBinding', bindings),
    logoutResponseUrl: readUrl(given, 'logoutResponseUrl'),
    idFormat: readLine(given, 'idFormat'),
    signatureAlgorithm: choose('signatureAlgorithm', algorithms),
  }
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as unknown as IdentityProvider
}

/** The certificate of a provider. Throws a plain Error for what is none. */
export function readCertificate(text: string): X509Certificate {
  const isPem = text.includes('-----BEGIN')
  return new X509Certificate(isPem ? text : Buffer.from(text, 'base64'))
}

function readCertificateText(text: string): string {
  try {
    readCertificate(text)
    return text
  } catch (cause) {
    throw refuse('signingCert', 'an X.509 certificate (PEM, or its base64)', cause)
  }
}

function readUrl(given: Given, name: string): string | undefined {
  const text = readLine(given, name)
  const url = text === undefined ? undefined : URL.parse(text)
  if (url === null || (url !== undefined && !/^https?:$/.test(url.protocol)))
    throw refuse(name, 'a URL that begins with https:// or http://')
  return text
}

function readChoice(given: Given, name: string, choices: readonly string[]): string | undefined {
  const text = readLine(given, name)
  if (text !== undefined && !choices.includes(text)) throw refuse(name, choices.join(', '))
  return text
}

/** Null and the empty text are as left out. What the text holds must be able to stand in XML. */
function readLine(given: Given, name: string): string | undefined {
  const text = (given[name] ?? '') as string
  if (/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(text)) throw refuse(name, 'text without control characters')
  return text === '' ? undefined : text
}

function refuse(name: string, expected: string, cause?: unknown) {
  return createError('invalid-body', { params: { reason: `${name}: expected ${expected}` }, cause })
}
