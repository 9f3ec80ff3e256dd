// Associations of records: v3 (by the names of types) and v4 (by their numbers and labels), one at a time and in batches.
import type { Answer } from '../../lib/http/answer.ts'
import { findTypes, linkRecords, listLinks, unlinkRecords } from '../associations/store.ts'
import { findTypeByName, formatTypeName } from '../associations/type-names.ts'
import type { AssociationType } from '../associations/types.ts'
import { answerCreated, answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { createInvalidError, createMissingError } from '../errors.ts'
import { findType } from '../objects/find-type.ts'
import { formatNext, readLimit } from '../objects/list.ts'
import type { ObjectType } from '../objects/object-types.ts'
import { checkEnd } from '../objects/planned-links.ts'
import { findRecord } from '../objects/records.ts'
import { renderWritten } from '../objects/render.ts'
import { formatTime } from '../portal.ts'

const v3 = '/crm/v3/objects/{type}/{id}/associations/{to}'
const v4 = '/crm/v4/objects/{type}/{id}/associations'

export const associationOperations: Operations = {
  [`GET ${v3}`]: serve('objects.read', listNamed),
  [`PUT ${v3}/{toId}/{associationType}`]: serve('objects.write', linkNamed),
  [`DELETE ${v3}/{toId}/{associationType}`]: serve('objects.write', unlinkNamed),
  [`GET ${v4}/{to}`]: serve('objects.read', listNumbered),
  [`PUT ${v4}/default/{to}/{toId}`]: serve('objects.write', linkDefault),
  [`PUT ${v4}/{to}/{toId}`]: serve('objects.write', linkNumbered),
  [`DELETE ${v4}/{to}/{toId}`]: serve('objects.write', unlinkAll),
  'GET /crm/v4/associations/{type}/{to}/labels': serve('objects.read', listLabels),
}

/** The kinds and ids of a path, both records living. */
interface Path {
  from: ObjectType
  to: ObjectType
  id: string
  types: AssociationType[]
}

function readPath(call: Call): Path {
  const from = findType(call.portal, call.params['type'] ?? '')
  const to = findType(call.portal, call.params['to'] ?? '')
  const id = call.params['id'] ?? ''
  if (call.params['id'] !== undefined && !findRecord(call, from, { id, idProperty: null })) throw createMissingError(id, call.options)
  return { from, to, id, types: findTypes(call.portal.associations, from.name, to.name) }
}

function page(call: Call, all: unknown[]): { results: unknown[]; paging?: unknown } {
  const limit = readLimit(call, { standard: 500, most: 500 })
  const start = Number(call.query.get('after') ?? 0) || 0
  const results = all.slice(start, start + limit)
  return start + limit < all.length ? { results, paging: formatNext(call, String(start + limit)) } : { results }
}

function listNamed(call: Call): Answer {
  const { from, to, id, types } = readPath(call)
  const all: unknown[] = []
  for (const [toId, numbers] of listLinks(call.portal.associations, { type: from.name, id }, to.name)) {
    for (const link of types.filter((each) => numbers.has(each.typeId)))
      all.push({ id: toId, type: formatTypeName({ from, to }, link, types) })
  }
  return answerOk(page(call, all))
}

function findNamed(call: Call, { from, to, types }: Path): AssociationType {
  const name = call.params['associationType'] ?? ''
  const found = findTypeByName({ from, to }, name, types)
  if (!found) throw createInvalidError(`${name} is not a valid association type between ${from.name} and ${to.name}`)
  return found
}

function linkNamed(call: Call): Answer {
  const path = readPath(call)
  const type = findNamed(call, path)
  const toId = call.params['toId'] ?? ''
  checkEnd(call, path.to, toId)
  linkRecords(call.portal.associations, { type: path.from.name, id: path.id }, { type: path.to.name, id: toId }, type)
  const record = findRecord(call, path.from, { id: path.id, idProperty: null })
  return answerOk(
    record ? renderWritten(call, path.from, { record, names: [...path.from.defaults].filter((name) => record.properties[name]) }) : {},
  )
}

function unlinkNamed(call: Call): Answer {
  const path = readPath(call)
  const type = findNamed(call, path)
  unlinkRecords(
    call.portal.associations,
    { type: path.from.name, id: path.id },
    { type: path.to.name, id: call.params['toId'] ?? '' },
    type,
  )
  return answerNothing()
}

function listNumbered(call: Call): Answer {
  const { from, to, id, types } = readPath(call)
  const links = listLinks(call.portal.associations, { type: from.name, id }, to.name)
  return answerOk(
    page(
      call,
      [...links].map(([toId, numbers]) => showLink(toId, numbers, types)),
    ),
  )
}

/** A link as v4 shows it. */
export function showLink(toId: string, numbers: ReadonlySet<number>, types: readonly AssociationType[]): unknown {
  const shown = types.filter((each) => numbers.has(each.typeId)).map(({ category, typeId, label }) => ({ category, typeId, label }))
  return { toObjectId: Number(toId), associationTypes: shown }
}

function linkDefault(call: Call): Answer {
  const path = readPath(call)
  const toId = call.params['toId'] ?? ''
  checkEnd(call, path.to, toId)
  const type = path.types.find((each) => each.label === null)
  if (!type) throw createInvalidError(`No default association type exists between ${path.from.name} and ${path.to.name}`)
  linkRecords(call.portal.associations, { type: path.from.name, id: path.id }, { type: path.to.name, id: toId }, type)
  const time = formatTime(call.now)
  return answerOk({ status: 'COMPLETE', results: describeBothWays(path.id, toId, type), startedAt: time, completedAt: time })
}

/** A plain link that was made, as replies show it: there and back. */
export function describeBothWays(from: string, to: string, type: AssociationType): unknown[] {
  const describe = (one: string, other: string, associationTypeId: number): unknown => ({
    from: { id: one },
    to: { id: other },
    associationSpec: { associationCategory: type.category, associationTypeId },
  })
  return [describe(from, to, type.typeId), describe(to, from, type.inverse.typeId)]
}

/** A link by its labels, as replies show it. */
export function describeLabels(
  from: { type: ObjectType; id: string },
  to: { type: ObjectType; id: string },
  chosen: AssociationType[],
): unknown {
  return {
    fromObjectTypeId: from.type.typeId,
    fromObjectId: Number(from.id),
    toObjectTypeId: to.type.typeId,
    toObjectId: Number(to.id),
    labels: chosen.flatMap(({ label }) => (label === null ? [] : [label])),
  }
}

function linkNumbered(call: Call): Answer {
  const path = readPath(call)
  const toId = call.params['toId'] ?? ''
  checkEnd(call, path.to, toId)
  const chosen = readSpecs(call.items, path.types)
  for (const type of chosen)
    linkRecords(call.portal.associations, { type: path.from.name, id: path.id }, { type: path.to.name, id: toId }, type)
  return answerCreated(describeLabels({ type: path.from, id: path.id }, { type: path.to, id: toId }, chosen))
}

/** The types that a body's list names. @throws ApiError 400 for one that is none of the direction's */
export function readSpecs(items: unknown, types: readonly AssociationType[]): AssociationType[] {
  const given = Array.isArray(items) ? (items as { associationTypeId?: number }[]) : []
  if (given.length === 0) throw createInvalidError('Invalid input JSON on line 1, column 2: at least one association type is required')
  return given.map(({ associationTypeId }) => {
    const found = types.find((each) => each.typeId === Number(associationTypeId))
    if (!found) throw createInvalidError(`No association type with id ${associationTypeId} exists between these object types`)
    return found
  })
}

function unlinkAll(call: Call): Answer {
  const path = readPath(call)
  unlinkRecords(call.portal.associations, { type: path.from.name, id: path.id }, { type: path.to.name, id: call.params['toId'] ?? '' })
  return answerNothing()
}

function listLabels(call: Call): Answer {
  return answerOk({ results: readPath(call).types.map(({ category, typeId, label }) => ({ category, typeId, label })) })
}
