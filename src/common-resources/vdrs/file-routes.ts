/** /vdrs/{vdrName}/export and /vdrs/import (contract 9.5). */
import { createError } from '../../lib/errors.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import { exportVdr, hasInstanceParts } from './export-vdr.ts'
import { type ImportedVdr, importSchema, importVdr, readImport } from './import-vdr.ts'
import { hearersOf, openPlacer, openSight, sightParameters } from './open-request.ts'
import { readSeen } from './read-seen.ts'
import { showVdr } from './show-vdr.ts'
import { findWhole } from './whole.ts'

const [systemOnly] = sightParameters

/** The routes. */
export function createVdrFileRoutes(parts: CommonParts): Route[] {
  const query = [systemOnly!]
  return [
    { method: 'GET', path: '/vdrs/:vdrName/export', access: 'caller', query, handle: (request) => read(parts, request) },
    { method: 'PUT', path: '/vdrs/import', access: 'caller', query, body: importSchema, handle: (request) => put(parts, request) },
  ]
}

/** Throws no-common-resource (404). */
async function read(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const { db } = parts.database
  const { instanceId: _, ...sight } = await openSight(parts, request, 'view')
  const name = request.params['vdrName'] ?? ''
  const whole = await findWhole(db, sight, name)
  if (whole === undefined) throw createError('no-common-resource', { params: { name } })
  const body = await exportVdr(whole, await readSeen(db, whole), { catalog: parts.catalog, sight })
  const isPartial = hasInstanceParts([...whole.definitions, ...whole.mapped])
  return {
    ...(isPartial && {
      headers: { 'Elements-Error': 'what is said of element instances was ignored: it holds in this installation only' },
    }),
    body,
  }
}

/** Throws no-element, no-element-id (404), invalid-body, transformation-not-legacy (400). */
async function put(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const { instanceId: _, ...sight } = await openSight(parts, request, 'edit')
  const imported = readImport(readBody<ImportedVdr>(request))
  const placer = await openPlacer(parts, sight, { body: {}, parts: [] })
  const whole = await changeResources(parts, hearersOf(sight), (transaction) =>
    importVdr(transaction, imported, { sight, placer, catalog: parts.catalog }),
  )
  return { headers: placer.headers(), body: showVdr(whole, sight) }
}
