// What somebody else does to a list while a client walks it: a record more, or the oldest one gone.
import type { Call } from '../call.ts'
import { findType } from '../objects/find-type.ts'
import { archive } from '../objects/write.ts'
import { addRecord, findTable, takeId } from '../portal.ts'

/** Inserts a copy of the newest record of the kind that the path names, or archives its oldest. A path without a kind is left alone. */
export function disturbTable(call: Call, kind: 'insert-record' | 'delete-record'): void {
  if (call.params['type'] === undefined) return
  const type = findType(call.portal, call.params['type'])
  const table = findTable(call.portal, type)
  const [oldest, newest] = [table.living[0], table.living.at(-1)]
  if (kind === 'delete-record' && oldest) archive(call, type, oldest)
  if (kind === 'insert-record' && newest) {
    const id = takeId(call.portal)
    const properties = Object.entries({ ...newest.properties, hs_object_id: id }).filter(([name]) => !table.unique.has(name))
    addRecord(table, { ...newest, id, properties: Object.fromEntries(properties) })
  }
}
