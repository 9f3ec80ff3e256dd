// Names in a query made into fields and readers: of the object itself, or of a parent by way of relationships.
import { createField, type Field } from '../schema/field.ts'
import { findField, type ObjectType } from '../schema/object.ts'
import { findStored, type Row, type Tenant } from '../tenant.ts'
import type { Path, Query } from './query.ts'
import { refuseAt } from './refuse.ts'

/** Where names are looked up. */
export interface Scope {
  tenant: Tenant
  object: ObjectType
  query: Pick<Query, 'text' | 'alias'>
}

/** The rows passed through on the way, and the field at the end. */
export interface Resolved {
  /** Relationship names, as the schema writes them. */
  via: string[]
  field: Field
  /** The row the field is read of; undefined where a look-up is empty. */
  reach: (row: Row) => Row | undefined
}

/** The object a query is about. @throws ApiError 400 INVALID_TYPE */
export function resolveObject(tenant: Tenant, query: Query): ObjectType {
  const object = tenant.objects.get(query.object.toLowerCase())
  if (object) return object
  const reason = `sObject type '${query.object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`
  throw refuseAt(query.text, query.objectAt, 'INVALID_TYPE', reason)
}

/** Resolves a path. @throws ApiError 400 INVALID_FIELD */
export function resolvePath(scope: Scope, path: Path): Resolved {
  const names = dropAlias(scope, path.names)
  let object: ObjectType | undefined = scope.object
  const via: string[] = []
  const steps: string[] = []
  for (const name of names.slice(0, -1)) {
    const link: Field | undefined = object?.byRelationship.get(name.toLowerCase())
    if (!link || via.length >= 5) {
      const reason = `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
      throw refuseAt(scope.query.text, path.at, 'INVALID_FIELD', reason)
    }
    via.push(link.relationshipName ?? name)
    steps.push(link.name)
    object = link.referenceTo.length === 1 ? scope.tenant.objects.get((link.referenceTo[0] ?? '').toLowerCase()) : undefined
  }
  const last = names.at(-1) ?? ''
  const field = object ? findField(object, last) : findCommonField(last)
  if (!field) {
    const reason = `No such column '${last}' on entity '${object?.name ?? 'Name'}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`
    throw refuseAt(scope.query.text, path.at, 'INVALID_FIELD', reason)
  }
  return { via, field, reach: createReach(scope.tenant, steps) }
}

/** The value of a field in a row; what a look-up at several objects shows is read by name. */
export function readValue(row: Row | undefined, field: Field): unknown {
  if (!row) return null
  if (field === commonFields['type']) return row.object.name
  if (field === commonFields['name']) return row.values[row.object.fields.find((each) => each.nameField)?.name ?? 'Name'] ?? null
  return row.values[field.name] ?? null
}

// A look-up at several objects shows what people and things have in common.
const commonFields: Record<string, Field> = {
  id: createField('Id', 'id'),
  name: createField('Name', 'string'),
  type: createField('Type', 'string'),
  firstname: createField('FirstName', 'string'),
  lastname: createField('LastName', 'string'),
  email: createField('Email', 'email'),
  phone: createField('Phone', 'phone'),
  title: createField('Title', 'string'),
}

function findCommonField(name: string): Field | undefined {
  return commonFields[name.toLowerCase()]
}

function createReach(tenant: Tenant, steps: string[]): (row: Row) => Row | undefined {
  const [first, second, ...more] = steps
  if (first === undefined) return (row) => row
  if (second === undefined) return (row) => findStored(tenant, row.values[first])
  return (row) => {
    let reached = findStored(tenant, row.values[first])
    for (const step of [second, ...more]) reached = reached && findStored(tenant, reached.values[step])
    return reached
  }
}

// `a.Name` under `FROM Account a`, or `Account.Name` under `FROM Account`.
function dropAlias({ object, query }: Scope, names: string[]): string[] {
  const first = (names[0] ?? '').toLowerCase()
  if (names.length < 2 || object.byRelationship.has(first)) return names
  return first === query.alias?.toLowerCase() || first === object.name.toLowerCase() ? names.slice(1) : names
}
