/** The routes of instances in their three forms (contract 3.1): by id, by Element token without an id, below an element. */
import { reachAccount } from '../identity/reach.ts'
import { demandPrivilege } from '../identity/roles.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { Method } from '../lib/hub-request.ts'
import { parseId } from '../lib/ids.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import { configurationItemBodySchema, instanceBodySchema, readInstanceBody } from './body.ts'
import { listItems, readItem, writeItem } from './configuration-items.ts'
import { createInstance } from './create.ts'
import { countInstances, instanceListParameters, listInstances } from './list.ts'
import type { InstancesParts } from './parts.ts'
import { findElement, listObjects, readInstance, replyChanged, show } from './read.ts'
import { deleteInstance, setEnabled, setTraceLogging } from './switches.ts'
import { traceProvisioning } from './trace-provisioning.ts'
import { updateInstance } from './update.ts'

/** What a handler of one instance gets: who asks, and which instance. */
type Act = (caller: Caller, id: number, request: RouteRequest) => Promise<RouteReply>

export function createInstanceRoutes(parts: InstancesParts): Route[] {
  const update: Act = async (caller, id, { method, body }) => {
    const input = readInstanceBody(body)
    const occasion = method === 'PUT' ? 'replace' : 'change'
    return traceProvisioning(parts, { caller, input, id }, async (used) =>
      replyChanged(used, await updateInstance(used, { caller, id, input, occasion }), input),
    )
  }
  const remove: Act = async (caller, id) => {
    const failures = await deleteInstance(parts, caller, id)
    return { body: undefined, ...(failures.length === 0 ? {} : { headers: { 'Elements-Error': toHeaderText(failures.join('; ')) } }) }
  }
  const get: Act = async (caller, id) => ({ body: await show(parts, await readInstance(parts, caller, id)) })
  const enable =
    (enabled: boolean): Act =>
    async (caller, id) => ({ body: await setEnabled(parts, caller, { id, enabled }) })
  const trace =
    (traceLogging: boolean): Act =>
    async (caller, id) => ({ body: await setTraceLogging(parts, caller, { id, traceLogging }) })
  const items: Act = async (caller, id) => ({ body: await listItems(parts, caller, id) })
  const item: Act = async (caller, id, { params }) => ({ body: await readItem(parts, caller, { id, configId: params['configId'] ?? '' }) })
  const setItem: Act = async (caller, id, { params, body }) => ({
    body: await writeItem(parts, caller, { id, configId: params['configId'] ?? '', propertyValue: readPropertyValue(body) }),
  })

  return [
    ...collectionRoutes(parts),
    route('GET', '/instances/:id', get),
    ...bothForms('PUT', '', update, instanceBodySchema),
    ...bothForms('PATCH', '', update, instanceBodySchema),
    ...bothForms('DELETE', '', remove),
    ...bothForms('PUT', '/enabled', enable(true)),
    ...bothForms('DELETE', '/enabled', enable(false)),
    ...bothForms('PUT', '/trace-logging', trace(true)),
    ...bothForms('DELETE', '/trace-logging', trace(false)),
    ...bothForms('GET', '/configuration', items),
    ...bothForms('GET', '/configuration/:configId', item),
    ...bothForms('PATCH', '/configuration/:configId', setItem, configurationItemBodySchema),
    route('GET', '/elements/:keyOrId/instances/:id', within(parts, get)),
    route('PUT', '/elements/:keyOrId/instances/:id', demandFirst(within(parts, update)), instanceBodySchema),
    route('PATCH', '/elements/:keyOrId/instances/:id', within(parts, update), instanceBodySchema),
    route('DELETE', '/elements/:keyOrId/instances/:id', within(parts, remove)),
  ]
}

function collectionRoutes(parts: InstancesParts): Route[] {
  const create = async (request: RouteRequest): Promise<RouteReply> => {
    const { caller, input, elementKeyOrId } = { ...readCollection(request), input: readInstanceBody(request.body) }
    return traceProvisioning(parts, { caller, input, elementKeyOrId }, async (used) => {
      const record = await createInstance(used, { caller, input, elementKeyOrId })
      const reply = await replyChanged(used, record, input)
      return input.retrieveObjects ? { ...reply, body: { ...reply.body, objects: await listObjects(used, record) } } : reply
    })
  }
  const list = (request: RouteRequest) => listInstances(parts, { ...readCollection(request), query: request.query })
  const listAccount = async (request: RouteRequest) => {
    const caller = demandCaller(request)
    const { accountId } = request.params
    const id = accountId === undefined ? caller.accountId : (await reachAccount(parts.database.db, caller, accountId)).id
    return listInstances(parts, { caller: { ...caller, accountId: id }, query: request.query })
  }
  const count = async (request: RouteRequest) => ({ body: await countInstances(parts, demandCaller(request)) })
  return [
    { method: 'GET', path: '/instances', access: 'caller', query: instanceListParameters, handle: list },
    { method: 'POST', path: '/instances', access: 'caller', body: instanceBodySchema, handle: create },
    { method: 'GET', path: '/instances/count', access: 'caller', handle: count },
    { method: 'GET', path: '/accounts/instances', access: 'caller', query: instanceListParameters, handle: listAccount },
    { method: 'GET', path: '/accounts/:accountId/instances', access: 'caller', query: instanceListParameters, handle: listAccount },
    { method: 'GET', path: '/elements/:keyOrId/instances', access: 'caller', query: instanceListParameters, handle: list },
    { method: 'POST', path: '/elements/:keyOrId/instances', access: 'caller', body: instanceBodySchema, handle: create },
  ]
}

function readCollection(request: RouteRequest) {
  return { caller: demandCaller(request), elementKeyOrId: request.params['keyOrId'] }
}

/** `/instances/:id…` with User and Organization, `/instances…` with the Element token. */
function bothForms(method: Method, below: string, act: Act, body?: object): Route[] {
  return [route(method, `/instances/:id${below}`, act, body), { ...route(method, `/instances${below}`, act, body), access: 'instance' }]
}

function route(method: Method, path: string, act: Act, body?: object): Route {
  const handle = async (request: RouteRequest) => act(demandCaller(request), readId(request), request)
  return { method, path, access: 'caller', handle, ...(body === undefined ? {} : { body }) }
}

/** Below an element only its own instances are found. */
function within(parts: InstancesParts, act: Act): Act {
  return async (caller, id, request) => {
    const element = await findElement(parts, caller, request.params['keyOrId'] ?? '')
    const record = await readInstance(parts, caller, id)
    if (record.elementId !== element.id) throw createError('no-instance', { params: { id } })
    return act(caller, id, request)
  }
}

/** The privilege is asked before it is told whether there is such an instance. */
function demandFirst(act: Act): Act {
  return async (caller, id, request) => {
    demandPrivilege(caller, 'createElementInstances')
    return act(caller, id, request)
  }
}

function readId({ params, instanceId }: RouteRequest): number {
  const { id } = params
  if (id === undefined) return instanceId!
  const number = parseId(id)
  if (number === undefined) throw createError('no-instance', { params: { id } })
  return number
}

function demandCaller({ caller }: RouteRequest): Caller {
  if (caller === undefined) throw createError('invalid-secrets')
  return caller
}

/** A header holds no line breaks, and a vendor's words may hold anything. */
function toHeaderText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000)
}

function readPropertyValue(body: RouteRequest['body']): unknown {
  const sent = body.kind === 'json' ? (body.value as { propertyValue?: unknown } | null) : null
  return sent?.propertyValue
}
