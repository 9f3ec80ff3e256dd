// Batches of records: read, create, update, upsert, archive. At most 100; 207 when some inputs failed.
import type { Answer } from '../../lib/http/answer.ts'
import { answerNothing, type Call, type Operations, serve } from '../call.ts'
import { ApiError, createFieldsError, createInvalidError } from '../errors.ts'
import { formatTime } from '../portal.ts'
import { findType } from './find-type.ts'
import type { ObjectType } from './object-types.ts'
import { readLinks } from './planned-links.ts'
import { findRecord } from './records.ts'
import { createSelection, renderRecord, renderWritten } from './render.ts'
import { archive, checkValues, completeValues, createRecord, updateRecord } from './write.ts'

export const batchOperations: Operations = {
  'POST /crm/v3/objects/{type}/batch/read': serve('objects.read', readMany),
  'POST /crm/v3/objects/{type}/batch/create': serve('objects.write', createMany),
  'POST /crm/v3/objects/{type}/batch/update': serve('objects.write', updateMany),
  'POST /crm/v3/objects/{type}/batch/upsert': serve('objects.write', upsertMany),
  'POST /crm/v3/objects/{type}/batch/archive': serve('objects.write', archiveMany),
}

interface Input {
  id?: string
  idProperty?: string
  properties?: Record<string, unknown>
  associations?: unknown
  objectWriteTraceId?: string
}

const most = 100

/** The inputs of a batch. @throws ApiError 400 without a list, or for more than the most */
export function readInputs<T = Input>(call: Call, limit = most): T[] {
  const { inputs } = call.body
  if (!Array.isArray(inputs)) throw createFieldsError(['inputs'])
  if (inputs.length > limit)
    throw createInvalidError(`The maximum number of inputs supported in a batch request is ${limit}, got ${inputs.length}`)
  return inputs as T[]
}

/** A batch's reply: `standard` when all went well, 207 with the errors otherwise. */
export function answerBatch(call: Call, results: unknown[], more: { errors?: unknown[]; standard?: number } = {}): Answer {
  const { errors = [], standard = 200 } = more
  const time = formatTime(call.now)
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {}
  return {
    status: errors.length > 0 ? 207 : standard,
    type: 'json',
    body: { status: 'COMPLETE', results, ...failed, startedAt: time, completedAt: time },
  }
}

function refuseRepeated(ids: string[]): void {
  const repeated = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
  if (repeated.length === 0) return
  throw createInvalidError(`Duplicate IDs found in batch input: [${repeated.join(', ')}]. IDs must be unique`, {
    context: { ids: repeated },
  })
}

function readMany(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  const inputs = readInputs(call)
  const idProperty = typeof call.body['idProperty'] === 'string' ? call.body['idProperty'] : null
  const names = (name: string): string[] => (Array.isArray(call.body[name]) ? (call.body[name] as unknown[]).map(String) : [])
  const selection = createSelection(call, type, { properties: names('properties'), history: names('propertiesWithHistory') })
  const missing: string[] = []
  const results: unknown[] = []
  for (const id of new Set(inputs.map((input) => String(input.id)))) {
    const record = findRecord(call, type, { id, idProperty })
    if (record) results.push(renderRecord(call, type, { record, selection }))
    else missing.push(id)
  }
  return answerBatch(call, results, { errors: describeMissing(type, missing) })
}

function describeMissing(type: ObjectType, ids: string[]): unknown[] {
  if (ids.length === 0) return []
  const message = `Could not get some ${type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`
  return [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids } }]
}

// All or nothing, unless every input carries a trace id: then each stands for itself.
function createMany(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  const inputs = readInputs(call)
  const isTraced = inputs.length > 0 && inputs.every((input) => typeof input.objectWriteTraceId === 'string')
  const plan = (input: Input) => ({
    values: checkValues(call, type, { properties: input.properties ?? {} }),
    links: readLinks(call, type, input.associations),
  })
  if (!isTraced) {
    refuseRepeatedEmails(type, inputs)
    const plans = inputs.map(plan)
    for (const each of plans) completeValues(call, type, each)
    const results = plans.map((each) => renderWritten(call, type, { record: createRecord(call, type, each) }))
    return answerBatch(call, results, { standard: 201 })
  }
  const results: unknown[] = []
  const errors: unknown[] = []
  for (const input of inputs) {
    try {
      const record = createRecord(call, type, plan(input))
      results.push({ ...renderWritten(call, type, { record }), objectWriteTraceId: input.objectWriteTraceId })
    } catch (error) {
      errors.push(describeFailure(error, input))
    }
  }
  return answerBatch(call, results, { errors, standard: 201 })
}

function refuseRepeatedEmails(type: ObjectType, inputs: Input[]): void {
  if (type.name !== 'contacts') return
  const emails = inputs.flatMap(({ properties }) => (properties?.['email'] ? [String(properties['email']).toLowerCase()] : []))
  if (new Set(emails).size < emails.length) throw new ApiError(409, 'Contact already exists', { category: 'CONFLICT' })
}

function describeFailure(error: unknown, input: Input): unknown {
  if (!(error instanceof ApiError)) throw error
  const existingId = /Existing ID: (\d+)/.exec(error.message)?.[1]
  const context = { objectWriteTraceId: [input.objectWriteTraceId], ...(existingId ? { existingId: [existingId] } : {}) }
  return { status: 'error', category: error.details.category, message: error.message, context }
}

function updateMany(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  const inputs = readInputs(call)
  refuseRepeated(inputs.map((input) => String(input.id)))
  const missing: string[] = []
  const changes = inputs.flatMap((input) => {
    const record = findRecord(call, type, { id: String(input.id), idProperty: input.idProperty ?? null })
    if (!record) missing.push(String(input.id))
    return record ? [{ record, values: checkValues(call, type, { properties: input.properties ?? {}, record }) }] : []
  })
  for (const change of changes) updateRecord(call, type, change)
  const results = changes.map(({ record, values }) => renderWritten(call, type, { record, names: Object.keys(values) }))
  return answerBatch(call, results, { errors: describeMissing(type, missing) })
}

function upsertMany(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  const inputs = readInputs(call)
  const results: unknown[] = []
  for (const input of inputs) {
    const idProperty = input.idProperty ?? ''
    if (idProperty === '') throw createFieldsError(['idProperty'])
    const record = findRecord(call, type, { id: String(input.id), idProperty })
    const properties = idProperty === 'hs_object_id' ? input.properties : { [idProperty]: input.id, ...input.properties }
    const values = checkValues(call, type, record ? { properties, record } : { properties })
    if (record) updateRecord(call, type, { record, values })
    const written = record ?? createRecord(call, type, { values, links: [] })
    results.push({ ...renderWritten(call, type, { record: written }), new: record === undefined })
  }
  return answerBatch(call, results)
}

function archiveMany(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  for (const input of readInputs(call)) {
    const record = findRecord(call, type, { id: String(input.id), idProperty: null })
    if (record) archive(call, type, record)
  }
  return answerNothing()
}
