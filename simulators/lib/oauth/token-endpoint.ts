// The token endpoint: form bodies only, client authentication by grant, codes and refresh tokens used exactly once, every pair recorded.
import type { IncomingMessage } from 'node:http'
import { type Answer, answerHtml } from '../http/answer.ts'
import type { Client, CommonKnobs } from '../knobs.ts'
import type { IssuedPair, Presentation } from './record.ts'
import { type Issued, issuePair, type RefreshToken, type TokenLifetimes, type TokenStore } from './tokens.ts'

/** Knobs of the endpoint itself. */
export interface TokenKnobs {
  codeSeconds: number
  accessTokenSeconds: number
  refreshTokenSeconds: number
  tokenDelayBefore: number
  tokenDelayAfter: number
  tokenDown: boolean
  tokenRefuse: number
  tokenResetAfterIssue: number
}

export type TokenOptions = TokenKnobs & TokenLifetimes & Pick<CommonKnobs, 'clients'>

/** What differs from vendor to vendor. */
export interface TokenRules<Options extends TokenOptions> {
  /** The client that is calling, or the refusal. */
  authenticate: (call: { options: Options; authorization: string | undefined; form: URLSearchParams }) => Client | Answer
  /** The body of a good reply. */
  reply: (issued: Issued, options: Options) => unknown
  refusals: Record<'contentType' | 'grantType' | 'code' | 'refreshToken', Answer> &
    /** Where they are told apart from the ones above. */
    Partial<Record<'noGrantType' | 'expiredCode' | 'redirectUri', Answer>>
  /** `required`: as in the authorization request; `if-sent`: compared only when it comes. */
  redirectUri: 'required' | 'if-sent'
  /** Set where parameters may stand in the query too; a body may then be missing. */
  readsQuery?: true
  /** Whether a refresh leaves the refresh token as it is; `sliding` starts its life anew. */
  keepsRefreshToken: (options: Options) => boolean | 'sliding'
}

export interface TokenOutcome {
  answer: Answer
  /** The pair this reply carries: whoever writes the reply notes in it whether it got through. */
  pair?: IssuedPair
  /** The pair was issued and its reply must be lost. */
  reset?: boolean
}

interface TokenCall<Options extends TokenOptions> {
  rules: TokenRules<Options>
  tokens: TokenStore
  options: Options
  authorization: string | undefined
  form: URLSearchParams
  wait: (milliseconds: number) => Promise<void>
  onClosed: (listener: () => void) => void
}

/** The endpoint's POST. `wait` is how the knobs' delays pass; `onClosed` tells when the exchange is over for the client, whichever way. */
export async function answerTokenRequest<Options extends TokenOptions>(
  parts: Pick<TokenCall<Options>, 'rules' | 'tokens' | 'options' | 'wait' | 'onClosed'>,
  request: IncomingMessage,
  sent: { body: string; query: URLSearchParams },
): Promise<TokenOutcome> {
  const { refusals, readsQuery } = parts.rules
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  if (!isForm && !(readsQuery && sent.body === '')) return { answer: refusals.contentType }
  const form = new URLSearchParams(sent.body)
  if (readsQuery) for (const [name, value] of sent.query) form.append(name, value)
  const call: TokenCall<Options> = { ...parts, authorization: request.headers.authorization, form }
  const grantType = call.form.get('grant_type')
  if (grantType === 'authorization_code') return exchangeCode(call)
  if (grantType === 'refresh_token') return exchangeRefreshToken(call)
  return { answer: grantType === null ? (refusals.noGrantType ?? refusals.grantType) : refusals.grantType }
}

async function exchangeCode<Options extends TokenOptions>(call: TokenCall<Options>): Promise<TokenOutcome> {
  const { form, options, tokens, rules } = call
  const client = rules.authenticate(call)
  if ('status' in client) return { answer: client }
  await call.wait(options.tokenDelayBefore)
  const obstacle = findObstacle(call)
  if (obstacle) return { answer: obstacle }
  const code = tokens.codes.get(form.get('code') ?? '')
  if (!code || code.used || code.clientId !== client.id) return { answer: rules.refusals.code }
  if (code.expiresAt <= options.now()) return { answer: rules.refusals.expiredCode ?? rules.refusals.code }
  const sent = form.get('redirect_uri')
  const wrongUri = sent !== code.redirectUri && (rules.redirectUri === 'required' || sent !== null)
  if (wrongUri) return { answer: rules.refusals.redirectUri ?? rules.refusals.code }
  code.used = true
  return deliver(call, issuePair(tokens, options, { grant: code, kind: 'authorization_code' }))
}

async function exchangeRefreshToken<Options extends TokenOptions>(call: TokenCall<Options>): Promise<TokenOutcome> {
  const { form, options, tokens, rules } = call
  const client = rules.authenticate(call)
  if ('status' in client) return { answer: client }
  const refused = { answer: rules.refusals.refreshToken }
  const token = tokens.refreshTokens.get(form.get('refresh_token') ?? '')
  if (!token || token.clientId !== client.id) return refused
  const presentation = notePresentation(token, options.now())
  // A client that died no longer holds this presentation open, though the endpoint still works on it.
  call.onClosed(() => {
    token.inFlight -= 1
  })
  await call.wait(options.tokenDelayBefore)
  const obstacle = findObstacle(call)
  if (obstacle) {
    if (obstacle.status < 500) presentation.outcome = 'refused'
    return { answer: obstacle }
  }
  if (token.successor || token.expiresAt <= options.now()) {
    presentation.outcome = token.successor ? 'reused' : 'refused'
    return refused
  }
  presentation.outcome = 'accepted'
  const keep = rules.keepsRefreshToken(options)
  return deliver(call, issuePair(tokens, options, { grant: token, kind: 'refresh_token', parent: token, keep }))
}

function notePresentation(token: RefreshToken, now: number): Presentation {
  const presentation: Presentation = { at: now, outcome: 'unknown' }
  if (token.successor) {
    presentation.successorIssuedAt = token.successor.issuedAt
    presentation.successorDelivered = token.successor.replyDelivered
  }
  token.pair.firstUsedAt ??= now
  token.pair.presentations.push(presentation)
  if (token.inFlight > 0) token.pair.concurrentPresentations += 1
  token.inFlight += 1
  return presentation
}

async function deliver<Options extends TokenOptions>(call: TokenCall<Options>, issued: Issued): Promise<TokenOutcome> {
  const { options, rules } = call
  await call.wait(options.tokenDelayAfter)
  const answer: Answer = { status: 200, type: 'json', body: rules.reply(issued, options), headers: noStore }
  const reset = options.tokenResetAfterIssue > 0
  if (reset) options.tokenResetAfterIssue -= 1
  return { answer, pair: issued.pair, reset }
}

function findObstacle<Options extends TokenOptions>({ options, rules }: TokenCall<Options>): Answer | undefined {
  if (options.tokenDown) return answerHtml(503, '503 Service Temporarily Unavailable')
  if (options.tokenRefuse <= 0) return undefined
  options.tokenRefuse -= 1
  return rules.refusals.refreshToken
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** A refusal in the form of RFC 6749, 5.2. */
export function refuseToken(status: number, error: string, description: string): Answer {
  return { status, type: 'json', body: { error, error_description: description }, headers: noStore }
}
