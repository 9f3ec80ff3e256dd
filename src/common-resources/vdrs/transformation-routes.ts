/** /vdrs/{id}/transformations: one for each element, with the parts of all levels (contract 9.5, 9.8). Any level's own id names it. */
import { demandElement } from '../../elements/catalog/finder.ts'
import { findInScope } from '../../instances/instance-store.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { pageParameters } from '../../lib/query-parameters.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import { replyList } from '../reply-list.ts'
import { type Db, deleteResourceIfEmpty } from '../store/resources.ts'
import { deleteTransformation, type TransformationRow } from '../store/transformations.ts'
import { recordWhole } from './change-vdr.ts'
import { takeOverId } from './mapped-rows.ts'
import { groupByElement, mergeRows, showMerged } from './merged-transformation.ts'
import { hearersOf, openPlacer, openSight, sightParameters } from './open-request.ts'
import { type Leveled, readNumber } from './place-parts.ts'
import { readSeen } from './read-seen.ts'
import { mayWrite, type Sight } from './sight.ts'
import { type LeveledTransformation, leveledTransformationSchema } from './transformation-parts.ts'
import { demandWholeById, type Whole } from './whole.ts'
import { writeTransformation } from './write-transformation.ts'

/** The routes. */
export function createVdrTransformationRoutes(parts: CommonParts): Route[] {
  const all = '/vdrs/:id/transformations'
  const one = `${all}/:transformationId`
  const common = { access: 'caller', query: sightParameters } as const
  const withBody = { ...common, body: leveledTransformationSchema } as const
  return [
    { ...common, method: 'GET', path: all, query: [...sightParameters, ...pageParameters], handle: (request) => list(parts, request) },
    { ...withBody, method: 'POST', path: all, handle: (request) => post(parts, request) },
    { ...common, method: 'GET', path: one, handle: (request) => read(parts, request) },
    { ...withBody, method: 'PUT', path: one, handle: (request) => put(parts, request) },
    { ...common, method: 'DELETE', path: one, handle: (request) => remove(parts, request) },
  ]
}

/** Throws no-vdr, no-transformations (404). */
async function list(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const { db } = parts.database
  const sight = await openSight(parts, request, 'view')
  const rows = await readSeen(db, await demandWholeById(db, sight, idOf(request)))
  const show = (group: TransformationRow[]) => showMerged(mergeRows(group, sight.instanceId !== undefined))
  return replyList(request.query, { items: groupByElement(rows), none: 'no-transformations', show: (groups) => groups.map(show) })
}

/** Throws no-vdr, no-transformation-id (404). */
async function read(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'view')
  const { group, id } = await demandGroup(parts.database.db, await demandWholeById(parts.database.db, sight, idOf(request)), request)
  return { body: showMerged(mergeRows(group, sight.instanceId !== undefined), id) }
}

/** Throws no-vdr, no-element, no-element-id, no-instance (404), invalid-body (400), transformation-exists (409), missing-privilege (403). */
async function post(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'create')
  const sent = readBody<LeveledTransformation>(request)
  const element = await findElement(parts, sight, sent)
  const placer = await openPlacer(parts, sight, { body: sent, parts: leveledPartsOf(sent), elementId: element.id })
  const rows = await changeResources(parts, hearersOf(sight), async (transaction) => {
    const whole = await demandWholeById(transaction, sight, idOf(request), { lock: true })
    const rows = (await readSeen(transaction, whole)).filter(({ elementId }) => elementId === element.id)
    const now = await writeTransformation(transaction, { whole, sight, placer, element, sent, rows, replacing: 'none', scripts: 'script' })
    await recordWhole(transaction, whole)
    return now
  })
  return { headers: placer.headers(), body: showMerged(mergeRows(rows, sight.instanceId !== undefined)) }
}

/** Throws no-vdr, no-transformation-id (404), invalid-body, transformation-not-legacy (400). */
async function put(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const asked = await openSight(parts, request, 'edit')
  const sent = readBody<LeveledTransformation>(request)
  // A body of one instance leaves the other instances alone.
  const instanceId = asked.instanceId ?? readNumber(sent.instanceId)
  const { rows, id, placer } = await changeResources(parts, hearersOf(asked), async (transaction) => {
    const whole = await demandWholeById(transaction, asked, idOf(request), { lock: true })
    const { group, id } = await demandGroup(transaction, whole, request)
    const rows = group.filter(({ level, associatedId }) => level !== 'instance' || instanceId === undefined || associatedId === instanceId)
    const element = { id: group[0]!.elementId, key: group[0]!.elementKey }
    demandSameElement(sent, element)
    const placer = await openPlacer(parts, asked, { body: sent, parts: leveledPartsOf(sent), elementId: element.id })
    const written = await writeTransformation(transaction, {
      whole,
      sight: asked,
      placer,
      element,
      sent,
      rows,
      replacing: 'all',
      scripts: 'script',
    })
    await recordWhole(transaction, whole)
    const isGone = rows.some((row) => row.id === id) && !written.some((row) => row.id === id)
    return { rows: isGone ? await passOnId(transaction, written, id) : written, id, placer }
  })
  return { headers: placer.headers(), body: showMerged(mergeRows(rows, asked.instanceId !== undefined), id) }
}

/** Throws no-vdr, no-transformation-id (404). Levels that the caller may not write stay, and are told. */
async function remove(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const sight = await openSight(parts, request, 'delete')
  const placer = await openPlacer(parts, sight, { body: {}, parts: [] })
  await changeResources(parts, hearersOf(sight), async (transaction) => {
    const whole = await demandWholeById(transaction, sight, idOf(request), { lock: true })
    const { group } = await demandGroup(transaction, whole, request)
    for (const { id, level } of group) {
      if (mayWrite(sight, level)) await deleteTransformation(transaction, id)
      else placer.ignore(`the level ${level} was ignored: this user may not write it`)
    }
    await recordWhole(transaction, whole)
    // What only extended the system's resource is nothing without its last part.
    if (whole.system !== undefined && whole.own !== undefined) await deleteResourceIfEmpty(transaction, whole.own.id)
  })
  return { headers: placer.headers(), body: undefined }
}

/** The rows of the element whose transformation the path names. Throws no-transformation-id (404). */
async function demandGroup(db: Db, whole: Whole, { params }: RouteRequest): Promise<{ group: TransformationRow[]; id: number }> {
  const text = params['transformationId'] ?? ''
  const id = parseId(text)
  const group = groupByElement(await readSeen(db, whole)).find((rows) => rows.some((row) => row.id === id))
  if (group === undefined || id === undefined) throw createError('no-transformation-id', { params: { id: text.slice(0, 40) } })
  return { group, id }
}

/** The transformation stays known by the id that it was named by, also when the level goes whose it was. */
async function passOnId(transaction: Db, rows: readonly TransformationRow[], id: number): Promise<readonly TransformationRow[]> {
  const first = rows[0]!
  await takeOverId(transaction, { from: first.id, to: id })
  return [{ ...first, id }, ...rows.slice(1)]
}

/** By key or id, or that of the instance which the body names. Throws no-element, no-element-id, no-instance (404), invalid-body (400). */
async function findElement(parts: CommonParts, { caller, instanceId }: Sight, sent: LeveledTransformation) {
  const keyOrId = sent.elementKey ?? readNumber(sent.elementId)
  if (keyOrId != null) {
    const { id, key } = await demandElement(parts.catalog, String(keyOrId), caller)
    return { id, key }
  }
  const named = readNumber(sent.instanceId) ?? instanceId
  if (named === undefined) throw createError('invalid-body', { params: { reason: 'elementKey or instanceId is missing' } })
  const row = await findInScope(parts.database.db, caller, named)
  if (row === undefined) throw createError('no-instance', { params: { id: named } })
  return { id: row.element_id, key: row.element_key }
}

/** Throws invalid-body (400). */
function demandSameElement(sent: LeveledTransformation, { id, key }: { readonly id: number | null; readonly key: string | null }): void {
  const isOther =
    sent.elementKey != null
      ? sent.elementKey !== key && sent.elementKey !== String(id)
      : sent.elementId != null && readNumber(sent.elementId) !== id
  if (isOther) throw createError('invalid-body', { params: { reason: `elementKey: a transformation keeps its element, ${key}` } })
}

function leveledPartsOf({ fields, configuration, script, scripts }: LeveledTransformation): Leveled[] {
  return [...(fields ?? []), ...(configuration ?? []), ...(script == null ? [] : [script]), ...(scripts ?? [])]
}

function idOf({ params }: RouteRequest): string {
  return params['id'] ?? ''
}
