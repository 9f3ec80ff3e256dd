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
import { changeKnobs, createDefaultKnobs, type KeapOptions } from './knobs.ts'
import { createAuthorizeRules, tokenRules } from './oauth-rules.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'
import { createHooks } from './v1/hook-delivery.ts'

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
  const api: ApiParts = { state, router: createApiRouter(hooks), origin: () => url, announce: hooks.announce }
  const controls = createControls(state, live, hooks)
  const server = await startServer({
    options: live,
    requests: state.requests,
    dispatch: (exchange) => dispatch(api, controls, exchange),
  })
  url = server.url
  const close = (): Promise<void> => {
    hooks.clear()
    return server.close()
  }
  return { url, port: server.port, options: live, state, record: state.tokens.record, close }
}

async function dispatch(api: ApiParts, controls: Record<string, Control>, exchange: Exchange<KeapOptions>): Promise<void> {
  const { state } = api
  const { path, method, query } = exchange
  if (path.startsWith('/crm/')) return handleApiCall(api, exchange)
  if (path === '/token') return handleToken(state, tokenRules, exchange)
  if (path === '/app/oauth/authorize')
    return handleAuthorize(
      state,
      createAuthorizeRules(() => state.tenants),
      exchange,
    )
  if (!path.startsWith('/_simulator/')) return handleApiCall(api, exchange)
  sendAnswer(exchange, answerControl(controls, { method, path, query, text: await readBody(exchange.request) }))
}
