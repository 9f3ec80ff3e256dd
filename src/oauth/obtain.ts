/** Asks for tokens: at the token endpoint, or by the resource that an element has in its place (contract 4.5). One request, nothing stored. */
import type { LifecycleResult, LifecycleType } from '../call/lifecycle.ts'
import type { CallParts, Values } from '../call/types.ts'
import { OctetError } from '../lib/errors.ts'
import { decodeOnce, exchangeCode, readCallbackUrl } from './exchange.ts'
import { grantToClient, grantToPassword, readLogin } from './own-grants.ts'
import { refreshTokens } from './refresh.ts'
import { type AuthenticatingAccount, runResources } from './run-resources.ts'
import { readTokenReply } from './token-reply.ts'
import type { TokenOutcome } from './token-set.ts'
import { readVendorAccount } from './vendor-account.ts'

export type GrantRequest =
  | { readonly kind: 'code'; readonly code: string; readonly verifier?: string | undefined }
  | { readonly kind: 'refresh-token'; readonly refreshToken: string }
  | { readonly kind: 'password' }
  | { readonly kind: 'client-credentials' }

export interface Obtained {
  readonly outcome: TokenOutcome
  /** What the element's resource put into the configuration besides. */
  readonly changes: Values
}

/** Throws missing- or invalid-configuration, egress-refused (400): nothing was sent then. */
export async function obtainTokens(parts: CallParts, account: AuthenticatingAccount, request: GrantRequest): Promise<Obtained> {
  const type = resourceType[request.kind]
  if (account.element.resourcesOfType(type).length > 0) return runTokenResource(parts, account, { type, request })
  return { outcome: nameAccount(account, await askTokenEndpoint(parts, account, request)), changes: {} }
}

function nameAccount({ element, configuration }: AuthenticatingAccount, outcome: TokenOutcome): TokenOutcome {
  const vendorAccount = outcome.kind === 'granted' ? readVendorAccount(element, configuration, outcome.tokens) : undefined
  return outcome.kind !== 'granted' || vendorAccount === undefined ? outcome : { ...outcome, tokens: { ...outcome.tokens, vendorAccount } }
}

const resourceType = {
  code: 'oauthOnTokenExchange',
  'refresh-token': 'oauthOnTokenRefresh',
  password: 'oauth2Password',
  'client-credentials': 'oauthOnTokenExchange',
} as const satisfies Record<GrantRequest['kind'], LifecycleType>

function askTokenEndpoint({ egress }: CallParts, { element, configuration }: AuthenticatingAccount, request: GrantRequest) {
  switch (request.kind) {
    case 'code':
      return exchangeCode(egress, { element, configuration, code: request.code, verifier: request.verifier })
    case 'refresh-token':
      return refreshTokens(egress, { element, configuration, refreshToken: request.refreshToken })
    case 'password':
      return grantToPassword(egress, { element, configuration })
    case 'client-credentials':
      return grantToClient(egress, { element, configuration })
  }
}

interface TokenResource {
  readonly type: LifecycleType
  readonly request: GrantRequest
}

async function runTokenResource(parts: CallParts, account: AuthenticatingAccount, { type, request }: TokenResource): Promise<Obtained> {
  const inputs = offerInputs(account, request)
  try {
    const result = await runResources(parts, account, { type, inputs })
    return await readResult(result, { request, secrets: Object.values(inputs), busy: account.element.authentication.oauth2?.busy })
  } catch (error) {
    return { outcome: judgeFailure(error), changes: {} }
  }
}

/** Names as the original offers them (contract 4.5). */
function offerInputs({ configuration }: AuthenticatingAccount, request: GrantRequest): Record<string, string> {
  switch (request.kind) {
    case 'code':
      return {
        code: decodeOnce(request.code),
        callbackUrl: readCallbackUrl(configuration),
        ...(request.verifier === undefined ? {} : { codeVerifier: request.verifier }),
      }
    case 'refresh-token':
      return { refreshToken: request.refreshToken }
    case 'password':
      return readLogin(configuration)
    case 'client-credentials':
      return {}
  }
}

/** The tokens are in the answer, or where `source: response` parameters and hooks have put them. */
async function readResult(
  { bodies, changes }: LifecycleResult,
  { request, secrets, busy }: { request: GrantRequest; secrets: readonly string[]; busy: readonly string[] | undefined },
): Promise<Obtained> {
  const { 'oauth.user.token': token, 'oauth.user.refresh_token': refresh, 'oauth.user.refresh_interval': seconds, ...others } = changes
  const body = bodies.findLast((each) => typeof each === 'object' && each !== null) ?? {}
  const members = {
    ...body,
    ...(token ? { access_token: token } : {}),
    ...(refresh ? { refresh_token: refresh } : {}),
    ...(seconds ? { expires_in: seconds } : {}),
  }
  const outcome = await readTokenReply({ status: 200, text: JSON.stringify(members) }, secrets, busy)
  if (outcome.kind !== 'granted' || request.kind !== 'refresh-token') return { outcome, changes: others }
  const refreshToken = outcome.tokens.refreshToken ?? request.refreshToken
  return { outcome: { kind: 'granted', tokens: { ...outcome.tokens, refreshToken } }, changes: others }
}

/** Statuses of a vendor that judge nothing: contract 3.8 counts refusals only. */
const unjudged: ReadonlySet<number> = new Set([408, 425, 429])

/** A vendor's 4xx is its no; everything else is an outage, and what was asked may have been done. */
export function judgeFailure(error: unknown): TokenOutcome {
  if (!(error instanceof OctetError)) throw error
  const isJudged = error.status >= 400 && error.status < 500 && !unjudged.has(error.status)
  if (error.code === 'vendor-refused' && isJudged) {
    return { kind: 'refused', error: `HTTP ${error.status}`, description: error.providerMessage ?? error.message }
  }
  // A configuration that lacks something, a host that may not be called: nothing was sent, and nobody has to wait.
  if (error.status < 500 && !unjudged.has(error.status)) throw error
  return { kind: 'outage', error, mayHaveApplied: true }
}
