/** /hubs and what stands below it (contract 5.7): the system's hubs and those of the caller's organization. A deeper path under /hubs/{key} is a hub call and not ours. */
import type { Transaction } from 'kysely'
import Type, { type Static } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { pageParameters, type QueryParameter } from '../../lib/query-parameters.ts'
import { readSwitch } from '../../lib/query-values.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import type { Database } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import { deriveKey } from '../store/derive-key.ts'
import { demandView, type ElementReading } from './element-reading.ts'
import type { HubResource } from './hubs.ts'
import { elementListParameters, listElements } from './list-elements.ts'
import { deleteOwnHub, insertOwnHub, listOwnHubs, type OwnHub } from './own-hubs.ts'
import { replyPage } from './page.ts'

/** A hub as clients see it; only the system's have resources. */
export interface ShownHub extends OwnHub {
  readonly resources?: readonly HubResource[]
}

export interface HubCatalog extends ElementReading {
  readonly systemHubs: readonly ShownHub[]
  readonly database: Pick<Database, 'db'>
}

const orNull = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

const hubSchema = Type.Object({
  name: Type.String({ minLength: 1 }),
  key: orNull(Type.String()),
  description: orNull(Type.String()),
  videoLink: orNull(Type.String()),
  active: orNull(Type.Boolean()),
})

/** The routes. */
export function createHubRoutes(catalog: HubCatalog): Route[] {
  const read = (path: string, handle: Route['handle'], query: readonly QueryParameter[] = []): Route => ({
    method: 'GET',
    path,
    access: 'public',
    query,
    handle(request) {
      demandView(catalog, request.caller)
      return handle(request)
    },
  })
  return [
    read(
      '/hubs',
      async ({ query, caller }) => {
        const isFull = readSwitch(query, 'hydrate')
        const hubs = await listHubs(catalog, caller)
        return replyPage(isFull ? hubs : hubs.map(({ resources: _, ...hub }) => hub), query)
      },
      [...pageParameters, { name: 'hydrate', description: 'With the resources of each hub', type: 'boolean' }],
    ),
    read(
      '/hubs/keys',
      async ({ query, caller }) => {
        const hubs = await listHubs(catalog, caller)
        return replyPage(
          hubs.map(({ key }) => key),
          query,
        )
      },
      pageParameters,
    ),
    read('/hubs/:key', async (request) => ({ body: await demandHub(catalog, request) })),
    read(
      '/hubs/:key/elements',
      async (request) => {
        const { key } = await demandHub(catalog, request)
        return listElements(catalog, { query: request.query, caller: request.caller, isMeant: ({ hub }) => hub === key })
      },
      elementListParameters,
    ),
    { method: 'POST', path: '/hubs', access: 'caller', body: hubSchema, handle: (request) => createHub(catalog, request) },
    { method: 'DELETE', path: '/hubs/:key', access: 'caller', handle: (request) => deleteHub(catalog, request) },
  ]
}

async function listHubs({ systemHubs, database }: HubCatalog, caller: Caller | undefined): Promise<ShownHub[]> {
  if (caller === undefined) return [...systemHubs]
  const taken = new Set(systemHubs.map(({ key }) => key))
  return [...systemHubs, ...(await listOwnHubs(database.db, caller)).filter(({ key }) => !taken.has(key))]
}

/** Throws no-hub (404): there is none, or it is another organization's. */
async function demandHub(catalog: HubCatalog, { params, caller }: RouteRequest): Promise<ShownHub> {
  const key = params['key'] ?? ''
  const hub = (await listHubs(catalog, caller)).find((each) => each.key === key)
  if (hub === undefined) throw createError('no-hub', { params: { key } })
  return hub
}

/** Throws invalid-body (400), missing-privilege (403), hub-exists (409). */
async function createHub(catalog: HubCatalog, { caller, body }: RouteRequest): Promise<RouteReply> {
  const { systemHubs, demandPrivilege } = catalog
  demandPrivilege(caller!, 'createElements')
  const given = (body as { readonly value: Static<typeof hubSchema> }).value
  const key = deriveKey({ key: given.key ?? '', name: given.name })
  const hub = {
    ...{ key, name: given.name, description: given.description ?? '', active: given.active ?? true },
    ...(given.videoLink != null && { videoLink: given.videoLink }),
  }
  if (key === 'keys') throw createError('invalid-body', { params: { reason: 'key: GET /hubs/keys lists the keys of hubs' } })
  const odd = Object.entries(hub).find(([, value]) => typeof value === 'string' && !isStorableText(value))?.[0]
  if (odd !== undefined) throw createError('invalid-body', { params: { reason: `${odd}: expected text without NUL and half characters` } })
  const isTaken = systemHubs.some((each) => each.key === key)
  const created = isTaken ? undefined : await changeHub(catalog, key, (transaction) => insertOwnHub(transaction, caller!, hub))
  if (created === undefined) throw createError('hub-exists', { params: { key } })
  return { body: created }
}

/** Elements that name it keep its name. Throws missing-privilege, hub-not-deletable (403), no-hub (404). */
async function deleteHub(catalog: HubCatalog, { caller, params }: RouteRequest): Promise<RouteReply> {
  const { systemHubs, demandPrivilege } = catalog
  demandPrivilege(caller!, 'deleteElements')
  const key = params['key'] ?? ''
  if (systemHubs.some((each) => each.key === key)) throw createError('hub-not-deletable', { params: { key } })
  const isDeleted = isStorableText(key) && (await changeHub(catalog, key, (transaction) => deleteOwnHub(transaction, caller!, key)))
  if (!isDeleted) throw createError('no-hub', { params: { key } })
  return { body: undefined }
}

/** In a transaction, with its record where something changed. */
function changeHub<T>({ database }: HubCatalog, key: string, change: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
  return database.db.transaction().execute(async (transaction) => {
    const changed = await change(transaction)
    if (changed) await recordChange(transaction, { area: 'hubs', entityId: key, entityName: key })
    return changed
  })
}
