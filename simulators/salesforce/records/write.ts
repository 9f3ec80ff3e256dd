// Creating, changing and deleting one record as the API does it: names, permissions, values, required fields, duplicates, files.
import { ApiError, refuse } from '../errors.ts'
import { readId } from '../ids.ts'
import type { Field } from '../schema/field.ts'
import { findField, type ObjectType } from '../schema/object.ts'
import { findRow, findStored, isDeleted, type Row, readTable, type Tenant } from '../tenant.ts'
import { checkValue } from './check-value.ts'
import { type Actor, changeRow, createRow, deleteRow, findByValue } from './store.ts'

type Body = Record<string, unknown>

/** Creates a record. @throws ApiError 400 as the vendor words it */
export function insertRecord(tenant: Tenant, object: ObjectType, body: Body, by: Actor): Row {
  if (!object.createable) throw refuse(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`, [])
  const values = readValues(tenant, object, body, 'createable')
  const missing = object.fields
    .filter((each) => each.required && (values[each.name] ?? each.default ?? null) === null)
    .map((each) => each.name)
  if (missing.length > 0) {
    throw refuse(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)
  }
  checkDuplicates(tenant, object, values)
  if (object.name === 'ContentVersion') return insertVersion(tenant, object, values, by)
  return createRow(tenant, object, values, by)
}

/** Changes a record. @throws ApiError 400 as the vendor words it */
export function updateRecord(tenant: Tenant, row: Row, body: Body, by: Actor): void {
  const { object } = row
  if (!object.updateable) throw refuse(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be updated: ${object.label}`, [])
  const values = readValues(tenant, object, body, 'updateable')
  const missing = object.fields.filter((each) => each.required && values[each.name] === null).map((each) => each.name)
  if (missing.length > 0) throw refuse(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)
  checkDuplicates(tenant, object, values, row)
  changeRow(tenant, row, values, by)
}

/** Deletes a record and what goes with it. @throws ApiError when records of this object cannot be deleted */
export function removeRecord(tenant: Tenant, row: Row, by: Actor): void {
  if (!row.object.deletable) {
    throw refuse(400, 'INSUFFICIENT_ACCESS_OR_READONLY', `entity type ${row.object.name} does not support delete`, [])
  }
  deleteRow(tenant, row, by)
  if (row.object.name !== 'ContentDocument') return
  for (const version of readTable(tenant, 'ContentVersion').list)
    if (version.values['ContentDocumentId'] === row.id) deleteRow(tenant, version, by)
}

/** The living record of an object by its id in a path. @throws ApiError 404 as the vendor words it */
export function findRecord(tenant: Tenant, object: ObjectType, id: string, method: string): Row {
  const row = findRow(tenant, id)
  if (row && row.object === object) {
    if (isDeleted(row)) throw refuse(404, 'ENTITY_IS_DELETED', 'entity is deleted', method === 'GET' ? undefined : [])
    return row
  }
  const isLikeId = /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)
  if (isLikeId && id.startsWith(object.prefix) && readId(id) === undefined) throw refuse(400, 'MALFORMED_ID', `malformed id ${id}`, [])
  if (!isLikeId || (!row && !id.startsWith(object.prefix))) {
    throw refuse(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`)
  }
  if (method === 'GET') throw refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
  throw refuse(404, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [])
}

function readValues(tenant: Tenant, object: ObjectType, body: Body, permission: 'createable' | 'updateable'): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const forbidden: string[] = []
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue
    const parent = object.byRelationship.get(name.toLowerCase())
    if (parent && typeof value === 'object' && value !== null) {
      values[parent.name] = findParent(tenant, parent, value as Body)
      continue
    }
    const field = findField(object, name)
    if (!field) throw refuse(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)
    if (!field[permission]) forbidden.push(field.name)
    else values[field.name] = checkValue(tenant, object, field, value)
  }
  if (forbidden.length > 0) {
    const message = `Unable to create/update fields: ${forbidden.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`
    throw refuse(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, forbidden)
  }
  return values
}

// `{"Account": {"External_Id__c": "A-7"}}` names a parent by an external id.
function findParent(tenant: Tenant, field: Field, body: Body): string {
  const object = tenant.tables.get(field.referenceTo[0] ?? '')?.object
  const [name = '', value] = Object.entries(body).find(([each]) => each !== 'attributes') ?? []
  const key = object && findField(object, name)
  if (!object || !key?.externalId)
    throw refuse(400, 'INVALID_FIELD', `${name} is not an External ID or indexed field for ${field.referenceTo[0]}`, [])
  const [row] = findByValue(tenant, object, key.name, String(value))
  if (row) return row.id
  throw refuse(
    400,
    'INVALID_FIELD',
    `Foreign key external ID: ${String(value)} not found for field ${key.name} in entity ${object.name}`,
    [],
  )
}

function checkDuplicates(tenant: Tenant, object: ObjectType, values: Record<string, unknown>, self?: Row): void {
  for (const field of object.fields) {
    const value = field.unique ? values[field.name] : null
    if (typeof value !== 'string') continue
    const other = findByValue(tenant, object, field.name, value).find((each) => each !== self)
    if (other)
      throw refuse(400, 'DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${other.id}`, [])
  }
}

// A first version brings its document, a further one becomes the latest of it.
function insertVersion(tenant: Tenant, object: ObjectType, values: Record<string, unknown>, by: Actor): Row {
  if (!values['PathOnClient']) throw refuse(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [PathOnClient]', ['PathOnClient'])
  const given = findStored(tenant, values['ContentDocumentId'])
  const type = readTable(tenant, 'ContentDocument').object
  const document = given ?? createRow(tenant, type, {}, by)
  const older = readTable(tenant, object.name).list.filter((each) => each.values['ContentDocumentId'] === document.id && !isDeleted(each))
  for (const each of older) changeRow(tenant, each, { IsLatest: false }, by)
  const numbered = { ...values, ContentDocumentId: document.id, IsLatest: true, VersionNumber: String(older.length + 1) }
  const version = createRow(tenant, object, numbered, by)
  const { Title, Description, FileType, FileExtension, ContentSize } = version.values
  changeRow(tenant, document, { Title, Description, FileType, FileExtension, ContentSize, LatestPublishedVersionId: version.id }, by)
  const link = readTable(tenant, 'ContentDocumentLink').object
  const places = given ? [values['FirstPublishLocationId']] : [by.userId, values['FirstPublishLocationId']]
  for (const place of places) {
    if (typeof place === 'string') createRow(tenant, link, { LinkedEntityId: place, ContentDocumentId: document.id, ShareType: 'V' }, by)
  }
  return version
}

/** What a faulty record of a collection is told. */
export function readFaults(error: unknown): { statusCode: string; message: string; fields: string[] }[] {
  if (!(error instanceof ApiError)) throw error
  return error.faults.map(({ code, message, fields }) => ({ statusCode: code, message, fields: fields ?? [] }))
}
