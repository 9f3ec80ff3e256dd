/** A user's way through an OAuth proxy: to the vendor with a random state, back to our callback, on to the application that began it (contract 4.7). */
import { createHash, randomBytes } from 'node:crypto'
import type { Caller } from '../../lib/caller.ts'
import type { Clock } from '../../lib/clock.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import type { SealerOf } from '../../lib/sealing.ts'
import type { Database } from '../../store/database.ts'
import type { AuthorizationParameters } from '../authorize.ts'
import { matchesPattern } from './application-url.ts'
import { demandProxy, insertFlow, readClient, takeFlow } from './proxy-store.ts'

export interface ProxyParts {
  readonly database: Pick<Database, 'db'>
  readonly sealerOf: SealerOf
  readonly clock: Clock
}

const lifetimeMs = 60 * 60_000

/**
 * The parameters of oauth/url with what the proxy knows. `state` names the application; the vendor gets a random one in its place. Throws
 * invalid-secrets (401) without a caller, parameter-required, application-url-unknown (400), no-oauth-proxy (404).
 */
export async function enterProxy(
  parts: ProxyParts,
  caller: Caller | undefined,
  parameters: AuthorizationParameters,
): Promise<AuthorizationParameters> {
  if (parameters['isOAuthProxy'] !== 'true') return parameters
  if (caller === undefined) throw createError('invalid-secrets')
  const { oauthProxyName: name, state: applicationUrl } = parameters
  const missing = [name ? '' : 'oauthProxyName', applicationUrl ? '' : 'state'].filter((each) => each !== '')
  if (!name || !applicationUrl) throw createError('parameter-required', { params: { name: missing.join(', ') } })
  const { db } = parts.database
  const proxy = await demandProxy(db, caller, name)
  if (!proxy.application_urls.some((pattern) => matchesPattern(pattern, applicationUrl))) {
    throw createError('application-url-unknown', { params: { name, url: JSON.stringify(applicationUrl.slice(0, 200)) } })
  }
  const { key, secret } = readClient(await parts.sealerOf(caller.organizationId), proxy)
  const state = randomBytes(24).toString('base64url')
  const now = parts.clock()
  await insertFlow(
    db,
    { stateHash: hashState(state), proxyId: proxy.id, applicationUrl, expiresAt: new Date(now + lifetimeMs) },
    new Date(now),
  )
  return {
    ...parameters,
    ...(key === undefined ? {} : { apiKey: key }),
    ...(secret === undefined ? {} : { apiSecret: secret }),
    ...(proxy.callback_url === null ? {} : { callbackUrl: proxy.callback_url }),
    state,
  }
}

/** Where a user who comes back from the vendor goes on to, with everything that the vendor told. Throws oauth-proxy-flow-unknown (400). */
export async function leaveProxy(parts: ProxyParts, query: QueryValues): Promise<string> {
  const state = [query['state'] ?? ''].flat()[0]!
  const applicationUrl = await takeFlow(parts.database.db, hashState(state), new Date(parts.clock()))
  if (applicationUrl === undefined) throw createError('oauth-proxy-flow-unknown')
  const url = new URL(applicationUrl)
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) url.searchParams.append(name, value)
  return url.href
}

function hashState(state: string): Buffer {
  return createHash('sha256').update(state).digest()
}
