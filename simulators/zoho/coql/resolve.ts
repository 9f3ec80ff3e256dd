// From a path in a query (`Account_Name.Account_Name`) to the field it ends in and its value in a record.
import { ApiError } from '../errors.ts'
import type { Field, Module } from '../modules/module.ts'
import type { Reference, Row, Tenant } from '../tenant.ts'

export interface Resolved {
  field: Field
  read: (row: Row) => unknown
}

const idField: Field = { id: '0', apiName: 'id', label: 'Record Id', dataType: 'bigint', length: 19 }
const nameField: Field = { ...idField, apiName: 'name', label: 'Name', dataType: 'text' }

/** Follows a path over at most two lookups. @throws ApiError 400 for a column that is not there */
export function resolvePath(tenant: Tenant, module: Module, path: string): Resolved {
  const steps = path.split(/\.|->/)
  const [first = '', ...rest] = steps
  if (first === 'id' && rest.length === 0) return { field: idField, read: (row) => row.id }
  const field = module.fields.get(first)
  if (!field || steps.length > 3) throw refuseColumn(path)
  if (rest.length === 0) return { field, read: (row) => row.values[first] ?? null }
  if (field.dataType === 'ownerlookup') return resolveUser(first, rest, path)
  if (path.includes('->')) return resolveArrow(tenant, first, rest)
  const target = tenant.modules.get(field.target ?? '')
  if (!target) throw refuseColumn(path)
  const inner = resolvePath(tenant, target, rest.join('.'))
  return { field: inner.field, read: (row) => readThrough(tenant, target, row.values[first], inner) }
}

function resolveUser(first: string, rest: string[], path: string): Resolved {
  const members: Record<string, keyof Reference> = { id: 'id', full_name: 'name', name: 'name', email: 'email' }
  const member = rest.length === 1 ? members[rest[0] ?? ''] : undefined
  if (!member) throw refuseColumn(path)
  const field = member === 'id' ? idField : nameField
  return { field, read: (row) => (row.values[first] as Reference | null)?.[member] ?? null }
}

// `What_Id->Accounts.Account_Name`: only where the lookup points into that module.
function resolveArrow(tenant: Tenant, first: string, [name = '', ...rest]: string[]): Resolved {
  const target = tenant.modules.get(name)
  if (!target) throw refuseColumn(`${first}->${name}`)
  const inner = resolvePath(tenant, target, rest.join('.') || 'id')
  return { field: inner.field, read: (row) => readThrough(tenant, target, row.values[first], inner) }
}

function readThrough(tenant: Tenant, target: Module, value: unknown, inner: Resolved): unknown {
  const id = (value as Reference | null)?.id
  const row = id === undefined ? undefined : tenant.tables.get(target.apiName)?.rows.get(id)
  return row ? inner.read(row) : null
}

function refuseColumn(path: string): ApiError {
  return new ApiError(400, 'INVALID_QUERY', 'column given seems to be invalid', { column_name: path })
}
