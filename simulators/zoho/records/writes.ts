// Creating, updating, upserting and deleting records, up to a hundred in one call, each with a result of its own.
import type { Answer, Call, Routes } from '../call.ts'
import { ApiError, createFault, refuseId, refuseMissingParameter } from '../errors.ts'
import type { Module } from '../modules/module.ts'
import { isId, type Row, readTable } from '../tenant.ts'
import { checkRecord, type Input } from './check-record.ts'
import { readModule } from './module-in-path.ts'
import { answerResults, type Result, readInputs, showWritten } from './results.ts'
import { createRow, deleteRow, findByValue, updateRow } from './store.ts'

export const writeRoutes: Routes = {
  'POST /{module}': (call) => {
    const module = readModule(call)
    return answerCreated(call, module, readInputs(call))
  },
  'PUT /{module}': (call) => {
    const module = readModule(call)
    return answerResults(
      call,
      readInputs(call).map((input, at) => updateOne(call, module, { input, at, id: input['id'] })),
      200,
    )
  },
  'PUT /{module}/{id}': (call) => {
    const module = readModule(call)
    const [input] = readInputs(call)
    return answerResults(call, [updateOne(call, module, { input: input ?? {}, at: 0, id: call.params['id'] })], 200)
  },
  'POST /{module}/upsert': (call) => {
    const module = readModule(call)
    const compared = readCompared(call, module)
    const results = readInputs(call).map((input, at) => upsertOne(call, module, { input, at, compared }))
    const added = results.every((each) => 'action' in each && each.action === 'insert')
    return answerResults(call, results, added ? 201 : 200)
  },
  'DELETE /{module}': (call) => {
    const module = readModule(call)
    const ids = call.query.get('ids')
    if (!ids) throw refuseMissingParameter('ids')
    const list = ids.split(',').map((each) => each.trim())
    if (list.length > 100) throw new ApiError(400, 'LIMIT_EXCEEDED', 'Record count exceeded', { limit: 100, param_name: 'ids' })
    return answerResults(
      call,
      list.map((id) => deleteOne(call, module, id)),
      200,
    )
  },
  'DELETE /{module}/{id}': (call) => answerResults(call, [deleteOne(call, readModule(call), call.params['id'] ?? '')], 200),
}

/** Creates records and answers with their results. */
export function answerCreated(call: Call, module: Module, inputs: Input[]): Answer {
  return answerResults(
    call,
    inputs.map((input, at) => createOne(call, module, { input, at })),
    201,
  )
}

/** Deletes one record. */
export function deleteOne(call: Call, module: Module, id: string): Result {
  const row = readTable(call.tenant, module.apiName).rows.get(id)
  if (!row) return createFault('INVALID_DATA', 'record not deleted', { id })
  deleteRow(call.tenant, module, row, { user: call.user.reference, now: call.now })
  return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }
}

/** Updates one record; `id` is the one in its values or in the path. */
export function updateOne(call: Call, module: Module, { input, at, id }: { input: Input; at: number; id: unknown }): Result {
  if (id === undefined)
    return createFault('MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'id', json_path: `$.data[${at}].id` })
  const row = isId(id) ? readTable(call.tenant, module.apiName).rows.get(id) : undefined
  if (!row) {
    const details = call.params['id'] === undefined ? { api_name: 'id', json_path: `$.data[${at}].id` } : refuseId().fault.details
    return createFault('INVALID_DATA', 'the id given seems to be invalid', details)
  }
  const checked = checkRecord(call, input, { module, at, row })
  if ('fault' in checked) return checked.fault
  updateRow(call.tenant, module, row, { changed: checked.values, user: call.user.reference, now: call.now })
  return showWritten(row, 'record updated')
}

function createOne(call: Call, module: Module, { input, at }: { input: Input; at: number }): Result {
  const checked = checkRecord(call, input, { module, at })
  if ('fault' in checked) return checked.fault
  const row = createRow(call.tenant, module, checked.values, { user: call.user.reference, now: call.now })
  return showWritten(row, 'record added')
}

// The fields named by the call, then those that must be unique; without a name, the module's own first.
function readCompared(call: Call, module: Module): string[] {
  const unique = [...module.fields.values()].filter((each) => each.unique).map((each) => each.apiName)
  const named = call.body['duplicate_check_fields']
  if (!Array.isArray(named)) return module.duplicateField ? [module.duplicateField, ...unique] : unique
  const allowed = [module.duplicateField, ...unique]
  return [...new Set([...named.filter((each) => allowed.includes(each)), ...unique])]
}

function upsertOne(call: Call, module: Module, { input, at, compared }: { input: Input; at: number; compared: string[] }): Result {
  const match = findMatch(call, module, input, compared)
  const result = match ? updateOne(call, module, { input, at, id: match.row.id }) : createOne(call, module, { input, at })
  if (result.status === 'error') return result
  const { code, ...rest } = result
  return { code, duplicate_field: match?.field ?? compared[0], action: match ? 'update' : 'insert', ...rest } as Result
}

function findMatch(call: Call, module: Module, input: Input, compared: string[]): { row: Row; field: string } | undefined {
  for (const name of compared) {
    const row = findByValue(call.tenant, module, name, input[name])
    if (row) return { row, field: name }
  }
  return undefined
}
