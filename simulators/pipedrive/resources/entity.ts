// The five operations every v2 resource has, over a description of what differs.
import type { Answer } from '../../lib/http/answer.ts'
import { answerCreated, answerData, type Call } from '../call.ts'
import { type Checks, checkBody, requireValues } from '../checks.ts'
import { createMissingError, createValidationError } from '../errors.ts'
import { showCustomFields } from '../fields/custom-values.ts'
import type { FieldEntity } from '../fields/field.ts'
import { findFilter } from '../list/filter.ts'
import { pickPage } from '../list/page.ts'
import { readTime, readWords } from '../list/parameters.ts'
import { formatTime, insertRow, type Row, type TableName } from '../tenant.ts'

export interface Entity {
  table: TableName
  /** What webhooks and filters call it. */
  name: string
  /** Whose custom fields it has, and stored filters look at. */
  fields?: FieldEntity
  checks: Checks
  required: readonly string[]
  /** Every property of a new record, before what was sent. */
  defaults: (call: Call) => Record<string, unknown>
  /** Derives and checks across properties; `row` is what will be stored, `sent` what came, `before` the record as it was. */
  settle?: (row: Row, parts: { sent: Record<string, unknown>; before: Row | undefined; call: Call }) => void
  /** Filters of its list: the row's test, or undefined when the parameter is absent. */
  filters?: (call: Call) => ((row: Row) => boolean)[]
  sortable: readonly string[]
  /** Properties that `include_fields` may add. */
  included?: Record<string, (row: Row, call: Call) => unknown>
  /** Properties that are not shown, by a knob. */
  hidden?: (call: Call) => readonly string[]
  createdStatus?: 201
}

/** `GET /x`: one page. `extra` narrows the list further. */
export function listEntities(entity: Entity, call: Call, extra: (row: Row) => boolean = isThere): Answer {
  const { table } = entity
  const filter = entity.fields ? findFilter(call, entity.fields) : undefined
  const tests = filter ? [] : (entity.filters?.(call) ?? [])
  const ids = filter || !entity.fields ? undefined : readIds(call)
  const since = readTime(call.query, 'updated_since')
  const until = readTime(call.query, 'updated_until')
  const matches = (row: Row): boolean => {
    if (!extra(row) || (ids && !ids.has(Number(row.id))) || (filter && !filter(row))) return false
    if (since !== undefined && readChange(row) < since) return false
    if (until !== undefined && readChange(row) >= until) return false
    return tests.every((test) => test(row))
  }
  const view = createView(entity, call)
  const page = pickPage(call, { rows: call.tenant.tables[table].rows.values(), matches, sortable: entity.sortable })
  return answerData(page.rows.map(view), page.additional)
}

/** `GET /x/{id}`. */
export function readEntity(entity: Entity, call: Call): Answer {
  return answerData(createView(entity, call)(findEntity(entity, call, call.options.deletedById === 'shown')))
}

/** `POST /x`. */
export function createEntity(entity: Entity, call: Call): Answer {
  const sent = checkBody(call, entity.checks)
  requireValues(sent, entity.required)
  const stamp = formatTime(call.now)
  const table = call.tenant.tables[entity.table]
  const times = { add_time: stamp, update_time: call.options.updateTimeOfNew === 'null' ? null : stamp }
  const values: Row = { id: table.nextId, ...entity.defaults(call), is_deleted: false, ...times, ...sent }
  entity.settle?.(values, { sent, before: undefined, call })
  const row = insertRow(table, values)
  const data = finishWrite(entity, call, row)
  call.announce({ entity: entity.name, action: 'create', id: row.id, data, previous: null })
  return entity.createdStatus === 201 ? answerCreated(data) : answerData(data)
}

/** `PATCH /x/{id}`: what was sent, nothing else. */
export function updateEntity(entity: Entity, call: Call): Answer {
  const row = findEntity(entity, call, false)
  const sent = checkBody(call, entity.checks)
  const before: Row = { ...row }
  const custom = { ...(row['custom_fields'] as object | undefined), ...(sent['custom_fields'] as object | undefined) }
  const after: Row = { ...row, ...sent, ...(entity.fields && row['custom_fields'] ? { custom_fields: custom } : {}) }
  entity.settle?.(after, { sent, before, call })
  if (sent['update_time'] === undefined) after['update_time'] = formatTime(call.now)
  Object.assign(row, after)
  const data = finishWrite(entity, call, row)
  const changed = Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(row[key]))
  call.announce({ entity: entity.name, action: 'change', id: row.id, data, previous: Object.fromEntries(changed) })
  return answerData(data)
}

/** `DELETE /x/{id}`: the record is only marked. */
export function deleteEntity(entity: Entity, call: Call): Answer {
  const row = findEntity(entity, call, false)
  const previous = createView(entity, call)(row)
  row['is_deleted'] = true
  row['update_time'] = formatTime(call.now)
  call.tenant.writtenAt.set(row, call.now)
  call.announce({ entity: entity.name, action: 'delete', id: row.id, data: null, previous })
  return answerData({ id: row.id })
}

/** The record the address names. @throws ApiError 400 for no number, 404 for no record */
export function findEntity(entity: Pick<Entity, 'table'>, call: Call, deletedToo: boolean): Row {
  const id = readPathId(call)
  const row = call.tenant.tables[entity.table].rows.get(id)
  if (!row || (row['is_deleted'] === true && !deletedToo)) throw createMissingError()
  return row
}

// When a record last changed, in the form times are stored and compared in.
function readChange(row: Row): string {
  return String(row['update_time'] ?? row['add_time'])
}

/** Whether a record was not deleted. */
export function isThere(row: Row): boolean {
  return row['is_deleted'] !== true
}

function readPathId(call: Call): number {
  const raw = call.params['id'] ?? ''
  if (!/^\d{1,15}$/.test(raw)) throw createValidationError('id', 'This value should be of type integer.')
  return Number(raw)
}

function readIds(call: Call): Set<number> | undefined {
  const words = readWords(call.query, 'ids')
  if (!words) return undefined
  if (words.length > 100) throw createValidationError('ids', 'This collection should contain 100 elements or less.')
  if (!words.every((each) => /^\d{1,15}$/.test(each))) throw createValidationError('ids', 'One or more of the given values is invalid.')
  return new Set(words.map(Number))
}

function finishWrite(entity: Entity, call: Call, row: Row): Record<string, unknown> {
  call.tenant.writtenAt.set(row, call.now)
  return createView(entity, call)(row)
}

/** How records are shown for one call: parameters are read once. */
export function createView(entity: Entity, call: Call): (row: Row) => Record<string, unknown> {
  const included = readWords(call.query, 'include_fields', Object.keys(entity.included ?? {})) ?? []
  const hidden = entity.hidden?.(call) ?? []
  const labels = ['true', '1'].includes(call.query.get('include_labels') ?? '')
  return (row) => {
    const shown: Record<string, unknown> = { ...row }
    if (entity.fields && row['custom_fields'] !== undefined) shown['custom_fields'] = showCustomFields(row, entity.fields, call)
    for (const name of hidden) delete shown[name]
    for (const name of included) shown[name] = entity.included?.[name]?.(row, call) ?? null
    if (labels && entity.fields) shown['labels'] = listLabels(row, entity.fields, call)
    return shown
  }
}

function listLabels(row: Row, entity: FieldEntity, call: Call): unknown[] {
  const options = call.tenant.fields[entity].find((each) => each.code === 'label_ids')?.options ?? []
  const ids = (row['label_ids'] ?? []) as unknown[]
  return options.filter((each) => ids.includes(each.id)).map(({ id, label }) => ({ id, label }))
}
