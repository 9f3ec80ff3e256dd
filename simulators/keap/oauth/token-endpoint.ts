// The token endpoint: form bodies only, client authentication by grant, codes and refresh tokens used exactly once, every pair recorded.
import type { IncomingMessage } from 'node:http'
import { answerHtml } from '../../lib/http/answer.ts'
import type { Client } from '../../lib/knobs.ts'
import { findClient, readBasicCredentials } from '../../lib/oauth/clients.ts'
import type { IssuedPair, Presentation } from '../../lib/oauth/record.ts'
import type { Answer } from '../call.ts'
import type { KeapOptions } from '../knobs.ts'
import { issuePair, type RefreshToken, type TokenStore } from './tokens.ts'

export interface TokenOutcome {
  answer: Answer
  /** The pair this reply carries: whoever writes the reply notes in it whether it got through. */
  pair?: IssuedPair
  /** The pair was issued and its reply must be lost. */
  reset?: boolean
}

interface TokenCall {
  tokens: TokenStore
  options: KeapOptions
  authorization: string | undefined
  form: URLSearchParams
  wait: (milliseconds: number) => Promise<void>
  onClosed: (listener: () => void) => void
}

/** `POST /token`. `wait` is how the knobs' delays pass; `onClosed` tells when the exchange is over for the client, whichever way. */
export async function answerTokenRequest(
  parts: Pick<TokenCall, 'tokens' | 'options' | 'wait' | 'onClosed'>,
  request: IncomingMessage,
  body: string,
): Promise<TokenOutcome> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    return { answer: refuse(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded') }
  }
  const call: TokenCall = { ...parts, authorization: request.headers.authorization, form: new URLSearchParams(body) }
  const grantType = call.form.get('grant_type')
  if (grantType === 'authorization_code') return exchangeCode(call)
  if (grantType === 'refresh_token') return exchangeRefreshToken(call)
  return { answer: refuse(400, 'unsupported_grant_type', 'grant_type must be authorization_code or refresh_token') }
}

async function exchangeCode(call: TokenCall): Promise<TokenOutcome> {
  const { form, options, tokens } = call
  if (call.authorization !== undefined) {
    return { answer: refuse(400, 'invalid_request', 'Client credentials belong in the body; send no Authorization header') }
  }
  const client = findClient(options, form.get('client_id'), form.get('client_secret'))
  if (!client) return { answer: refuse(401, 'invalid_client', 'Invalid client') }
  await call.wait(options.tokenDelayBefore)
  const obstacle = findObstacle(options)
  if (obstacle) return { answer: obstacle }
  const code = tokens.codes.get(form.get('code') ?? '')
  const usable = code && !code.used && code.expiresAt > options.now() && code.clientId === client.id
  if (!usable || code.redirectUri !== form.get('redirect_uri'))
    return { answer: refuse(400, 'invalid_grant', 'Invalid Authorization Code') }
  code.used = true
  return deliver(call, issuePair(tokens, options, { grant: code, kind: 'authorization_code' }))
}

async function exchangeRefreshToken(call: TokenCall): Promise<TokenOutcome> {
  const { form, options, tokens } = call
  const client = authenticateRefresh(call)
  if (!client) return { answer: refuse(401, 'invalid_client', 'Invalid client') }
  const token = tokens.refreshTokens.get(form.get('refresh_token') ?? '')
  if (!token || token.clientId !== client.id) return { answer: refuseRefresh() }
  const presentation = notePresentation(token, options.now())
  // A client that died no longer holds this presentation open, though the endpoint still works on it.
  call.onClosed(() => {
    token.inFlight -= 1
  })
  await call.wait(options.tokenDelayBefore)
  const obstacle = findObstacle(options)
  if (obstacle) {
    if (obstacle.status === 400) presentation.outcome = 'refused'
    return { answer: obstacle }
  }
  if (token.successor || token.expiresAt <= options.now()) {
    presentation.outcome = token.successor ? 'reused' : 'refused'
    return { answer: refuseRefresh() }
  }
  presentation.outcome = 'accepted'
  return deliver(call, issuePair(tokens, options, { grant: token, kind: 'refresh_token', parent: token }))
}

function authenticateRefresh(call: TokenCall): Client | undefined {
  const basic = readBasicCredentials(call.authorization)
  if (basic) return findClient(call.options, basic.id, basic.secret)
  if (!call.options.refreshWithBodyCredentials) return undefined
  return findClient(call.options, call.form.get('client_id'), call.form.get('client_secret'))
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

async function deliver(call: TokenCall, issued: ReturnType<typeof issuePair>): Promise<TokenOutcome> {
  await call.wait(call.options.tokenDelayAfter)
  const answer: Answer = { status: 200, type: 'json', body: issued.reply, headers: noStore }
  const reset = call.options.tokenResetAfterIssue > 0
  if (reset) call.options.tokenResetAfterIssue -= 1
  return { answer, pair: issued.pair, reset }
}

function findObstacle(options: KeapOptions): Answer | undefined {
  if (options.tokenDown) return answerHtml(503, '503 Service Temporarily Unavailable')
  if (options.tokenRefuse <= 0) return undefined
  options.tokenRefuse -= 1
  return refuseRefresh()
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' }

function refuse(status: number, error: string, description: string): Answer {
  return { status, type: 'json', body: { error, error_description: description }, headers: noStore }
}

function refuseRefresh(): Answer {
  return refuse(400, 'invalid_request', 'Invalid Refresh Token')
}
