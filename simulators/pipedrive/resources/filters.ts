// Stored filters (v1): a tree of one "and" over one "and" and one "or" group, in the operators each type of field has.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { createV1Error } from '../errors.ts'
import { type Condition, filterTypes, findField } from '../list/filter.ts'
import { formatV1Time, insertRow, listRows, type Row } from '../tenant.ts'
import { filterHelpers, listOperators } from './filter-helpers.ts'

const reading = 'deals:read deals:full activities:read activities:full contacts:read contacts:full'
const writing = 'deals:full activities:full contacts:full'

export const filterOperations: Operations = {
  'GET /v1/filters': serve(20, reading, (call) => {
    const type = call.query.get('type')
    const rows = listRows(call.tenant.tables.filters).filter(
      (row) => row['active_flag'] === true && (type === null || row['type'] === type),
    )
    return answerData(rows.map(({ conditions: _conditions, ...shown }) => shown))
  }),
  'DELETE /v1/filters': serve(10, writing, (call) => {
    const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean).map(Number)
    if (ids.length === 0) throw createV1Error(400, 'Filter IDs must be given.')
    for (const id of ids) call.tenant.tables.filters.rows.delete(id)
    return answerData({ id: ids })
  }),
  'POST /v1/filters': serve(10, writing, (call) => {
    const { name, type } = call.body
    if (typeof name !== 'string' || name === '') throw createV1Error(400, 'Filter name must be given.')
    if (!Object.values(filterTypes).includes(String(type))) throw createV1Error(400, 'Filter type is not supported.')
    const conditions = checkConditions(call)
    const stamp = formatV1Time(call.now)
    const row = insertRow(call.tenant.tables.filters, {
      name,
      filter_code: null,
      is_editable: true,
      active_flag: true,
      type,
      temporary_flag: false,
      user_id: call.user.id,
      add_time: stamp,
      update_time: stamp,
      visible_to: '1',
      last_used_time: null,
      custom_view_id: null,
      conditions,
    })
    return answerData(showFilter(row, call))
  }),
  'GET /v1/filters/helpers': serve(20, '', () => answerData(filterHelpers)),
  'GET /v1/filters/{id}': serve(2, reading, (call) => answerData(showFilter(findFilterRow(call), call))),
  'PUT /v1/filters/{id}': serve(10, writing, (call) => {
    const row = findFilterRow(call)
    const conditions = checkConditions(call)
    const { name } = call.body
    Object.assign(row, { conditions, update_time: formatV1Time(call.now) }, typeof name === 'string' && name !== '' ? { name } : {})
    return answerData(showFilter(row, call))
  }),
  'DELETE /v1/filters/{id}': serve(6, writing, (call) => {
    const { id } = findFilterRow(call)
    call.tenant.tables.filters.rows.delete(id)
    return answerData({ id })
  }),
}

interface Tree {
  glue?: unknown
  conditions?: unknown
}

function checkConditions(call: Call): { glue: string; conditions: { glue: string; conditions: Condition[] }[] } {
  const raw = call.body['conditions']
  const tree = (typeof raw === 'string' ? parseTree(raw) : raw) as Tree | undefined
  const groups = tree && Array.isArray(tree.conditions) ? (tree.conditions as unknown[]).map(toObject<Tree>) : []
  const glues = groups.map((each) => String(each.glue).toLowerCase())
  const isSupported = String(tree?.glue).toLowerCase() === 'and' && groups.length === 2 && glues.includes('and') && glues.includes('or')
  if (!isSupported) throw createV1Error(400, 'Conditions must be glued with AND and hold one AND group and one OR group.')
  return {
    glue: 'and',
    conditions: groups.map((group, at) => ({
      glue: glues[at] ?? 'and',
      conditions: (Array.isArray(group.conditions) ? group.conditions : []).map((each) => checkCondition(toObject<Condition>(each), call)),
    })),
  }
}

function toObject<T>(value: unknown): T {
  if (typeof value !== 'object' || value === null) throw createV1Error(400, 'Conditions must be objects.')
  return value as T
}

function checkCondition(condition: Condition, call: Call): Condition {
  const field = findField(call, condition)
  if (!field) throw createV1Error(400, `Filter condition refers to an unknown field: ${String(condition.field_id)}`)
  if (!listOperators(field.type).includes(condition.operator)) {
    throw createV1Error(400, `Operator ${String(condition.operator)} is not supported for field ${field.code}`)
  }
  const { object, operator, value = null, extra_value = null } = condition
  return { object, field_id: String(condition.field_id), operator, value, extra_value }
}

function parseTree(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw createV1Error(400, 'Conditions must be JSON.')
  }
}

function showFilter(row: Row, call: Call): Row {
  const withCode = call.query.get('include_field_code') === 'true'
  const tree = row['conditions'] as { glue: string; conditions: { glue: string; conditions: Condition[] }[] }
  const show = (each: Condition) => ({
    ...each,
    value: each.value === null ? null : String(each.value),
    json_value_flag: false,
    ...(withCode ? { field_code: findField(call, each)?.code ?? null } : {}),
  })
  const conditions = tree.conditions.map((group) => ({ ...group, conditions: group.conditions.map(show) }))
  return { ...row, conditions: { glue: tree.glue, conditions } }
}

function findFilterRow(call: Call): Row {
  const row = call.tenant.tables.filters.rows.get(Number(call.params['id']))
  if (!row) throw createV1Error(404, 'Filter not found')
  return row
}
