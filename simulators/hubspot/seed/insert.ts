// Putting a seeded record into its table, as old as the seed says.
import { linkRecords } from '../associations/store.ts'
import { listTypes } from '../associations/types.ts'
import { deriveValues } from '../objects/derived.ts'
import { findType } from '../objects/find-type.ts'
import { addRecord, type CrmRecord, findTable, formatTime, type Portal, takeId } from '../portal.ts'

/** Stores a record that was created and last changed at a time (milliseconds since 1970). */
export function insertSeed(portal: Portal, kind: string, seed: { values: Record<string, string>; at: number }): CrmRecord {
  const type = findType(portal, kind)
  const time = formatTime(seed.at)
  const id = takeId(portal)
  const properties: Record<string, string> = {
    ...seed.values,
    [type.created]: time,
    [type.modified]: time,
    hs_object_id: id,
    hs_object_source: 'CRM_UI',
    hs_object_source_label: 'CRM_UI',
  }
  Object.assign(properties, deriveValues(portal, type, properties))
  const record: CrmRecord = { id, properties, createdAt: time, updatedAt: time }
  addRecord(findTable(portal, type), record)
  return record
}

/** Associates two seeded records in the plain way. */
export function linkSeed(
  portal: Portal,
  from: [kind: string, record: CrmRecord | undefined],
  to: [kind: string, record: CrmRecord | undefined],
): void {
  const [fromKind, fromRecord] = from
  const [toKind, toRecord] = to
  const type = listTypes(portal.associations.pairs, fromKind, toKind).find((each) => each.label === null)
  if (!type || !fromRecord || !toRecord) throw new Error(`cannot link ${fromKind} to ${toKind}`)
  linkRecords(portal.associations, { type: fromKind, id: fromRecord.id }, { type: toKind, id: toRecord.id }, type)
}
