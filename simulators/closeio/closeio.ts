// The simulator as one server on the loopback interface: authorization pages, token endpoint, API and control surface on one origin.
import { answerControl, type Control } from '../lib/control.ts'
import { readBody } from '../lib/http/body.ts'
import type { Exchange } from '../lib/http/exchange.ts'
import { sendAnswer } from '../lib/http/send.ts'
import { handleAuthorize, handleToken } from '../lib/oauth/handle.ts'
import type { TokenRecord } from '../lib/oauth/record.ts'
import { startServer } from '../lib/server.ts'
import { createControls } from './control.ts'
import { type ApiParts, handleApiCall } from './http/api.ts'
import { type CloseioOptions, changeKnobs, createDefaultKnobs } from './knobs.ts'
import { answerRevocation, createAuthorizeRules, createTokenRules } from './oauth-rules.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'
import { createWebhooks } from './webhooks.ts'

/** A running simulator. `options` are live: a knob changed here works from the next request on. */
export interface Closeio {
  url: string
  port: number
  options: CloseioOptions
  state: State
  record: TokenRecord
  close(): Promise<void>
}

/**
 * Starts a simulator on 127.0.0.1.
 * @throws KnobError when an option is unknown or does not fit
 */
export async function startCloseio(options: Partial<CloseioOptions> = {}): Promise<Closeio> {
  const { port = 0, now = Date.now, random = Math.random, ...change } = options
  const live: CloseioOptions = { ...createDefaultKnobs(), port, now, random }
  changeKnobs(live, change)
  const state = createState()
  const webhooks = createWebhooks(live)
  const api: ApiParts = { state, router: createApiRouter(webhooks.routes), deliver: webhooks.deliver }
  const controls = createControls(state, live, webhooks.clear)
  const server = await startServer({
    options: live,
    requests: state.requests,
    dispatch: (exchange) => dispatch(api, controls, exchange),
  })
  const close = (): Promise<void> => {
    webhooks.clear()
    return server.close()
  }
  return { url: server.url, port: server.port, options: live, state, record: state.tokens.record, close }
}

async function dispatch(api: ApiParts, controls: Record<string, Control>, exchange: Exchange<CloseioOptions>): Promise<void> {
  const { state } = api
  const { path, method, query, knobs } = exchange
  if (path.startsWith('/api/')) return handleApiCall(api, exchange)
  switch (path.replace(/\/$/, '')) {
    case '/oauth2/authorize':
      return handleAuthorize(state, createAuthorizeRules(state), exchange)
    case '/oauth2/token':
      return handleToken(state, createTokenRules(state), exchange)
    case '/oauth2/revoke': {
      const form = new URLSearchParams(await readBody(exchange.request))
      return sendAnswer(exchange, answerRevocation(state.tokens, knobs, form))
    }
  }
  if (!path.startsWith('/_simulator/')) return handleApiCall(api, exchange)
  sendAnswer(exchange, answerControl(controls, { method, path, query, text: await readBody(exchange.request) }))
}
