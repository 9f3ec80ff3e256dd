// The three things that happen to records, each of which an open transaction can take back.
import type { ObjectType } from '../schema/object.ts'
import { findStored, isDeleted, type Row, readTable, type Tenant, takeId } from '../tenant.ts'
import { formatSecond } from '../time.ts'
import { deriveValues } from './derive.ts'

/** Who does it, and when (milliseconds since 1970). */
export interface Actor {
  userId: string
  now: number
}

/** Stores a new record. `values` are checked already; what is missing becomes null, false or the default. */
export function createRow(tenant: Tenant, object: ObjectType, values: Record<string, unknown>, by: Actor): Row {
  const time = formatSecond(by.now)
  const full: Record<string, unknown> = {}
  for (const field of object.fields) full[field.name] = values[field.name] ?? field.default ?? (field.type === 'boolean' ? false : null)
  const id = takeId(tenant, object.prefix)
  Object.assign(full, {
    Id: id,
    CreatedDate: time,
    CreatedById: by.userId,
    LastModifiedDate: time,
    LastModifiedById: by.userId,
    SystemModstamp: time,
  })
  if (object.byName.has('ownerid')) full['OwnerId'] ??= by.userId
  const row: Row = { id, object, values: full }
  deriveValues(tenant, row, values)
  const table = readTable(tenant, object.name)
  table.rows.set(row.id, row)
  table.list.push(row)
  tenant.undo?.push(() => {
    table.rows.delete(row.id)
    table.list = table.list.filter((each) => each !== row)
  })
  return row
}

/** Changes a record; null clears. */
export function changeRow(tenant: Tenant, row: Row, values: Record<string, unknown>, by: Actor): void {
  const before = { ...row.values }
  tenant.undo?.push(() => {
    row.values = before
  })
  row.values = { ...row.values, ...values }
  deriveValues(tenant, row, values)
  stamp(row, by)
}

/** Deletes a record and what goes with it; look-ups at it are cleared. It stays visible to `queryAll`. */
export function deleteRow(tenant: Tenant, row: Row, by: Actor): void {
  if (isDeleted(row)) return
  changeRow(tenant, row, { IsDeleted: true }, by)
  for (const { object, list } of tenant.tables.values()) {
    const fields = object.fields.filter((each) => each.referenceTo.includes(row.object.name) && each.name !== 'Id')
    if (fields.length === 0) continue
    for (const child of list) {
      for (const field of fields) {
        if (child.values[field.name] !== row.id || isDeleted(child)) continue
        if (field.cascade) deleteRow(tenant, child, by)
        else if (field.updateable) changeRow(tenant, child, { [field.name]: null }, by)
      }
    }
  }
}

/** Runs `work`; takes everything back when it says so or throws. */
export function transact<T>(tenant: Tenant, work: () => { result: T; keep: boolean }): T {
  const outer = tenant.undo
  const undo: (() => void)[] = []
  tenant.undo = undo
  let keep = false
  try {
    const done = work()
    keep = done.keep
    return done.result
  } finally {
    if (outer) tenant.undo = outer
    else delete tenant.undo
    if (!keep) for (const step of undo.reverse()) step()
    else outer?.push(...undo)
  }
}

/** Live records with a value in an indexed-like field, without regard to case. */
export function findByValue(tenant: Tenant, object: ObjectType, name: string, value: string): Row[] {
  const wanted = value.toLowerCase()
  if (name === 'Id') {
    const row = findStored(tenant, value)
    return row && !isDeleted(row) ? [row] : []
  }
  return readTable(tenant, object.name).list.filter((row) => String(row.values[name] ?? '').toLowerCase() === wanted && !isDeleted(row))
}

function stamp(row: Row, by: Actor): void {
  const time = formatSecond(by.now)
  Object.assign(row.values, { LastModifiedDate: time, LastModifiedById: by.userId, SystemModstamp: time })
}
