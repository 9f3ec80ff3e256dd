/** POST /vdrs/{id}/clone: a copy for the own account or organization, under the same or another name (contract 9.5, 9.8). */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import { readList, readText } from '../../lib/query-values.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { nameSchema, orNull } from '../check-names.ts'
import { isSamePlace, type Placed } from '../levels.ts'
import { type CommonParts, changeResources } from '../parts.ts'
import type { Db } from '../store/resources.ts'
import type { TransformationRow } from '../store/transformations.ts'
import { demandWritableLevel } from '../writable-levels.ts'
import { describeAbout } from './about.ts'
import { changeWhole } from './change-vdr.ts'
import { hasInstanceParts } from './export-vdr.ts'
import { mergeShown } from './merge-shown.ts'
import { groupByElement, mergeRows } from './merged-transformation.ts'
import { hearersOf, openPlacer, openSight, sightParameters } from './open-request.ts'
import type { Placer } from './place-parts.ts'
import { readSeen } from './read-seen.ts'
import { showVdr } from './show-vdr.ts'
import type { Sight } from './sight.ts'
import type { LeveledTransformation } from './transformation-parts.ts'
import { readObjectName } from './vdr-body.ts'
import { demandWholeById, readWhole, type Whole } from './whole.ts'
import { ensureId, writeEmptyLevel } from './write-fields.ts'
import { writeTransformation } from './write-transformation.ts'

const keysSchema = orNull(Type.Union([Type.Array(Type.String(), { maxItems: 1000 }), Type.String()]))

const cloneSchema = Type.Object({
  objectName: orNull(nameSchema),
  level: orNull(Type.String()),
  cloneAllTransformations: orNull(Type.Union([Type.Boolean(), Type.String()])),
  elementKeys: keysSchema,
  'elementKeys[]': keysSchema,
})
type SentClone = Static<typeof cloneSchema>

/** The route. */
export function createCloneRoute(parts: CommonParts): Route {
  const query = [
    ...sightParameters,
    { name: 'level', description: 'Whose the copy is: `account` (default) or `organization`' },
    { name: 'cloneAllTransformations', description: 'With the transformations of all elements', type: 'boolean' as const },
    { name: 'elementKeys[]', description: 'With the transformations of these elements' },
  ]
  return {
    method: 'POST',
    path: '/vdrs/:id/clone',
    access: 'caller',
    query,
    body: Type.Union([cloneSchema, Type.Null(), Type.Undefined()]),
    handle: (request) => clone(parts, request),
  }
}

/** Throws no-vdr (404), common-resource-exists (409), missing-privilege (403), invalid-body (400). */
async function clone(parts: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const { systemOnly, ...source } = await openSight(parts, request, 'view')
  const sight = await openSight(parts, { ...request, query: {} }, 'create')
  const sent = readBody<SentClone>(request)
  const target = chooseTarget(sight, readText(request.query, 'level') ?? sent.level ?? 'account')
  const placer = await openPlacer(parts, sight, { body: target, parts: [] })
  const whole = await changeResources(parts, hearersOf(sight), async (transaction) => {
    const original = await demandWholeById(transaction, { ...source, systemOnly }, request.params['id'] ?? '')
    const name = sent.objectName == null ? original.name : readObjectName(sent.objectName)
    const rows = chooseRows(await readSeen(transaction, original), readChoice(request, sent), placer)
    if (hasInstanceParts([...original.definitions, ...rows])) placer.ignore('what is said of element instances was ignored')
    return copy(transaction, { original, rows, name, target, sight, placer })
  })
  return { headers: placer.headers(), body: showVdr(whole, sight) }
}

interface Copying {
  readonly original: Whole
  readonly rows: readonly TransformationRow[]
  readonly name: string
  readonly target: Placed
  readonly sight: Sight
  readonly placer: Placer
}

async function copy(transaction: Db, { original, rows, name, target, sight, placer }: Copying): Promise<Whole> {
  const found = await readWhole(transaction, sight, name, { lock: true })
  await ensureId(transaction, found, sight, target.level)
  // Who made it meanwhile is done by now.
  const before = await readWhole(transaction, sight, name)
  if ([...before.definitions, ...before.mapped].some((row) => isSamePlace(row, target))) {
    throw createError('common-resource-exists', { params: { name } })
  }
  const fields = mergeShown(original.definitions.filter(({ level }) => level !== 'instance')).map(
    ({ id: _, level: __, associatedId: ___, ...field }) => ({ field }),
  )
  const { description, vdrShared, vdrShareLevel } = describeAbout(original, sight)
  const about = found.own !== undefined ? {} : { description, vdrShared, vdrShareLevel }
  // Known at that level also when there is no field to copy.
  await writeEmptyLevel(transaction, before, sight, target)
  const empty = await readWhole(transaction, sight, name)
  const made = await changeWhole(transaction, empty, { sight, placer, fields, replacing: 'levels', about })
  for (const group of groupByElement(rows.filter(({ level }) => level !== 'instance'))) {
    const { elementId: id, elementKey: key } = group[0]!
    await writeTransformation(transaction, {
      whole: made,
      sight,
      placer,
      element: { id, key },
      sent: describe(group),
      rows: [],
      replacing: 'levels',
      scripts: 'script',
    })
  }
  return readWhole(transaction, sight, name)
}

/** All levels of a transformation as the word of one. */
function describe(group: readonly TransformationRow[]): LeveledTransformation {
  const { vendorName, isLegacy, fields, configuration, scripts, others } = mergeRows(group)
  const flags = new Map(configuration.map(({ level: _, associatedId: __, ...flag }) => [flag.type, flag]))
  const script = scripts.map(({ level: _, associatedId: __, ...each }) => each)[0]
  return {
    ...others,
    ...{ vendorName, isLegacy },
    fields: fields.map(({ id: _, vdrFieldId: __, level: ___, associatedId: ____, ...field }) => field),
    configuration: [...flags.values()],
    ...(script !== undefined && { script }),
  } as LeveledTransformation
}

/** Throws missing-privilege (403), invalid-body (400). */
function chooseTarget({ caller }: Sight, word: string): Placed {
  const level = word.toLowerCase()
  if (level !== 'account' && level !== 'organization')
    throw createError('invalid-body', { params: { reason: 'level: expected account or organization' } })
  demandWritableLevel(caller, level)
  return { level, associatedId: level === 'account' ? caller.accountId : caller.organizationId }
}

/** The keys of the elements whose transformations are wanted; `all`; or none. */
function readChoice({ query }: RouteRequest, sent: SentClone): 'all' | readonly string[] {
  const inQuery = readList(query, 'elementKeys')
  const inBody = [sent.elementKeys ?? sent['elementKeys[]'] ?? []].flat()
  const keys = inQuery.length > 0 ? inQuery : readList({ elementKeys: inBody }, 'elementKeys')
  if (keys.length > 0) return keys
  const isAll = readText(query, 'cloneAllTransformations') ?? String(sent.cloneAllTransformations)
  return isAll.toLowerCase() === 'true' ? 'all' : []
}

function chooseRows(rows: readonly TransformationRow[], choice: 'all' | readonly string[], placer: Placer): TransformationRow[] {
  if (choice === 'all') return [...rows]
  const isMeant = ({ elementKey, elementId }: TransformationRow) => choice.some((key) => key === elementKey || key === String(elementId))
  const found = rows.filter(isMeant)
  const isMissing = choice.some((key) => !found.some(({ elementKey, elementId }) => key === elementKey || key === String(elementId)))
  if (isMissing) placer.ignore('elementKeys that have no transformation were ignored')
  return found
}
