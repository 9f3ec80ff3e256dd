// What every kind of record does alike: found by id or 404, stamped when made and changed, told to the event log.
import type { Answer } from '../lib/http/answer.ts'
import { answerOk, type Call } from './call.ts'
import { createNotFound } from './errors.ts'
import { recordEvent } from './events.ts'
import { insertRow, type Row, removeRow, type TableName } from './tenant.ts'
import { formatTime } from './time.ts'
import { readFieldNames, renderRow, type View } from './view.ts'

/** A kind of record. */
export interface Kind {
  table: TableName
  /** As events and searches name it. */
  objectType: string
  /** As error messages name it. */
  noun: string
  /** What a reply shows. */
  view: View
  /** What an event shows: without nested records. */
  flat: View
}

/** The record the path names; one just deleted may still be read. @throws ApiError 404 */
export function findRecord(call: Call, kind: Kind): Row {
  const table = call.tenant.tables[kind.table]
  const id = call.params['id'] ?? ''
  const row = table.rows.get(id)
  if (row) return row
  const ghost = call.method === 'GET' ? table.ghosts.get(id) : undefined
  if (ghost && call.now - ghost.at < call.options.staleSeconds * 1000) return ghost.row
  throw createNotFound(kind.noun)
}

/** 200 with one record. */
export function showRecord(call: Call, kind: Kind, row: Row): Answer {
  return answerOk(renderRow(kind.view, row, { tenant: call.tenant, names: readFieldNames(call.query.get('_fields')) }))
}

/** Makes a record. */
export function createRecord(call: Call, kind: Kind, values: Record<string, unknown>): Row {
  const now = formatTime(call.now)
  const row = insertRow(call.tenant, kind.table, {
    ...values,
    created_by: values['created_by'] ?? call.user.id,
    updated_by: call.user.id,
    date_created: values['date_created'] ?? now,
    date_updated: now,
  })
  recordEvent(call, { objectType: kind.objectType, action: 'created', row, view: kind.flat })
  return row
}

/** Changes a record: only what `values` holds. */
export function updateRecord(call: Call, kind: Kind, change: { row: Row; values: Record<string, unknown> }): Row {
  const { row, values } = change
  const previous = renderRow(kind.flat, row, { tenant: call.tenant })
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || (name.startsWith('custom.') && value === null)) delete row[name]
    else row[name] = value
  }
  row['updated_by'] = call.user.id
  row['date_updated'] = formatTime(call.now)
  recordEvent(call, { objectType: kind.objectType, action: 'updated', row, view: kind.flat, previous })
  return row
}

/** Deletes a record and answers `{}`. */
export function deleteRecord(call: Call, kind: Kind, row: Row): Answer {
  recordEvent(call, { objectType: kind.objectType, action: 'deleted', row, view: kind.flat })
  removeRow(call.tenant.tables[kind.table], row, call.now)
  return answerOk({})
}
