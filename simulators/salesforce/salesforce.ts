// The simulator as two servers on the loopback interface: one where users log in, one where the API of their organizations is.
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
import { answerIdentity } from './identity.ts'
import { changeKnobs, createDefaultKnobs, type SalesforceOptions } from './knobs.ts'
import { createAuthorizeRules, createTokenRules, type Origins, revokeToken } from './oauth-rules.ts'
import { createApiRouter } from './routes.ts'
import { createState, type State } from './state.ts'

export type { SalesforceOptions } from './knobs.ts'

/** A running simulator. `options` are live: a knob changed here works from the next request on. */
export interface Salesforce {
  /** Where users log in and tokens are issued. */
  url: string
  port: number
  /** Where the API is; the token reply names it. */
  instanceUrl: string
  options: SalesforceOptions
  state: State
  record: TokenRecord
  close(): Promise<void>
}

interface Parts {
  state: State
  api: Omit<ApiParts, 'isInstance'>
  controls: Record<string, Control>
  tokenRules: TokenRules<SalesforceOptions>
  origins: Origins
}

/**
 * Starts a simulator on 127.0.0.1; `port` is that of the login server, the instance takes the next (0 picks both).
 * @throws KnobError when an option is unknown or does not fit
 */
export async function startSalesforce(options: Partial<SalesforceOptions> = {}): Promise<Salesforce> {
  const { port = 0, now = Date.now, random = Math.random, ...change } = options
  const live: SalesforceOptions = { ...createDefaultKnobs(), port, now, random }
  changeKnobs(live, change)
  const state = createState()
  const urls = { login: '', instance: '' }
  const origins: Origins = { login: () => urls.login, instance: () => (live.separateInstance ? urls.instance : urls.login) }
  const controls = createControls(state, live, origins)
  const parts: Parts = { state, api: { state, router: createApiRouter() }, controls, tokenRules: createTokenRules(state, origins), origins }
  const start = (name: 'login' | 'instance', at: number) => {
    const isInstance = () => name === 'instance' || !live.separateInstance
    return startServer({
      options: live,
      port: at,
      requests: state.requests,
      dispatch: (exchange) => dispatch(parts, isInstance(), exchange),
    })
  }
  const login = await start('login', port)
  const instance = await start('instance', port === 0 ? 0 : port + 1).catch(async (error: unknown) => {
    await login.close()
    throw error
  })
  Object.assign(urls, { login: login.url, instance: instance.url })
  const close = async (): Promise<void> => {
    await Promise.all([login.close(), instance.close()])
  }
  return { url: login.url, port: login.port, instanceUrl: instance.url, options: live, state, record: state.tokens.record, close }
}

async function dispatch(parts: Parts, isInstance: boolean, exchange: Exchange<SalesforceOptions>): Promise<void> {
  const { state, api, controls, tokenRules, origins } = parts
  const { path, method, query, request, knobs } = exchange
  if (path === '/services/data' || path.startsWith('/services/data/')) return handleApiCall({ ...api, isInstance }, exchange)
  if (path === '/services/oauth2/authorize') return handleAuthorize(state, createAuthorizeRules(state), exchange)
  if (path === '/services/oauth2/token') return handleToken(state, tokenRules, exchange)
  if (path === '/services/oauth2/revoke') {
    const body = new URLSearchParams(await readBody(request))
    return sendAnswer(exchange, revokeToken(state, body.get('token') ?? query.get('token')))
  }
  if (path === '/services/oauth2/userinfo' || path.startsWith('/id/')) {
    return sendAnswer(exchange, answerIdentity(state, { headers: request.headers, path }, { options: knobs, origins }))
  }
  if (!path.startsWith('/_simulator/')) return sendAnswer(exchange, answerHtml(404, '404 Not Found'))
  sendAnswer(exchange, answerControl(controls, { method, path, query, text: await readBody(request) }))
}
