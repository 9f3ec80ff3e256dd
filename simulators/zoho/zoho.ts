// The simulator as two servers on the loopback interface, one a data center: authorization pages, token endpoint, API and control surface on each.
import { answerControl, type Control } from '../lib/control.ts'
import { answerHtml } from '../lib/http/answer.ts'
import { readBody } from '../lib/http/body.ts'
import type { Exchange } from '../lib/http/exchange.ts'
import { sendAnswer } from '../lib/http/send.ts'
import { handleAuthorize, handleToken } from '../lib/oauth/handle.ts'
import type { TokenRecord } from '../lib/oauth/record.ts'
import type { TokenRules } from '../lib/oauth/token-endpoint.ts'
import { startServer } from '../lib/server.ts'
import { createControls } from './control.ts'
import { type ApiParts, handleApiCall } from './http/api.ts'
import type { DataCenter } from './http/gateway.ts'
import { changeKnobs, createDefaultKnobs, type ZohoOptions } from './knobs.ts'
import { createAuthorizeRules, createTokenRules, type Origins, revokeToken } from './oauth-rules.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'

export type { ZohoOptions } from './knobs.ts'

/** A running simulator. `options` are live: a knob changed here works from the next request on. */
export interface Zoho {
  /** The data center of the United States. */
  url: string
  port: number
  /** The data center of Europe, on a port of its own. */
  europeUrl: string
  options: ZohoOptions
  state: State
  record: TokenRecord
  close(): Promise<void>
}

interface Parts {
  api: ApiParts
  controls: Record<string, Control>
  tokenRules: TokenRules<ZohoOptions>
  origins: Origins
}

/**
 * Starts a simulator on 127.0.0.1; `port` is that of the American data center, the European one takes the next (0 picks both).
 * @throws KnobError when an option is unknown or does not fit
 */
export async function startZoho(options: Partial<ZohoOptions> = {}): Promise<Zoho> {
  const { port = 0, now = Date.now, random = Math.random, ...change } = options
  const live: ZohoOptions = { ...createDefaultKnobs(), port, now, random }
  changeKnobs(live, change)
  const state = createState()
  const router = createApiRouter()
  const urls: Record<DataCenter, string> = { us: '', eu: '' }
  const origins: Origins = (dataCenter) => urls[live.dataCenters ? dataCenter : 'us']
  const controls = createControls(state, live, origins)
  const start = async (dataCenter: DataCenter, at: number) => {
    const tokenRules = createTokenRules(state, { dataCenter, origins })
    const parts: Parts = { api: { state, router, dataCenter }, controls, tokenRules, origins }
    const server = await startServer({
      options: live,
      port: at,
      requests: state.requests,
      dispatch: (exchange) => dispatch(parts, exchange),
    })
    urls[dataCenter] = server.url
    return server
  }
  const america = await start('us', port)
  const europe = await start('eu', port === 0 ? 0 : port + 1).catch(async (error: unknown) => {
    await america.close()
    throw error
  })
  const close = async (): Promise<void> => {
    await Promise.all([america.close(), europe.close()])
  }
  return { url: america.url, port: america.port, europeUrl: europe.url, options: live, state, record: state.tokens.record, close }
}

async function dispatch({ api, controls, tokenRules, origins }: Parts, exchange: Exchange<ZohoOptions>): Promise<void> {
  const { state } = api
  const { path, method, query, request } = exchange
  if (path.startsWith('/crm/')) return handleApiCall(api, exchange)
  if (path === '/oauth/v2/auth') return handleAuthorize(state, createAuthorizeRules(state, origins), exchange)
  if (path === '/oauth/v2/token') return handleToken(state, tokenRules, exchange)
  if (path === '/oauth/v2/token/revoke' && method === 'POST') {
    const body = new URLSearchParams(await readBody(request))
    return sendAnswer(exchange, revokeToken(state, body.get('token') ?? query.get('token')))
  }
  if (!path.startsWith('/_simulator/')) return sendAnswer(exchange, answerHtml(404, '404 Not Found'))
  sendAnswer(exchange, answerControl(controls, { method, path, query, text: await readBody(request) }))
}
