// One value of a write: whether it fits its field, and the form it is stored in.
import { ApiError, type Fault, refuse } from '../errors.ts'
import { readId } from '../ids.ts'
import type { Field } from '../schema/field.ts'
import type { ObjectType } from '../schema/object.ts'
import { findStored, isDeleted, type Tenant } from '../tenant.ts'
import { formatTime, isDay, parseTime } from '../time.ts'

/** The value as it is stored; null clears, and so does an empty text. @throws ApiError 400 as the vendor words it */
export function checkValue(tenant: Tenant, object: ObjectType, field: Field, value: unknown): unknown {
  if (value === null || value === '') {
    if (field.type === 'boolean' && value === null) throw parserError('boolean', value)
    return null
  }
  switch (field.type) {
    case 'boolean':
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'false') return value === 'true'
      throw parserError('boolean', value)
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return checkNumber(field, value)
    case 'date':
      return checkDay(value)
    case 'datetime':
      return checkTime(value)
    case 'reference':
      return checkReference(tenant, object, field, value)
    case 'base64':
      if (typeof value !== 'string' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value)) throw parserError('base64Binary', value)
      return Buffer.from(value, 'base64')
    default:
      return checkText(field, value)
  }
}

/** 400: JSON of a wrong type. */
function parserError(type: string, value: unknown): ApiError {
  const token =
    typeof value === 'string'
      ? 'VALUE_STRING'
      : typeof value === 'number'
        ? 'VALUE_NUMBER_INT'
        : value === null
          ? 'VALUE_NULL'
          : 'START_OBJECT'
  const shown = typeof value === 'object' && value !== null ? '' : ` value ${String(value)}`
  const place = 'or request may be missing a required field at [line:1, column:2]'
  return refuse(400, 'JSON_PARSER_ERROR', `Cannot deserialize instance of ${type} from ${token}${shown} ${place}`)
}

function checkNumber(field: Field, value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
  if (Number.isNaN(number) || (field.type === 'int' && !Number.isInteger(number)))
    throw parserError(field.type === 'int' ? 'int' : 'double', value)
  return number
}

// A time may stand for a day.
function checkDay(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return value
  const time = typeof value === 'string' ? parseTime(value) : Number.NaN
  if (Number.isNaN(time)) throw parserError('date', value)
  return new Date(time).toISOString().slice(0, 10)
}

function checkTime(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return `${value}T00:00:00.000+0000`
  const time = typeof value === 'string' ? parseTime(value) : Number.NaN
  if (Number.isNaN(time)) throw parserError('datetime', value)
  return formatTime(time)
}

function checkReference(tenant: Tenant, object: ObjectType, field: Field, value: unknown): string {
  const id = readId(value)
  const fits = id !== undefined && field.referenceTo.some((name) => tenant.tables.get(name)?.object.prefix === id.slice(0, 3))
  // A document's folder may be a real folder, of which this organization has none to look at.
  if (field.name === 'FolderId' && id?.startsWith('00l')) return id
  if (!fits)
    fail({ code: 'MALFORMED_ID', message: `${object.label} ID: id value of incorrect type: ${String(value)}`, fields: [field.name] })
  const row = findStored(tenant, id)
  if (!row) fail({ code: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [field.name] })
  if (isDeleted(row)) fail({ code: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [field.name] })
  return row.id
}

function checkText(field: Field, value: unknown): string {
  if (typeof value === 'object' || typeof value === 'boolean') throw parserError('string', value)
  const text = String(value)
  if (text.length > field.length) {
    fail({
      code: 'STRING_TOO_LONG',
      message: `${field.label}: data value too large: ${text} (max length=${field.length})`,
      fields: [field.name],
    })
  }
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
    fail({ code: 'INVALID_EMAIL_ADDRESS', message: `${field.label}: invalid email address: ${text}`, fields: [field.name] })
  }
  if (field.restricted) {
    const chosen = field.type === 'multipicklist' ? text.split(';') : [text]
    const wrong = chosen.find((each) => !field.values.includes(each))
    if (wrong !== undefined) {
      const message = `${field.label}: bad value for restricted picklist field: ${wrong}`
      fail({ code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, fields: [field.name] })
    }
  }
  return text
}

function fail(fault: Fault): never {
  throw new ApiError(400, fault)
}
