/** Transformations of every level (contract 9.3): of an element for an organization or an account, of an instance, and in the whole. */
import { demandElement } from '../../elements/catalog/finder.ts'
import { createError } from '../../lib/errors.ts'
import type { Method } from '../../lib/hub-request.ts'
import type { QueryParameter } from '../../lib/query-parameters.ts'
import { readSwitch } from '../../lib/query-values.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import type { Action } from '../actions.ts'
import { demandObjectName } from '../check-names.ts'
import type { CommonParts } from '../parts.ts'
import { findPlace, type PlaceKind, type Prefix } from '../place.ts'
import { deleteTransformations, type Writing, writeTransformation } from './change-transformations.ts'
import { listMetadata } from './list-metadata.ts'
import { showTransformation } from './show-transformation.ts'
import { readAbove, readOwn, type Target } from './target.ts'
import { type SentTransformation, transformationSchema, unwrap } from './transformation-body.ts'
import { createWholeRoute } from './whole-transformation.ts'

const prefixes: readonly Prefix[] = [
  { path: '/organizations/elements/:keyOrId', kind: 'organization', access: 'caller' },
  { path: '/accounts/:id/elements/:keyOrId', kind: 'account', access: 'caller' },
  { path: '/instances/:id', kind: 'instance', access: 'caller' },
  { path: '/instances', kind: 'instance', access: 'instance' },
]

const propagate: QueryParameter = {
  name: 'propagate',
  description: 'With the object definitions that nothing needs any more',
  type: 'boolean',
}

type Act = (target: Target, request: RouteRequest) => Promise<RouteReply>

/** The routes. */
export function createTransformationRoutes(parts: CommonParts): Route[] {
  return [...prefixes.flatMap((prefix) => routesBelow(parts, prefix)), ...metadataRoutes(parts), createWholeRoute(parts)]
}

function routesBelow(parts: CommonParts, { path, kind, access }: Prefix): Route[] {
  const { db } = parts.database
  const route = (method: Method, below: string, { action, act, body }: { action: Action; act: Act; body?: object }): Route => ({
    method,
    path: `${path}/transformations${below}`,
    access,
    ...(method === 'DELETE' && { query: [propagate] }),
    ...(body !== undefined && { body }),
    handle: async (request) => act(await findTarget(parts, request, { kind, action }), request),
  })
  const write =
    (mode: Writing['mode']): Act =>
    async (target, request) => {
      const name = nameOf(request)
      if (mode === 'create') demandObjectName(name)
      else demandStored(name)
      const sent = unwrap(readBody<SentTransformation>(request), name)
      const row = await writeTransformation(parts, target, { name, sent, mode })
      return { body: showTransformation(row, await readAbove(db, target, name)) }
    }
  const read: Act = async (target, request) => {
    const name = demandStored(nameOf(request))
    const [row] = await readOwn(db, target, name)
    if (row === undefined) throw noTransformation(name)
    return { body: showTransformation(row, await readAbove(db, target, name)) }
  }
  const list: Act = async (target) => {
    const rows = await readOwn(db, target)
    if (rows.length === 0) throw createError('no-transformations')
    const above = Map.groupBy(await readAbove(db, target), ({ objectName }) => objectName)
    return { body: Object.fromEntries(rows.map((row) => [row.objectName, showTransformation(row, above.get(row.objectName))])) }
  }
  const remove: Act = async (target, request) => {
    const { objectName } = request.params
    const named = objectName === undefined ? {} : { name: demandStored(objectName) }
    await deleteTransformations(parts, target, { ...named, propagate: readSwitch(request.query, 'propagate') })
    return { body: undefined }
  }
  return [
    route('GET', '', { action: 'view', act: list }),
    route('DELETE', '', { action: 'delete', act: remove }),
    route('GET', '/:objectName', { action: 'view', act: read }),
    route('POST', '/:objectName', { action: 'create', act: write('create'), body: transformationSchema }),
    route('PUT', '/:objectName', { action: 'edit', act: write('replace'), body: transformationSchema }),
    route('DELETE', '/:objectName', { action: 'delete', act: remove }),
  ]
}

function metadataRoutes(parts: CommonParts): Route[] {
  const route = (path: string, kind: PlaceKind): Route => ({
    method: 'GET',
    path: `${path}/objects/:objectName/transformations`,
    access: 'caller',
    async handle(request) {
      const place = await findPlace(parts, request, { kind, action: 'view' })
      const name = nameOf(request)
      if (!isStorableText(name)) throw createError('no-transformations')
      return { body: await listMetadata(parts, place, name) }
    },
  })
  return [route('/organizations', 'organization'), route('/accounts/:id', 'account')]
}

/** Throws no-account, no-instance, no-element, no-element-id (404), missing-privilege (403). */
async function findTarget(parts: CommonParts, request: RouteRequest, asked: { kind: PlaceKind; action: Action }): Promise<Target> {
  const place = await findPlace(parts, request, asked)
  const { instance } = place
  if (instance !== undefined) return { place, element: { id: instance.elementId, key: instance.elementKey } }
  const { id, key } = await demandElement(parts.catalog, request.params['keyOrId'] ?? '', place.viewer)
  return { place, element: { id, key } }
}

function nameOf({ params }: RouteRequest): string {
  return params['objectName'] ?? ''
}

/** A name that cannot be stored names nothing. Throws no-transformation (404). */
function demandStored(name: string): string {
  if (!isStorableText(name)) throw noTransformation(name)
  return name
}

function noTransformation(name: string) {
  return createError('no-transformation', { params: { name } })
}
