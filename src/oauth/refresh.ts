/** Refresh token → new tokens (contract 4.5; RFC 6749 §6). When and how often to ask is `renew.ts`'s matter. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Egress } from '../lib/egress.ts'
import type { Configuration } from './settings.ts'
import { requestTokens } from './token-request.ts'
import type { TokenOutcome } from './token-set.ts'

export interface RefreshRequest {
  readonly element: CompiledElement
  readonly configuration: Configuration
  readonly refreshToken: string
}

/** Presents a refresh token, once. A reply without a new one means that the old one stays good. Throws like `requestTokens`. */
export async function refreshTokens(egress: Egress, { element, configuration, refreshToken }: RefreshRequest): Promise<TokenOutcome> {
  const outcome = await requestTokens(egress, {
    element,
    configuration,
    grant: 'refresh',
    grantType: 'refresh_token',
    parameters: { refresh_token: refreshToken },
    secrets: [refreshToken],
  })
  if (outcome.kind !== 'granted') return outcome
  return { kind: 'granted', tokens: { ...outcome.tokens, refreshToken: outcome.tokens.refreshToken ?? refreshToken } }
}

/** Whether a refusal speaks of the grant itself (dead, used, revoked) and not of the client or the request. Default: invalid_grant. */
export function isGrantRefusal(element: CompiledElement, error: string): boolean {
  return (element.authentication.oauth2?.refusals ?? ['invalid_grant']).includes(error)
}
