// One record: by its id, by an external id, its parents and children, and its bytes where it is a file.
import { type Answer, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { refuse, refuseAddress, refuseMethod } from '../errors.ts'
import { readId } from '../ids.ts'
import { findByValue } from '../records/store.ts'
import { showRow } from '../records/view.ts'
import { findRecord, insertRecord, removeRecord, updateRecord } from '../records/write.ts'
import { findField, type ObjectType } from '../schema/object.ts'
import { findStored, isDeleted, type Row, readTable } from '../tenant.ts'
import { readFields, readObject } from './object-in-path.ts'

export const recordRoutes: Routes = {
  'POST /sobjects/{object}': (call) => answerCreated(call, insertRecord(call.tenant, readObject(call), readBody(call), call.by)),
  'GET /sobjects/{object}/{key}': (call) => {
    const object = readObject(call)
    return answerOk(showRow(findKey(call, object), readFields(call, object), call.version))
  },
  // `Id` as the external id, without a value: a new record.
  'POST /sobjects/{object}/{key}': (call) => {
    const object = readObject(call)
    if (call.params['key']?.toLowerCase() !== 'id') throw refuseMethod('POST', ['GET', 'PATCH', 'DELETE'])
    return answerCreated(call, insertRecord(call.tenant, object, readBody(call), call.by), { created: true })
  },
  'PATCH /sobjects/{object}/{key}': (call) => {
    updateRecord(call.tenant, findKey(call, readObject(call)), readBody(call), call.by)
    return answerNothing()
  },
  'DELETE /sobjects/{object}/{key}': (call) => {
    removeRecord(call.tenant, findKey(call, readObject(call)), call.by)
    return answerNothing()
  },
  'GET /sobjects/{object}/{key}/{part}': (call) => {
    const object = readObject(call)
    return readId(call.params['key']) ? answerPart(call, findKey(call, object)) : answerOne(call, object)
  },
  'PATCH /sobjects/{object}/{key}/{part}': upsert,
  'DELETE /sobjects/{object}/{key}/{part}': (call) => {
    const [row] = findByExternalId(call, readObject(call))
    if (!row) throw refuseAddress()
    removeRecord(call.tenant, row, call.by)
    return answerNothing()
  },
}

function findKey(call: Call, object: ObjectType): Row {
  return findRecord(call.tenant, object, call.params['key'] ?? '', call.method)
}

/** The body as one record. @throws ApiError 400 when it is none */
export function readBody({ body }: Pick<Call, 'body'>): Record<string, unknown> {
  if (isObject(body)) return body
  const reason =
    body === undefined ? 'The HTTP entity body is required, but this request has no entity body.' : 'Unexpected token at [line:1, column:1]'
  throw refuse(400, 'JSON_PARSER_ERROR', reason)
}

/** The items of a list in a body, each an object. @throws ApiError 400 when it is no such list */
export function readObjects(value: unknown, name: string): Record<string, unknown>[] {
  if (Array.isArray(value) && value.every(isObject)) return value
  throw refuse(400, 'JSON_PARSER_ERROR', `${name}: a list of objects is required`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function answerCreated(call: Call, row: Row, more: Record<string, unknown> = {}): Answer {
  const location = `/services/data/${call.version}/sobjects/${row.object.name}/${row.id}`
  return answerOk({ id: row.id, success: true, errors: [], ...more }, 201, { location })
}

// The vendor tells `created` from version 46 on, and answers 200 rather than 204 then.
function upsert(call: Call): Answer {
  const object = readObject(call)
  const body = readBody(call)
  const matches = findByExternalId(call, object)
  if (matches.length > 1) return answerMany(call, matches)
  const [row] = matches
  const field = findField(object, call.params['key'] ?? '')
  const modern = Number(call.version.slice(1)) >= 46
  if (row) {
    updateRecord(call.tenant, row, body, call.by)
    return modern ? answerOk({ id: row.id, success: true, errors: [], created: false }) : answerNothing()
  }
  if (call.query.get('updateOnly') === 'true') throw refuseAddress()
  if (field && field.name !== 'Id' && Object.keys(body).some((name) => name.toLowerCase() === field.name.toLowerCase())) {
    const message = `The ${field.name} field should not be specified in the sobject data.`
    throw refuse(400, 'INVALID_FIELD', message, [field.name])
  }
  const created = insertRecord(call.tenant, object, { ...body, ...(field ? { [field.name]: call.params['part'] } : {}) }, call.by)
  return answerCreated(call, created, modern ? { created: true } : {})
}

function findByExternalId(call: Call, object: ObjectType): Row[] {
  const { key = '', part = '' } = call.params
  const field = findField(object, key)
  if (!field || !(field.externalId || field.name === 'Id')) {
    throw refuse(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${key}`)
  }
  return findByValue(call.tenant, object, field.name, field.name === 'Id' ? (readId(part) ?? part) : part)
}

function answerOne(call: Call, object: ObjectType): Answer {
  const matches = findByExternalId(call, object)
  if (matches.length > 1) return answerMany(call, matches)
  const [row] = matches
  if (!row) throw refuseAddress()
  return answerOk(showRow(row, readFields(call, object), call.version))
}

// 300: more than one record has this external id.
function answerMany(call: Call, rows: Row[]): Answer {
  return answerOk(
    rows.map((row) => `/services/data/${call.version}/sobjects/${row.object.name}/${row.id}`),
    300,
  )
}

function answerPart(call: Call, row: Row): Answer {
  const part = call.params['part'] ?? ''
  const field = findField(row.object, part)
  if (field?.type === 'base64') {
    const type = String(row.values['ContentType'] ?? 'application/octet-stream')
    return { status: 200, type: 'bytes', body: row.values[field.name] ?? Buffer.alloc(0), headers: { 'content-type': type } }
  }
  const parent = row.object.byRelationship.get(part.toLowerCase())
  if (parent) {
    const reached = findStored(call.tenant, row.values[parent.name])
    if (!reached) throw refuseAddress()
    return answerOk(showRow(reached, readFields(call, reached.object), call.version))
  }
  return answerChildren(call, row, part)
}

function answerChildren(call: Call, row: Row, name: string): Answer {
  for (const { object } of call.tenant.tables.values()) {
    const link = object.fields.find(
      (each) => each.childName?.toLowerCase() === name.toLowerCase() && each.referenceTo.includes(row.object.name),
    )
    if (!link) continue
    const rows = readTable(call.tenant, object.name).list.filter((each) => each.values[link.name] === row.id && !isDeleted(each))
    const fields = readFields(call, object)
    return answerOk({
      totalSize: rows.length,
      done: true,
      records: rows.slice(0, 2_000).map((each) => showRow(each, fields, call.version)),
    })
  }
  throw refuseAddress()
}
