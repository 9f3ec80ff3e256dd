/** Authorization code → tokens (contract 4.1, 4.5; RFC 6749 §4.1.3). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Egress } from '../lib/egress.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import { type Configuration, completeCallbackUrl, readSetting } from './settings.ts'
import { requestTokens } from './token-request.ts'
import type { TokenOutcome, TokenSet } from './token-set.ts'

export interface CodeExchange {
  readonly element: CompiledElement
  readonly configuration: Configuration
  readonly code: string
  /** Of a code that is bound to who asked for it (RFC 7636). */
  readonly verifier?: string | undefined
}

/** Exchanges a code, once. Throws missing- or invalid-configuration (400): nothing was sent then. */
export async function exchangeCode(egress: Egress, { element, configuration, code, verifier }: CodeExchange): Promise<TokenOutcome> {
  const plainCode = decodeOnce(code)
  return requestTokens(egress, {
    element,
    configuration,
    grant: 'exchange',
    grantType: 'authorization_code',
    parameters: {
      code: plainCode,
      redirect_uri: readCallbackUrl(configuration),
      ...(verifier === undefined ? {} : { code_verifier: verifier }),
    },
    secrets: [plainCode, ...(verifier === undefined ? [] : [verifier])],
  })
}

/** The redirect URI that the user was sent with. Throws missing-configuration (400). */
export function readCallbackUrl(configuration: Configuration): string {
  const callback = readSetting(configuration, 'oauth.callback.url')
  if (callback === undefined) throw createError('missing-configuration', { params: { keys: 'oauth.callback.url' } })
  return completeCallbackUrl(callback)
}

/** The tokens of an outcome; throws oauth-refused (400) or the outage (502). */
export function takeTokens(outcome: TokenOutcome): TokenSet {
  if (outcome.kind === 'granted') return outcome.tokens
  if (outcome.kind === 'outage') throw outcome.error
  throw createRefusal(outcome.error, outcome.description)
}

/** The 400 for a vendor's (or a user's) no. */
export function createRefusal(error: string, description: string | undefined): OctetError {
  return createError('oauth-refused', { params: { reason: error }, ...(description ? { providerMessage: description } : {}) })
}

/** Old clients hand the code on as it stood in the callback's query (contract 3.3). */
export function decodeOnce(code: string): string {
  if (!/%[0-9a-f]{2}/i.test(code)) return code
  try {
    return decodeURIComponent(code)
  } catch {
    return code
  }
}
