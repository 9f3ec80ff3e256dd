/** /vdrs: common resources with the fields of all levels in one list, by id (contract 9.5, 9.8). */
import { pageParameters, whereParameter } from '../../lib/query-parameters.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import { replyList } from '../reply-list.ts'
import { changeWhole, createWhole, meansSystem, removeWhole, renameWhole } from './change-vdr.ts'
import { evaluateNames } from './match-names.ts'
import { hearersOf, openPlacer, openSight, sightParameters } from './open-request.ts'
import { showVdr } from './show-vdr.ts'
import { readAbout, readObjectName, readSentFields, type SentVdr, vdrSchema } from './vdr-body.ts'
import { demandWholeById, listWholes } from './whole.ts'
import type { Replacing } from './write-fields.ts'

/** The routes. */
export function createVdrRoutes(parts: CommonParts): Route[] {
  const one = '/vdrs/:id'
  return [
    {
      method: 'GET',
      path: '/vdrs',
      access: 'caller',
      query: [whereParameter, ...sightParameters, ...pageParameters],
      handle: (request) => listVdrs(parts, request),
    },
    {
      method: 'POST',
      path: '/vdrs',
      access: 'caller',
      query: sightParameters,
      body: vdrSchema,
      handle: (request) => postVdr(parts, request),
    },
    {
      method: 'GET',
      path: one,
      access: 'caller',
      query: sightParameters,
      handle: async (request) => {
        const sight = await openSight(parts, request, 'view')
        const whole = await demandWholeById(parts.database.db, sight, idOf(request))
        return { body: showVdr(whole, sight, Number(idOf(request))) }
      },
    },
    {
      method: 'PUT',
      path: one,
      access: 'caller',
      query: sightParameters,
      body: vdrSchema,
      handle: (request) => putVdr(parts, request, 'all'),
    },
    {
      method: 'PATCH',
      path: one,
      access: 'caller',
      query: sightParameters,
      body: vdrSchema,
      handle: (request) => putVdr(parts, request, 'none'),
    },
    { method: 'DELETE', path: one, access: 'caller', query: sightParameters, handle: (request) => deleteVdr(parts, request) },
  ]
}

/** Throws no-vdrs (404), query-malformed (400). */
async function listVdrs(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'view')
  const isWanted = evaluateNames(request.query)
  const wholes = (await listWholes(parts.database.db, sight)).filter(({ name }) => isWanted(name))
  return replyList(request.query, { items: wholes, none: 'no-vdrs', show: (some) => some.map((whole) => showVdr(whole, sight)) })
}

/** Throws common-resource-exists (409). */
async function postVdr(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'create')
  const body = readBody<SentVdr>(request)
  const name = readObjectName(body.objectName)
  const fields = readSentFields(body.fields ?? [])
  const placer = await openPlacer(parts, sight, { body, parts: fields })
  const change = { sight, placer, fields, replacing: 'levels', about: readAbout(body) } as const
  const whole = await changeResources(parts, hearersOf(sight), (transaction) => createWhole(transaction, name, change))
  return { headers: placer.headers(), body: showVdr(whole, sight, meansSystem(change) ? whole.system?.id : undefined) }
}

/** Throws no-vdr (404), common-resource-exists (409): the new name is taken. */
async function putVdr(parts: CommonParts, request: RouteRequest, replacing: Replacing): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'edit')
  const body = readBody<SentVdr>(request)
  const name = body.objectName === undefined ? undefined : readObjectName(body.objectName)
  const fields = body.fields == null ? undefined : readSentFields(body.fields)
  const placer = await openPlacer(parts, sight, { body, parts: fields ?? [] })
  const whole = await changeResources(parts, hearersOf(sight), async (transaction) => {
    let found = await demandWholeById(transaction, sight, idOf(request), { lock: true })
    const id = Number(idOf(request))
    if (name !== undefined && name !== found.name) {
      if (await renameWhole(transaction, { whole: found, sight, id }, name))
        found = await demandWholeById(transaction, sight, idOf(request), { lock: true })
      else placer.ignore('objectName was ignored: others have a say in it')
    }
    return changeWhole(transaction, found, { sight, placer, fields, replacing, about: readAbout(body) }, id)
  })
  return { headers: placer.headers(), body: showVdr(whole, sight, Number(idOf(request))) }
}

/** What the caller may not remove stays, and is told in `Elements-Error`. Throws no-vdr (404). */
async function deleteVdr(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'delete')
  const placer = await openPlacer(parts, sight, { body: {}, parts: [] })
  await changeResources(parts, hearersOf(sight), async (transaction) => {
    const whole = await demandWholeById(transaction, sight, idOf(request), { lock: true })
    await removeWhole(transaction, { whole, sight, placer, id: Number(idOf(request)) })
  })
  return { headers: placer.headers(), body: undefined }
}

function idOf({ params }: RouteRequest): string {
  return params['id'] ?? ''
}
