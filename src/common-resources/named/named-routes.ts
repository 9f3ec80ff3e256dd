/** /common-resources: common resources by name (contract 9.4, 9.7). */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import { pageParameters } from '../../lib/query-parameters.ts'
import { readSwitch } from '../../lib/query-values.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { demandObjectName, nameSchema } from '../check-names.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import { replyList } from '../reply-list.ts'
import type { Db } from '../store/resources.ts'
import { putWhole, recordWhole, removeWhole, renameWhole } from '../vdrs/change-vdr.ts'
import { hearersOf, openPlacer, openSight, sightParameters } from '../vdrs/open-request.ts'
import type { Sight } from '../vdrs/sight.ts'
import { commonResourceSchema, readAbout, readSentFields } from '../vdrs/vdr-body.ts'
import { findWhole, headOf, listWholes, readWhole, type Whole } from '../vdrs/whole.ts'
import { mergeChanges } from './merge-changes.ts'
import { showNamed } from './show-named.ts'

/** Where a name is called by formulas. */
export interface FormulaUsage {
  readonly formulaName: string
  readonly formulaId: number
  readonly usageCount: number
}

export interface NamedParts extends CommonParts {
  /** The formulas of an organization whose steps call a name. */
  readonly listFormulaUsages: (organizationId: number, name: string) => Promise<readonly FormulaUsage[]>
}

const renameSchema = Type.Object({ name: nameSchema })
const force = { name: 'force', description: 'With the transformations of elements', type: 'boolean' } as const

/** The routes. */
export function createNamedRoutes(parts: NamedParts): Route[] {
  const all = '/common-resources'
  const one = `${all}/:name`
  const common = { access: 'caller', query: sightParameters } as const
  return [
    { ...common, method: 'GET', path: all, query: [...sightParameters, ...pageParameters], handle: (request) => list(parts, request) },
    { ...common, method: 'PUT', path: all, body: commonResourceSchema, handle: (request) => put(parts, request) },
    { ...common, method: 'GET', path: one, handle: (request) => read(parts, request) },
    { ...common, method: 'PATCH', path: one, body: renameSchema, handle: (request) => rename(parts, request) },
    { ...common, method: 'DELETE', path: one, query: [force, ...sightParameters], handle: (request) => remove(parts, request) },
    { ...common, method: 'GET', path: `${one}/usages`, handle: (request) => listUsages(parts, request) },
  ]
}

/** Throws no-common-resources (404). */
async function list(parts: NamedParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'view')
  const items = await listWholes(parts.database.db, sight)
  return replyList(request.query, { items, none: 'no-common-resources', show: (wholes) => showNamed(parts.database.db, sight, wholes) })
}

async function read(parts: NamedParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'view')
  return { body: await showOne(parts, sight, await demandWhole(parts.database.db, sight, nameOf(request))) }
}

/** Makes or replaces it. Throws invalid-body (400). */
async function put(parts: NamedParts, request: RouteRequest): Promise<RouteReply> {
  const body = readBody<Static<typeof commonResourceSchema>>(request)
  const { name } = body
  demandObjectName(name)
  const sight = await openSight(parts, request, 'edit')
  const fields = mergeChanges(readSentFields(body.fields ?? []), readSentFields(body.changedFields ?? []))
  const placer = await openPlacer(parts, sight, { body, parts: fields })
  const about = readAbout(body)
  // Without the list only what changed is meant.
  const change = { sight, placer, fields, replacing: body.fields == null ? 'none' : 'all', about } as const
  const whole = await changeResources(parts, hearersOf(sight), (transaction) => putWhole(transaction, name, change))
  return { headers: placer.headers(), body: await showOne(parts, sight, whole) }
}

/** Throws no-common-resource (404), common-resource-exists (409), missing-privilege (403): others have a say in it. */
async function rename(parts: NamedParts, request: RouteRequest): Promise<RouteReply> {
  const { name } = readBody<Static<typeof renameSchema>>(request)
  demandObjectName(name)
  const sight = await openSight(parts, request, 'edit')
  const whole = await changeResources(parts, hearersOf(sight), async (transaction) => {
    const whole = await demandWhole(transaction, sight, nameOf(request), { lock: true })
    if (!(await renameWhole(transaction, { whole, sight, id: headOf(whole).id }, name))) {
      throw createError('missing-privilege', { params: { action: `rename common resource ${whole.name}: others have a say in it` } })
    }
    const now = await readWhole(transaction, sight, name)
    await recordWhole(transaction, now)
    return now
  })
  return { body: await showOne(parts, sight, whole) }
}

/** Throws no-common-resource (404), common-resource-in-use (409): elements are mapped to it, and `force` is not asked for. */
async function remove(parts: NamedParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'delete')
  const isForced = readSwitch(request.query, 'force')
  const placer = await openPlacer(parts, sight, { body: {}, parts: [] })
  await changeResources(parts, hearersOf(sight), async (transaction) => {
    const whole = await demandWhole(transaction, sight, nameOf(request), { lock: true })
    const { id } = headOf(whole)
    const isMapped = whole.mapped.some(({ resourceId }) => resourceId === id)
    if (isMapped && !isForced) throw createError('common-resource-in-use', { params: { name: whole.name } })
    await removeWhole(transaction, { whole, sight, placer, id })
  })
  return { headers: placer.headers(), body: undefined }
}

async function listUsages(parts: NamedParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'view')
  const { name } = await demandWhole(parts.database.db, sight, nameOf(request))
  return { body: { formulaUsages: await parts.listFormulaUsages(sight.caller.organizationId, name) } }
}

/** Throws no-common-resource (404). */
async function demandWhole(db: Db, sight: Sight, name: string, reading?: { readonly lock: boolean }): Promise<Whole> {
  const whole = await findWhole(db, sight, name, reading)
  if (whole === undefined) throw createError('no-common-resource', { params: { name } })
  return whole
}

async function showOne({ database }: NamedParts, sight: Sight, whole: Whole): Promise<object> {
  return (await showNamed(database.db, sight, [whole]))[0]!
}

function nameOf({ params }: RouteRequest): string {
  return params['name'] ?? ''
}
