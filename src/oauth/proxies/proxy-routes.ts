/** /elements/oauthProxies (contract 2.2, 4.7), and the callback that vendors know. */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import { completeCallbackUrl, isHttpUrl } from '../settings.ts'
import { checkPattern } from './application-url.ts'
import { leaveProxy, type ProxyParts } from './proxy-flow.ts'
import { changePattern, deleteProxy, insertProxy, listProxies, type NewProxy, type ProxyRow } from './proxy-store.ts'

const optionalText = Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]))
const proxyBodySchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  callbackUrl: optionalText,
  apiKey: optionalText,
  apiSecret: optionalText,
})

export function createProxyRoutes(parts: ProxyParts): Route[] {
  const { db } = parts.database
  const create = async (request: RouteRequest) => {
    const caller = demandCaller(request)
    const sealer = await parts.sealerOf(caller.organizationId)
    return { body: showProxy(await insertProxy(db, sealer, { caller, proxy: readProxy(request) })) }
  }
  const list = async (request: RouteRequest) => ({ body: (await listProxies(db, demandCaller(request))).map(showProxy) })
  const remove = async (request: RouteRequest) => {
    const id = readId(request)
    if (!(await deleteProxy(db, demandCaller(request), id))) throw createMissing(id)
    return { body: undefined }
  }
  const change = (isAdded: boolean) => async (request: RouteRequest) => {
    const id = readId(request)
    const row = await changePattern(db, demandCaller(request), { id, pattern: readPattern(request), isAdded })
    if (row === undefined) throw createMissing(id)
    return { body: showProxy(row) }
  }
  const callback = async ({ query }: RouteRequest) => ({
    status: 302,
    headers: { location: await leaveProxy(parts, query), 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    body: undefined,
  })
  const one = '/elements/oauthProxies/:proxyId'
  const query = [{ name: 'applicationUrl', description: 'The URL, or a pattern of URLs with *', required: true }] as const
  return [
    { method: 'GET', path: '/elements/oauthProxies', access: 'caller', handle: list },
    { method: 'POST', path: '/elements/oauthProxies', access: 'caller', body: proxyBodySchema, handle: create },
    { method: 'DELETE', path: one, access: 'caller', handle: remove },
    { method: 'POST', path: `${one}/applicationUrl`, access: 'caller', query, handle: change(true) },
    { method: 'DELETE', path: `${one}/applicationUrl`, access: 'caller', query, handle: change(false) },
    { method: 'GET', path: '/octet/oauth/callback', access: 'open', handle: callback },
  ]
}

function showProxy({ id, name, callback_url, application_urls, created_at }: ProxyRow) {
  return {
    id,
    name,
    callbackUrl: callback_url,
    applicationUrls: application_urls,
    createdDate: `${created_at.toISOString().slice(0, 19)}Z`,
  }
}

function readProxy({ body }: RouteRequest): NewProxy {
  if (body.kind !== 'json') throw createError('invalid-body', { params: { reason: 'expected a JSON object' } })
  const { name, callbackUrl, apiKey, apiSecret } = body.value as Static<typeof proxyBodySchema>
  const texts = [name, callbackUrl ?? '', apiKey ?? '', apiSecret ?? '']
  if (!texts.every(isStorableText))
    throw createError('invalid-body', { params: { reason: 'expected text without NUL and half characters' } })
  const callback = callbackUrl ? completeCallbackUrl(callbackUrl) : undefined
  if (callback !== undefined && !isHttpUrl(callback)) {
    throw createError('invalid-body', { params: { reason: 'callbackUrl: expected an http or https URL' } })
  }
  return { name, callbackUrl: callback, client: { ...(apiKey ? { key: apiKey } : {}), ...(apiSecret ? { secret: apiSecret } : {}) } }
}

/** Throws parameter-required, invalid-parameter (400). */
function readPattern({ query }: RouteRequest): string {
  const pattern = readText(query, 'applicationUrl')
  if (!pattern) throw createError('parameter-required', { params: { name: 'applicationUrl' } })
  checkPattern(pattern)
  return pattern
}

function readId({ params }: RouteRequest): number {
  const id = params['proxyId'] ?? ''
  return parseId(id) ?? fail(id)
}

function fail(id: string): never {
  throw createMissing(id)
}

function createMissing(id: string | number) {
  return createError('no-oauth-proxy', { params: { what: 'ID', value: id } })
}

function demandCaller({ caller }: RouteRequest) {
  if (caller === undefined) throw createError('invalid-secrets')
  return caller
}
