// `composite/sobjects`: up to 200 records at once, each with its own result.
import { answerOk, type Call, type Routes } from '../call.ts'
import { ApiError, refuse } from '../errors.ts'
import { readId } from '../ids.ts'
import { findByValue, transact } from '../records/store.ts'
import { showRow } from '../records/view.ts'
import { findRecord, insertRecord, readFaults, removeRecord, updateRecord } from '../records/write.ts'
import { findField, type ObjectType } from '../schema/object.ts'
import { findRow, isDeleted } from '../tenant.ts'
import { readFields, readObject } from './object-in-path.ts'
import { readBody, readObjects } from './records.ts'

type Result = { id?: string; success: boolean; errors: unknown[]; created?: boolean }

const limit = 200

export const collectionRoutes: Routes = {
  'POST /composite/sobjects': (call) =>
    writeAll(call, (record) => ({ id: insertRecord(call.tenant, readType(call, record), strip(record), call.by).id })),
  'PATCH /composite/sobjects': (call) =>
    writeAll(call, (record) => {
      const id = readRecordId(record)
      updateRecord(call.tenant, findTarget(call, readType(call, record), id), strip(record, 'id'), call.by)
      return { id: readId(id) ?? id }
    }),
  'PATCH /composite/sobjects/{object}/{field}': (call) => writeAll(call, (record) => upsertOne(call, record)),
  'DELETE /composite/sobjects': (call) => {
    const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean)
    if (ids.length === 0) throw refuse(400, 'MISSING_ARGUMENT', 'ids: missing')
    const records = ids.map((id) => ({ id }))
    return runAll(call, { records, allOrNone: call.query.get('allOrNone') === 'true' }, ({ id }) => {
      const row = findRow(call.tenant, id)
      if (!row)
        throw refuse(
          400,
          readId(id) ? 'INVALID_CROSS_REFERENCE_KEY' : 'MALFORMED_ID',
          readId(id) ? 'invalid cross reference id' : `malformed id ${String(id)}`,
          [],
        )
      if (isDeleted(row)) throw refuse(400, 'ENTITY_IS_DELETED', 'entity is deleted', [])
      removeRecord(call.tenant, row, call.by)
      return { id: row.id }
    })
  },
  'GET /composite/sobjects/{object}': (call) => retrieve(call, (call.query.get('ids') ?? '').split(','), call.query.get('fields')),
  'POST /composite/sobjects/{object}': (call) => {
    const { ids, fields } = readBody(call)
    return retrieve(call, Array.isArray(ids) ? ids.map(String) : [], Array.isArray(fields) ? fields.join(',') : null)
  },
}

type Body = Record<string, unknown>

function writeAll(call: Call, write: (record: Body) => Omit<Result, 'success' | 'errors'>) {
  const { records, allOrNone } = readBody(call)
  return runAll(call, { records: readObjects(records, 'records'), allOrNone: allOrNone === true }, write)
}

function runAll(
  call: Call,
  { records, allOrNone }: { records: Body[]; allOrNone: boolean },
  write: (record: Body) => Omit<Result, 'success' | 'errors'>,
) {
  if (records.length === 0) throw refuse(400, 'REQUIRED_FIELD_MISSING', 'At least 1 record is required')
  if (records.length > limit) throw refuse(400, 'LIMIT_EXCEEDED', `The records limit has been exceeded: ${limit}`)
  const results = transact(call.tenant, () => {
    const written = records.map((record): Result => {
      try {
        return { ...write(record), success: true, errors: [] }
      } catch (error) {
        return { success: false, errors: readFaults(error) }
      }
    })
    return { result: written, keep: !allOrNone || written.every((each) => each.success) }
  })
  const failed = allOrNone && results.some((each) => !each.success)
  return answerOk(failed ? results.map(rollBack) : results)
}

// Of a collection that goes together or not at all, the good records tell why they are gone.
function rollBack(result: Result): Result {
  if (!result.success) return result
  const fault = {
    statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
    fields: [],
  }
  return { success: false, errors: [fault] }
}

function readType(call: Call, record: Body): ObjectType {
  const { type } = (record['attributes'] ?? {}) as { type?: unknown }
  const object = call.tenant.objects.get(String(type).toLowerCase())
  if (!object) throw refuse(400, 'INVALID_TYPE', `sObject type '${String(type)}' is not supported.`, [])
  return object
}

function readRecordId(record: Body): string {
  const id = Object.entries(record).find(([name]) => name.toLowerCase() === 'id')?.[1]
  if (id === undefined) throw refuse(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', [])
  return String(id)
}

function findTarget(call: Call, object: ObjectType, id: string) {
  try {
    return findRecord(call.tenant, object, id, 'PATCH')
  } catch (error) {
    if (!(error instanceof ApiError) || readId(id)) throw error
    throw refuse(400, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id'])
  }
}

function strip(record: Body, ...names: string[]): Body {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !['attributes', ...names].includes(name.toLowerCase())))
}

function upsertOne(call: Call, record: Body): Omit<Result, 'success' | 'errors'> {
  const object = readObject(call)
  const field = findField(object, call.params['field'] ?? '')
  if (!field?.externalId && field?.name !== 'Id')
    throw refuse(400, 'INVALID_FIELD', `${call.params['field']} is not an external ID field`, [])
  const key = Object.entries(record).find(([name]) => name.toLowerCase() === field.name.toLowerCase())?.[1]
  if ((key ?? '') === '' && field.name !== 'Id') throw refuse(400, 'MISSING_ARGUMENT', `${field.name} not specified`, [])
  const [row, second] = findByValue(call.tenant, object, field.name, field.name === 'Id' ? (readId(key) ?? '') : String(key))
  if (second)
    throw refuse(
      400,
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: [${row?.id}, ${second.id}]`,
      [],
    )
  if (!row) return { id: insertRecord(call.tenant, object, strip(record, 'id'), call.by).id, created: true }
  updateRecord(call.tenant, row, strip(record, field.name.toLowerCase()), call.by)
  return { id: row.id, created: false }
}

// What is not there is null, in its place.
function retrieve(call: Call, ids: string[], fields: string | null) {
  const object = readObject(call)
  if (!fields) throw refuse(400, 'MALFORMED_QUERY', 'fields: missing')
  const shown = readFields({ query: new URLSearchParams({ fields }) }, object)
  const rows = ids.map((id) => findRow(call.tenant, id.trim()))
  return answerOk(rows.map((row) => (row?.object === object && !isDeleted(row) ? showRow(row, shown, call.version) : null)))
}
