// Pipelines of deals, tickets and leads, and their stages: read, add, replace (PUT), change (PATCH), remove.
import { randomUUID } from 'node:crypto'
import type { Answer } from '../../lib/http/answer.ts'
import { answerCreated, answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { ApiError, createFieldsError, createInvalidError } from '../errors.ts'
import { findType } from '../objects/find-type.ts'
import { findTable, formatTime } from '../portal.ts'
import type { Pipeline, Stage } from '../portal-data.ts'

const path = '/crm/v3/pipelines/{type}'

export const pipelineOperations: Operations = {
  [`GET ${path}`]: serve('objects.read', (call) => answerOk({ results: listPipelines(call) })),
  [`POST ${path}`]: serve('objects.write', create),
  [`GET ${path}/{pipelineId}`]: serve('objects.read', (call) => answerOk(findPipeline(call))),
  [`PUT ${path}/{pipelineId}`]: serve('objects.write', replace),
  [`PATCH ${path}/{pipelineId}`]: serve('objects.write', update),
  [`DELETE ${path}/{pipelineId}`]: serve('objects.write', remove),
  [`GET ${path}/{pipelineId}/stages`]: serve('objects.read', (call) => answerOk({ results: findPipeline(call).stages })),
  [`POST ${path}/{pipelineId}/stages`]: serve('objects.write', createStage),
  [`GET ${path}/{pipelineId}/stages/{stageId}`]: serve('objects.read', (call) => answerOk(findStage(call))),
  [`PUT ${path}/{pipelineId}/stages/{stageId}`]: serve('objects.write', updateStage),
  [`PATCH ${path}/{pipelineId}/stages/{stageId}`]: serve('objects.write', updateStage),
  [`DELETE ${path}/{pipelineId}/stages/{stageId}`]: serve('objects.write', removeStage),
}

function listPipelines(call: Call): Pipeline[] {
  return call.portal.pipelines[findType(call.portal, call.params['type'] ?? '').name] ?? []
}

function findPipeline(call: Call): Pipeline {
  const id = call.params['pipelineId'] ?? ''
  const found = listPipelines(call).find((each) => each.id === id)
  if (!found) throw new ApiError(404, `Pipeline ${id} not found`, { category: 'OBJECT_NOT_FOUND' })
  return found
}

function findStage(call: Call): Stage {
  const id = call.params['stageId'] ?? ''
  const found = findPipeline(call).stages.find((each) => each.id === id)
  if (!found) throw new ApiError(404, `Stage ${id} not found`, { category: 'OBJECT_NOT_FOUND' })
  return found
}

function requireFields(body: Record<string, unknown>, names: string[]): void {
  const missing = names.filter((name) => body[name] === undefined || body[name] === null)
  if (missing.length > 0) throw createFieldsError(missing)
}

function readStage(call: Call, given: Record<string, unknown>): Stage {
  requireFields(given, ['label', 'displayOrder', 'metadata'])
  const type = findType(call.portal, call.params['type'] ?? '')
  const metadata = Object.fromEntries(
    Object.entries(given['metadata'] as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  )
  const probability = Number(metadata['probability'])
  if (type.name === 'deals' && !(probability >= 0 && probability <= 1)) {
    throw createInvalidError('Stage metadata must contain a probability from 0.0 to 1.0')
  }
  if (type.name === 'deals') metadata['isClosed'] ??= String(probability === 0 || probability === 1)
  const time = formatTime(call.now)
  return {
    label: String(given['label']),
    displayOrder: Number(given['displayOrder']),
    metadata,
    id: typeof given['stageId'] === 'string' ? given['stageId'] : randomUUID(),
    createdAt: time,
    updatedAt: time,
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    archived: false,
  }
}

function readPipeline(call: Call): Omit<Pipeline, 'id'> {
  requireFields(call.body, ['label', 'displayOrder', 'stages'])
  const stages = (call.body['stages'] as Record<string, unknown>[]).map((each) => readStage(call, each))
  const time = formatTime(call.now)
  return {
    label: String(call.body['label']),
    displayOrder: Number(call.body['displayOrder']),
    stages,
    createdAt: time,
    updatedAt: time,
    archived: false,
  }
}

function checkLabel(call: Call, label: string, except?: Pipeline): void {
  if (!listPipelines(call).some((each) => each.label === label && each !== except)) return
  throw new ApiError(409, `Pipeline with label ${label} already exists`, { category: 'CONFLICT' })
}

function create(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  if (!type.stages) throw createInvalidError(`${type.name} do not have pipelines`)
  const fields = readPipeline(call)
  checkLabel(call, fields.label)
  const pipeline = { ...fields, id: typeof call.body['pipelineId'] === 'string' ? call.body['pipelineId'] : randomUUID() }
  call.portal.pipelines[type.name]?.push(pipeline)
  return answerCreated(pipeline)
}

function replace(call: Call): Answer {
  const pipeline = findPipeline(call)
  const { label, displayOrder, stages, updatedAt } = readPipeline(call)
  checkLabel(call, label, pipeline)
  return answerOk(Object.assign(pipeline, { label, displayOrder, stages, updatedAt }))
}

function update(call: Call): Answer {
  const pipeline = findPipeline(call)
  const { label, displayOrder } = call.body
  if (typeof label === 'string') {
    checkLabel(call, label, pipeline)
    pipeline.label = label
  }
  if (typeof displayOrder === 'number') pipeline.displayOrder = displayOrder
  pipeline.updatedAt = formatTime(call.now)
  return answerOk(pipeline)
}

function remove(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  const pipeline = findPipeline(call)
  refuseUsed(call, { property: type.stages?.pipeline ?? '', id: pipeline.id })
  call.portal.pipelines[type.name] = listPipelines(call).filter((each) => each !== pipeline)
  return answerNothing()
}

// With `validateReferencesBeforeDelete` (or the stage's word for it) nothing that records stand in is deleted.
function refuseUsed(call: Call, used: { property: string; id: string }): void {
  const asks = ['validateReferencesBeforeDelete', 'validateDealStageUsagesBeforeDelete'].some((name) => call.query.get(name) === 'true')
  if (!asks) return
  const users = findTable(call.portal, findType(call.portal, call.params['type'] ?? '')).living.filter(
    (record) => record.properties[used.property] === used.id,
  )
  if (users.length === 0) return
  throw createInvalidError(`Cannot delete ${used.id}: it is used by ${users.length} record(s)`, {
    context: { objectIds: users.slice(0, 10).map(({ id }) => id) },
  })
}

function createStage(call: Call): Answer {
  const pipeline = findPipeline(call)
  const stage = readStage(call, call.body)
  pipeline.stages.push(stage)
  return answerCreated(stage)
}

function updateStage(call: Call): Answer {
  const stage = findStage(call)
  const { id, createdAt, ...fresh } = readStage(call, { ...stage, ...call.body })
  return answerOk(Object.assign(stage, fresh))
}

function removeStage(call: Call): Answer {
  const stage = findStage(call)
  const type = findType(call.portal, call.params['type'] ?? '')
  refuseUsed(call, { property: type.stages?.stage ?? '', id: stage.id })
  const pipeline = findPipeline(call)
  pipeline.stages = pipeline.stages.filter((each) => each !== stage)
  return answerNothing()
}
