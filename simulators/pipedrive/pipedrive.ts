// The simulator as one server on the loopback interface: authorization pages, token endpoint, API and control surface on one origin.
import { randomUUID } from 'node:crypto'
import { answerControl, type Control } from '../lib/control.ts'
import { readBody } from '../lib/http/body.ts'
import type { Exchange } from '../lib/http/exchange.ts'
import { sendAnswer } from '../lib/http/send.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { handleAuthorize, handleToken } from '../lib/oauth/handle.ts'
import type { TokenRecord } from '../lib/oauth/record.ts'
import type { TokenRules } from '../lib/oauth/token-endpoint.ts'
import { startServer } from '../lib/server.ts'
import { createControls } from './control.ts'
import { answerUnauthorized } from './errors.ts'
import { type ApiParts, handleApiCall } from './http/api.ts'
import { changeKnobs, createDefaultKnobs, type PipedriveOptions } from './knobs.ts'
import { createAuthorizeRules, createTokenRules, revokeToken } from './oauth-rules.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'
import { createWebhooks } from './webhooks.ts'

export type { PipedriveOptions } from './knobs.ts'

/** A running simulator. `options` are live: a knob changed here works from the next request on. */
export interface Pipedrive {
  url: string
  port: number
  options: PipedriveOptions
  state: State
  record: TokenRecord
  close(): Promise<void>
}

interface Parts extends ApiParts {
  controls: Record<string, Control>
  authorizeRules: AuthorizeRules
  tokenRules: TokenRules<PipedriveOptions>
}

/**
 * Starts a simulator on 127.0.0.1.
 * @throws KnobError when an option is unknown or does not fit
 */
export async function startPipedrive(options: Partial<PipedriveOptions> = {}): Promise<Pipedrive> {
  const { port = 0, now = Date.now, random = Math.random, ...change } = options
  const live: PipedriveOptions = { ...createDefaultKnobs(), port, now, random }
  changeKnobs(live, change)
  const state = createState()
  let url = ''
  const origin = () => url
  const webhooks = createWebhooks(live)
  const parts: Parts = {
    state,
    router: createApiRouter(),
    announce: webhooks.announce,
    controls: createControls(state, live, { origin, stopHooks: webhooks.stop }),
    authorizeRules: createAuthorizeRules(live, () => state.tenants),
    tokenRules: createTokenRules(origin),
  }
  const server = await startServer({ options: live, requests: state.requests, dispatch: (exchange) => dispatch(parts, exchange) })
  url = server.url
  const close = (): Promise<void> => {
    webhooks.stop()
    return server.close()
  }
  return { url, port: server.port, options: live, state, record: state.tokens.record, close }
}

async function dispatch(parts: Parts, exchange: Exchange<PipedriveOptions>): Promise<void> {
  const { state } = parts
  const { path, method, query, request, knobs } = exchange
  if (path === '/oauth/authorize') return handleAuthorize(state, parts.authorizeRules, exchange)
  if (path === '/oauth/token' || path === '/oauth/token/') return handleToken(state, parts.tokenRules, exchange)
  if (path === '/oauth/revoke') {
    const form = new URLSearchParams(await readBody(request))
    return sendAnswer(exchange, revokeToken(state.tokens, { options: knobs, authorization: request.headers.authorization, form }))
  }
  if (path.startsWith('/_simulator/')) {
    return sendAnswer(exchange, answerControl(parts.controls, { method, path, query, text: await readBody(request) }))
  }
  const target = knobs.apiDomain === 'origin' ? { path } : readCompany(path)
  if (!target) return sendAnswer(exchange, answerUnauthorized(randomUUID()))
  return handleApiCall(parts, exchange, target)
}

/** The company and the path below its own address; undefined when there is none. */
function readCompany(path: string): { path: string; company: string } | undefined {
  const [, company, rest] = /^\/company\/([a-z0-9-]+)(\/.*)$/.exec(path) ?? []
  return company && rest ? { company, path: rest } : undefined
}
