// One record at a time: read, create, change, archive; and merging two, and forgetting one for good.
import type { Answer } from '../../lib/http/answer.ts'
import { findTypes, linkRecords, listLinks } from '../associations/store.ts'
import { answerCreated, answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { createFieldsError, createInvalidError, createMissingError } from '../errors.ts'
import { type CrmRecord, findByValue, findTable } from '../portal.ts'
import { findType } from './find-type.ts'
import { listRecords } from './list.ts'
import type { ObjectType } from './object-types.ts'
import { readLinks } from './planned-links.ts'
import { readSelection, renderRecord, renderWritten } from './render.ts'
import { archive, checkValues, createRecord, updateRecord } from './write.ts'

export const recordOperations: Operations = {
  'GET /crm/v3/objects/{type}': serve('objects.read', listRecords),
  'POST /crm/v3/objects/{type}': serve('objects.write', create),
  'GET /crm/v3/objects/{type}/{id}': serve('objects.read', read),
  'PATCH /crm/v3/objects/{type}/{id}': serve('objects.write', update),
  'DELETE /crm/v3/objects/{type}/{id}': serve('objects.write', remove),
  'POST /crm/v3/objects/{type}/merge': serve('objects.write', merge),
  'POST /crm/v3/objects/{type}/gdpr-delete': serve('objects.write', forget),
}

function findCalled(call: Call): ObjectType {
  return findType(call.portal, call.params['type'] ?? '')
}

/** The living record of an id, or of a value of a unique property. @throws ApiError 400 for a property that is not unique */
export function findRecord(call: Call, type: ObjectType, by: { id: string; idProperty: string | null }): CrmRecord | undefined {
  const table = findTable(call.portal, type)
  const { id, idProperty } = by
  if (idProperty === null || idProperty === '' || idProperty === 'hs_object_id') {
    const record = table.byId.get(id)
    return record?.archivedAt === undefined ? record : undefined
  }
  if (!table.unique.has(idProperty)) throw createInvalidError(`The property ${idProperty} is not a unique identifier of ${type.name}`)
  return findByValue(table, idProperty, idProperty === 'email' ? id.toLowerCase() : id)
}

function findCalledRecord(call: Call, type: ObjectType): CrmRecord {
  const id = call.params['id'] ?? ''
  const record = findRecord(call, type, { id, idProperty: call.query.get('idProperty') })
  if (!record) throw createMissingError(id, call.options)
  return record
}

function read(call: Call): Answer {
  const type = findCalled(call)
  const selection = readSelection(call, type)
  const id = call.params['id'] ?? ''
  const archived = call.query.get('archived') === 'true' ? findTable(call.portal, type).byId.get(id) : undefined
  const record = archived?.archivedAt ? archived : findCalledRecord(call, type)
  return answerOk(renderRecord(call, type, { record, selection }))
}

function create(call: Call): Answer {
  const type = findCalled(call)
  if (call.body['properties'] === undefined) throw createFieldsError(['properties'])
  const links = readLinks(call, type, call.body['associations'])
  const record = createRecord(call, type, { values: checkValues(call, type, { properties: call.body['properties'] }), links })
  const location = `${call.origin}${call.path}/${record.id}`
  return answerCreated(renderWritten(call, type, { record }), { location })
}

function update(call: Call): Answer {
  const type = findCalled(call)
  const record = findCalledRecord(call, type)
  if (call.body['properties'] === undefined) throw createFieldsError(['properties'])
  const values = checkValues(call, type, { properties: call.body['properties'], record })
  updateRecord(call, type, { record, values })
  return answerOk(renderWritten(call, type, { record, names: Object.keys(values) }))
}

// A record that is not there, or never was, is archived all the same.
function remove(call: Call): Answer {
  const type = findCalled(call)
  const record = findRecord(call, type, { id: call.params['id'] ?? '', idProperty: null })
  if (record) archive(call, type, record)
  return answerNothing()
}

function merge(call: Call): Answer {
  const type = findCalled(call)
  const missing = ['primaryObjectId', 'objectIdToMerge'].filter((name) => typeof call.body[name] !== 'string')
  if (missing.length > 0) throw createFieldsError(missing)
  const [primary, other] = ['primaryObjectId', 'objectIdToMerge'].map((name) => {
    const id = String(call.body[name])
    const record = findRecord(call, type, { id, idProperty: null })
    if (!record) throw createMissingError(id, call.options)
    return record
  }) as [CrmRecord, CrmRecord]
  if (primary === other) throw createInvalidError('Cannot merge a record with itself')
  const values = Object.fromEntries(Object.entries(other.properties).filter(([name]) => primary.properties[name] === undefined))
  moveLinks(call, type, { from: other.id, to: primary.id })
  archive(call, type, other)
  updateRecord(call, type, { record: primary, values })
  return answerOk(renderWritten(call, type, { record: primary }))
}

function moveLinks(call: Call, type: ObjectType, { from, to }: { from: string; to: string }): void {
  const { associations } = call.portal
  for (const kind of new Set(call.portal.types.values())) {
    const types = findTypes(associations, type.name, kind.name)
    for (const [id, numbers] of [...listLinks(associations, { type: type.name, id: from }, kind.name)]) {
      const plain = types.find((each) => each.label === null && numbers.has(each.typeId))
      if (plain && id !== to) linkRecords(associations, { type: type.name, id: to }, { type: kind.name, id }, plain)
    }
  }
}

function forget(call: Call): Answer {
  const type = findCalled(call)
  if (typeof call.body['objectId'] !== 'string') throw createFieldsError(['objectId'])
  const idProperty = typeof call.body['idProperty'] === 'string' ? call.body['idProperty'] : null
  const record = findRecord(call, type, { id: call.body['objectId'], idProperty })
  if (record) {
    archive(call, type, record)
    const table = findTable(call.portal, type)
    table.byId.delete(record.id)
    table.archived = table.archived.filter((each) => each !== record)
  }
  return answerNothing()
}
