/** Presents a grant to a token endpoint: the request half of oauth4webapi, sent through the guarded door, its reply read by `token-reply.ts`. */
import { allowInsecureRequests, customFetch, genericTokenEndpointRequest } from 'oauth4webapi'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { type Egress, EgressError } from '../lib/egress.ts'
import { authenticateClient, chooseClientAuthentication, encodeBasic } from './client-authentication.ts'
import { type Configuration, type Grant, readClientSecrets, readTokenUrl } from './settings.ts'
import { readTokenReply } from './token-reply.ts'
import type { TokenOutcome } from './token-set.ts'

export interface TokenRequest {
  readonly element: CompiledElement
  readonly configuration: Configuration
  readonly grant: Grant
  readonly grantType: string
  /** What goes into the form besides `grant_type` and the client. */
  readonly parameters: Readonly<Record<string, string>>
  /** Values of `parameters` that are secrets. */
  readonly secrets: readonly string[]
}

/** Bytes of a token reply that are read; none that grants is as long. */
const longestReply = 256 * 1024

/** A token endpoint that takes longer is down; shorter than the deadline of the lock under which refreshes run. */
const timeouts = { headers: 25_000, body: 10_000, total: 30_000 }

/**
 * Sends a token request. Outages come back as a value, so that no caller can take one for a refusal.
 * Throws missing-configuration, invalid-configuration, egress-refused (400): nothing was sent then.
 */
export async function requestTokens(egress: Egress, request: TokenRequest): Promise<TokenOutcome> {
  const kind = chooseClientAuthentication(request.element, request.configuration, request.grant)
  const { clientId, clientSecret } = readClientSecrets(request.configuration, kind === 'none')
  const url = readTokenUrl(request)
  try {
    const response = await genericTokenEndpointRequest(
      { issuer: url, token_endpoint: url },
      { client_id: clientId },
      authenticateClient(kind, clientSecret),
      request.grantType,
      { ...request.parameters },
      // Whether plain http may be used, and to whom, is the guarded door's decision.
      { [customFetch]: (target, options) => sendForm(egress, target, options), [allowInsecureRequests]: true },
    )
    const reply = { status: response.status, text: await response.text() }
    const secrets = [clientSecret, encodeBasic(clientId, clientSecret), ...request.secrets]
    return await readTokenReply(reply, secrets, request.element.authentication.oauth2?.busy)
  } catch (error) {
    if (!(error instanceof EgressError) || error.status < 500) throw error
    return { kind: 'outage', error, mayHaveApplied: error.maybeSent }
  }
}

/** Sends a form through the guarded door; what comes back is read whole, up to a limit. */
export async function sendForm(
  egress: Egress,
  url: string,
  options: { body?: unknown; headers: Record<string, string> },
): Promise<Response> {
  const response = await egress.send({ method: 'POST', url, headers: options.headers, body: String(options.body), timeouts })
  const text = await response.excerpt(longestReply)
  const mayHaveBody = ![204, 205, 304].includes(response.status)
  return new Response(mayHaveBody ? text : null, { status: response.status })
}
