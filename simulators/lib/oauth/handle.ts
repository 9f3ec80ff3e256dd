// The two OAuth endpoints on the wire: bodies are read, latency passes, and whether a pair of tokens got through is watched.
import { answerHtml } from '../http/answer.ts'
import { pause, readBody } from '../http/body.ts'
import { type Exchange, pickLatency } from '../http/exchange.ts'
import { sendAnswer } from '../http/send.ts'
import type { Chance, CommonKnobs } from '../knobs.ts'
import { type AuthorizeRules, answerConsent, type PendingRequest, showConsent } from './authorize.ts'
import { watchDelivery } from './delivery.ts'
import { answerTokenRequest, type TokenOptions, type TokenRules } from './token-endpoint.ts'
import type { TokenStore } from './tokens.ts'

type Options = CommonKnobs & Chance & TokenOptions

export interface OAuthState {
  tokens: TokenStore
  pending: Map<string, PendingRequest>
}

/** The authorization endpoint: GET shows the page, POST is its form. */
export async function handleAuthorize<O extends Options>(state: OAuthState, rules: AuthorizeRules, exchange: Exchange<O>): Promise<void> {
  const parts = { options: exchange.knobs, tokens: state.tokens, pending: state.pending, rules }
  if (exchange.method === 'GET') sendAnswer(exchange, showConsent(parts, exchange.query))
  else if (exchange.method === 'POST') sendAnswer(exchange, answerConsent(parts, new URLSearchParams(await readBody(exchange.request))))
  else sendAnswer(exchange, answerHtml(405, '405 Method Not Allowed'))
}

/** The token endpoint. */
export async function handleToken<O extends Options>(state: OAuthState, rules: TokenRules<O>, exchange: Exchange<O>): Promise<void> {
  const { request, response, knobs } = exchange
  if (exchange.method !== 'POST') return sendAnswer(exchange, answerHtml(405, '405 Method Not Allowed'))
  const body = await readBody(request)
  await pause(pickLatency(knobs))
  const onClosed = (listener: () => void) => response.once('close', listener)
  const outcome = await answerTokenRequest({ rules, tokens: state.tokens, options: knobs, wait: pause, onClosed }, request, {
    body,
    query: exchange.query,
  })
  if (outcome.reset) request.socket.destroy()
  if (request.socket.destroyed) return
  if (outcome.pair) watchDelivery(request, response, outcome.pair)
  sendAnswer(exchange, outcome.answer)
}
