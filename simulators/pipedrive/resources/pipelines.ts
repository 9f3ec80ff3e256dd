// Pipelines and their stages (v2); changing them is for administrators.
import { type Operations, serve } from '../call.ts'
import { flag, nullable, reference, text, whole } from '../checks.ts'
import { readWhole } from '../list/parameters.ts'
import { listRows } from '../tenant.ts'
import { createEntity, deleteEntity, type Entity, isThere, listEntities, readEntity, updateEntity } from './entity.ts'

const reading = 'deals:read deals:full admin'

const pipeline: Entity = {
  table: 'pipelines',
  name: 'pipeline',
  checks: { name: text(255, 'filled'), is_deal_probability_enabled: flag },
  required: ['name'],
  defaults: ({ tenant }) => ({
    name: '',
    order_nr: 1 + listRows(tenant.tables.pipelines).filter(isThere).length,
    is_deal_probability_enabled: false,
  }),
  sortable: ['id', 'update_time', 'add_time'],
}

const stage: Entity = {
  table: 'stages',
  name: 'stage',
  checks: {
    name: text(255, 'filled'),
    pipeline_id: reference('pipelines', 'Pipeline'),
    deal_probability: whole(0, 100),
    is_deal_rot_enabled: flag,
    days_to_rotten: nullable(whole(1)),
  },
  required: ['name', 'pipeline_id'],
  defaults: () => ({ order_nr: 0, name: '', deal_probability: 100, pipeline_id: null, is_deal_rot_enabled: false, days_to_rotten: null }),
  settle: (row, { before, call }) => {
    if (before && before['pipeline_id'] === row['pipeline_id']) return
    const others = listRows(call.tenant.tables.stages).filter((each) => isThere(each) && each['pipeline_id'] === row['pipeline_id'])
    row['order_nr'] = 1 + Math.max(0, ...others.map((each) => Number(each['order_nr'])))
  },
  filters: (call) => {
    const id = readWhole(call.query, 'pipeline_id')
    return id === undefined ? [] : [(row) => row['pipeline_id'] === id]
  },
  sortable: ['id', 'update_time', 'add_time', 'order_nr'],
}

export const pipelineOperations: Operations = {
  'GET /v2/pipelines': serve(5, reading, (call) => listEntities(pipeline, call)),
  'POST /v2/pipelines': serve(5, 'admin', (call) => createEntity(pipeline, call)),
  'GET /v2/pipelines/{id}': serve(1, reading, (call) => readEntity(pipeline, call)),
  'PATCH /v2/pipelines/{id}': serve(5, 'admin', (call) => updateEntity(pipeline, call)),
  'DELETE /v2/pipelines/{id}': serve(3, 'admin', (call) => deleteEntity(pipeline, call)),
  'GET /v2/stages': serve(5, reading, (call) => listEntities(stage, call)),
  'POST /v2/stages': serve(5, 'admin', (call) => createEntity(stage, call)),
  'GET /v2/stages/{id}': serve(1, reading, (call) => readEntity(stage, call)),
  'PATCH /v2/stages/{id}': serve(5, 'admin', (call) => updateEntity(stage, call)),
  'DELETE /v2/stages/{id}': serve(3, 'admin', (call) => deleteEntity(stage, call)),
}
