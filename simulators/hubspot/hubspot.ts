// The simulator as one server on the loopback interface: authorization pages, token endpoints, API and control surface on one origin.
import { answerControl, type Control } from '../lib/control.ts'
import { readBody } from '../lib/http/body.ts'
import type { Exchange } from '../lib/http/exchange.ts'
import { sendAnswer } from '../lib/http/send.ts'
import { handleAuthorize, handleToken } from '../lib/oauth/handle.ts'
import type { TokenRecord } from '../lib/oauth/record.ts'
import { startServer } from '../lib/server.ts'
import { createControls } from './control.ts'
import { type ApiParts, handleApiCall } from './http/api.ts'
import { changeKnobs, createDefaultKnobs, type HubspotOptions } from './knobs.ts'
import { handleTokenInfo } from './oauth-info.ts'
import { createAuthorizeRules, createTokenRules } from './oauth-rules.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'

export type { HubspotOptions } from './knobs.ts'

/** A running simulator. `options` are live: a knob changed here works from the next request on. */
export interface Hubspot {
  url: string
  port: number
  options: HubspotOptions
  state: State
  record: TokenRecord
  close(): Promise<void>
}

/**
 * Starts a simulator on 127.0.0.1.
 * @throws KnobError when an option is unknown or does not fit
 */
export async function startHubspot(options: Partial<HubspotOptions> = {}): Promise<Hubspot> {
  const { port = 0, now = Date.now, random = Math.random, ...change } = options
  const live: HubspotOptions = { ...createDefaultKnobs(), port, now, random }
  changeKnobs(live, change)
  const state = createState()
  let url = ''
  const api: ApiParts = { state, router: createApiRouter(), origin: () => url }
  const controls = createControls(state, live)
  const server = await startServer({
    options: live,
    requests: state.requests,
    dispatch: (exchange) => dispatch(api, controls, exchange),
  })
  url = server.url
  return { url, port: server.port, options: live, state, record: state.tokens.record, close: () => server.close() }
}

const tokenPath = /^\/oauth\/(v1|v3|20\d\d-\d\d)\/token$/
const authorizePath = /^\/oauth\/(?:\d+\/)?authorize$/

async function dispatch(api: ApiParts, controls: Record<string, Control>, exchange: Exchange<HubspotOptions>): Promise<void> {
  const { state } = api
  const { path, method, query } = exchange
  if (path.startsWith('/oauth/')) {
    if (authorizePath.test(path)) return handleAuthorize(state, createAuthorizeRules(state.tenants, path), exchange)
    const version = tokenPath.exec(path)?.[1]
    if (version) return handleToken(state, createTokenRules(version), exchange)
    if (await handleTokenInfo(state, exchange)) return
  }
  if (!path.startsWith('/_simulator/')) return handleApiCall(api, exchange)
  sendAnswer(exchange, answerControl(controls, { method, path, query, text: await readBody(exchange.request) }))
}
