// v2 opportunity stages and the record of moves between them.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, flag, list, object, requireValues, text, whole } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { comparisons, idField, property, textField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row } from '../tenant.ts'
import { findRow } from './find-row.ts'

export const stageRoutes: Routes = {
  'GET /opportunities/stages': (call) => answerOk(listStages(call)),
  'POST /opportunities/stages': createStage,
  'GET /opportunities/stages/{stage_id}': (call) => answerOk(findStage(call)),
  'PATCH /opportunities/stages/{stage_id}': (call) => {
    const row = findStage(call)
    const mask = readUpdateMask(call, Object.keys(checks))
    applyValues(row, checkBody(call.body, checks), mask, call.options.maskWithoutValue)
    row['updated_time'] = formatTime(call.now)
    return answerOk(row)
  },
  'DELETE /opportunities/stages/{stage_id}': (call) => {
    const { id } = findStage(call)
    const inUse = listRows(call.tenant.tables.opportunities).some((row) => row['stage_id'] === id)
    if (inUse) throw new ApiError(409, 'The stage is in use')
    call.tenant.tables.stages.rows.delete(id)
    return answerNothing()
  },
  'GET /opportunities/stageMoves': (call) => answerOk(listStageMoves(call)),
  'GET /opportunities/stageMoves/{stage_move_id}': (call) =>
    answerOk(findRow(call, { table: 'stageMoves', parameter: 'stage_move_id', noun: 'Stage Move' })),
}

const checks: Checks = {
  name: text(),
  order: whole(),
  target_number_days: whole(0),
  probability: whole(0, 100),
  checklist_items: list(object({ description: text(), required: flag, order: whole() })),
}

function findStage(call: Call): Row {
  return findRow(call, { table: 'stages', parameter: 'stage_id', noun: 'Stage' })
}

function createStage(call: Call): Answer {
  const values = checkBody(call.body, checks)
  requireValues(values, ['name', 'order', 'probability', 'target_number_days'])
  const now = formatTime(call.now)
  return answerCreated(insertRow(call.tenant.tables.stages, { checklist_items: [], ...values, created_time: now, updated_time: now }))
}

function listStages(call: Call): Record<string, unknown> {
  return listPage(call, {
    key: 'stages',
    rows: () => listRows(call.tenant.tables.stages),
    filter: () => ({
      fields: {
        opportunity_stage_name: textField(property('name'), 'wildcard'),
        opportunity_stage_id: idField(property('id'), comparisons),
      },
    }),
    orders: { stage_order: property('order') },
    render: (row) => row,
  })
}

function listStageMoves(call: Call): Record<string, unknown> {
  return listPage(call, {
    key: 'stage_moves',
    rows: () => listRows(call.tenant.tables.stageMoves),
    filter: () => ({ fields: { opportunity_id: idField(property('opportunity_id')), user_id: idField(property('user_id')) } }),
    orders: { move_date: property('move_time'), id: property('id') },
    render: (row) => row,
  })
}
