// What somebody else does to an object while a client walks it: a record more, or the oldest one gone.
import { type Actor, createRow, deleteRow } from '../records/store.ts'
import { isDeleted, readTable, type Tenant } from '../tenant.ts'

/** Inserts a copy of the newest record of the object a call asks for, or deletes its oldest. A call that asks for none is left alone. */
export function disturbObject(
  tenant: Tenant,
  by: Actor,
  call: { path: string; query: URLSearchParams; kind: 'insert-record' | 'delete-record' },
): void {
  const name = /\bFROM\s+(\w+)/i.exec(call.query.get('q') ?? '')?.[1] ?? /^\/sobjects\/(\w+)/.exec(call.path)?.[1]
  const object = tenant.objects.get((name ?? '').toLowerCase())
  if (!object) return
  const rows = readTable(tenant, object.name).list.filter((row) => !isDeleted(row))
  const [oldest, newest] = [rows[0], rows.at(-1)]
  if (call.kind === 'delete-record' && oldest) deleteRow(tenant, oldest, by)
  if (call.kind === 'insert-record' && newest) createRow(tenant, object, { ...newest.values, External_Id__c: null }, by)
}
