// The simulator as one server on the loopback interface: authorization pages, token endpoint, API and control surface on one origin.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerHtml } from '../lib/http/answer.ts'
import { pause, readBody } from '../lib/http/body.ts'
import { createExchange, type Exchange, pickLatency } from '../lib/http/exchange.ts'
import { sendAnswer } from '../lib/http/send.ts'
import { watchDelivery } from '../lib/oauth/delivery.ts'
import type { TokenRecord } from '../lib/oauth/record.ts'
import { answerControl } from './control.ts'
import { type ApiParts, handleApiCall } from './http/api.ts'
import { changeKnobs, createDefaultKnobs, type KeapOptions } from './knobs.ts'
import { answerConsent, showConsent } from './oauth/authorize.ts'
import { answerTokenRequest } from './oauth/token-endpoint.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'
import { createHooks, type Hooks } from './v1/hook-delivery.ts'

export type { IssuedPair, TokenRecord } from '../lib/oauth/record.ts'
export type { Fault, KeapOptions } from './knobs.ts'

/** A running simulator. `options` are live: a knob changed here works from the next request on. */
export interface Keap {
  url: string
  port: number
  options: KeapOptions
  state: State
  record: TokenRecord
  close(): Promise<void>
}

type Parts = ApiParts & { hooks: Hooks }

/**
 * Starts a simulator on 127.0.0.1.
 * @throws KnobError when an option is unknown or does not fit
 */
export async function startKeap(options: Partial<KeapOptions> = {}): Promise<Keap> {
  const { port = 0, now = Date.now, random = Math.random, ...change } = options
  const live: KeapOptions = { ...createDefaultKnobs(), port, now, random }
  changeKnobs(live, change)
  const state = createState()
  let url = ''
  const hooks = createHooks(live, () => url)
  const api: Parts = { state, hooks, router: createApiRouter(hooks), origin: () => url, announce: hooks.announce }
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const exchange = createExchange(request, response, live)
    if (live.requestLog > 0) logRequest(state, exchange)
    dispatch(api, exchange).catch((error: unknown) => fail(response, error))
  })
  await listen(server, port)
  const bound = (server.address() as AddressInfo).port
  url = `http://127.0.0.1:${bound}`
  const close = (): Promise<void> => {
    hooks.clear()
    return closeServer(server)
  }
  return { url, port: bound, options: live, state, record: state.tokens.record, close }
}

async function dispatch(api: Parts, exchange: Exchange<KeapOptions>): Promise<void> {
  const { path } = exchange
  if (path.startsWith('/crm/')) return handleApiCall(api, exchange)
  if (path === '/token') return handleToken(api.state, exchange)
  if (path === '/app/oauth/authorize') return handleAuthorize(api.state, exchange)
  if (path.startsWith('/_simulator/')) return handleControl(api, exchange)
  return handleApiCall(api, exchange)
}

async function handleAuthorize(state: State, exchange: Exchange<KeapOptions>): Promise<void> {
  const parts = { options: exchange.knobs, tenants: state.tenants, tokens: state.tokens, pending: state.pending }
  if (exchange.method === 'GET') sendAnswer(exchange, showConsent(parts, exchange.query))
  else if (exchange.method === 'POST') sendAnswer(exchange, answerConsent(parts, new URLSearchParams(await readBody(exchange.request))))
  else sendAnswer(exchange, answerHtml(405, '405 Method Not Allowed'))
}

async function handleToken(state: State, exchange: Exchange<KeapOptions>): Promise<void> {
  const { request, response, knobs } = exchange
  if (exchange.method !== 'POST') return sendAnswer(exchange, answerHtml(405, '405 Method Not Allowed'))
  const body = await readBody(request)
  await pause(pickLatency(knobs))
  const onClosed = (listener: () => void) => response.once('close', listener)
  const outcome = await answerTokenRequest({ tokens: state.tokens, options: knobs, wait: pause, onClosed }, request, body)
  if (outcome.reset) request.socket.destroy()
  if (request.socket.destroyed) return
  if (outcome.pair) watchDelivery(request, response, outcome.pair)
  sendAnswer(exchange, outcome.answer)
}

async function handleControl({ state, hooks }: Parts, exchange: Exchange<KeapOptions>): Promise<void> {
  const text = await readBody(exchange.request)
  const { method, path, query, knobs } = exchange
  sendAnswer(exchange, answerControl({ state, hooks, options: knobs, query, text }, method, path))
}

function logRequest(state: State, exchange: Exchange<KeapOptions>): void {
  const { request, response, method, path, knobs } = exchange
  if (path.startsWith('/_simulator/')) return
  const entry = { at: knobs.now(), method, path, headerNames: Object.keys(request.headers), status: 0 }
  state.requests.push(entry)
  if (state.requests.length > knobs.requestLog * 2) state.requests.splice(0, state.requests.length - knobs.requestLog)
  response.once('finish', () => {
    entry.status = response.statusCode
  })
}

// A mistake of the simulator itself, or a client that left while its body was read: never a reply that looks like the vendor's.
function fail(response: ServerResponse<IncomingMessage>, error: unknown): void {
  if (response.destroyed) return
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
  response.end(`simulator error: ${error instanceof Error ? error.message : String(error)}\n`)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
