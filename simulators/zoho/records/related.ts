// Related lists: the records of other modules that point at one, and notes written to it.
import { type Answer, answerNothing, type Call, type Routes } from '../call.ts'
import { ApiError, refuseId } from '../errors.ts'
import type { Module } from '../modules/module.ts'
import { isId, type Reference, type Row, readTable } from '../tenant.ts'
import { readModule } from './module-in-path.ts'
import { answerPage } from './page.ts'
import { answerMissing } from './reads.ts'
import { answerResults, readInputs } from './results.ts'
import { createShow } from './show.ts'
import { answerCreated, deleteOne, updateOne } from './writes.ts'

export const relatedRoutes: Routes = {
  'GET /{module}/{id}/{related}': (call) => answerRelated(call, readRelated(call)),
  'GET /{module}/{id}/Notes': (call) => answerRelated(call, readModule(call, 'Notes')),
  'POST /{module}/{id}/Notes': (call) => {
    const { id } = readParent(call)
    const parent = { module: { api_name: call.params['module'] }, id }
    const inputs = readInputs(call).map((input) => ({ ...input, Parent_Id: parent }))
    return answerCreated(call, readModule(call, 'Notes'), inputs)
  },
  'GET /{module}/{id}/Notes/{note}': (call) => {
    const show = createShow(call, 'optional')
    const note = listRelated(call, readParent(call), readModule(call, 'Notes')).find((row) => row.id === call.params['note'])
    return note ? { status: 200, type: 'json', body: { data: [show(note)] } } : answerMissing(call)
  },
  'PUT /{module}/{id}/Notes/{note}': (call) => {
    readParent(call)
    const [input] = readInputs(call)
    return answerResults(call, [updateOne(call, readModule(call, 'Notes'), { input: input ?? {}, at: 0, id: call.params['note'] })], 200)
  },
  'DELETE /{module}/{id}/Notes/{note}': (call) => {
    readParent(call)
    return answerResults(call, [deleteOne(call, readModule(call, 'Notes'), call.params['note'] ?? '')], 200)
  },
}

function answerRelated(call: Call, related: Module): Answer {
  const parent = readParent(call)
  const show = createShow(call, 'required')
  const rows = listRelated(call, parent, related)
  return rows.length === 0 ? answerNothing() : answerPage(call, rows, show)
}

/** The record in the path. @throws ApiError 400 */
export function readParent(call: Call): Row {
  const module = readModule(call)
  const id = call.params['id']
  const row = isId(id) ? readTable(call.tenant, module.apiName).rows.get(id) : undefined
  if (!row) throw refuseId()
  return row
}

function readRelated(call: Call): Module {
  const name = call.params['related'] ?? ''
  const module = call.tenant.modules.get(name)
  const pointing = module && listPointers(module, call.params['module'] ?? '')
  if (!module || pointing?.length === 0) {
    throw new ApiError(400, 'INVALID_DATA', 'the relation name given seems to be invalid', { resource_path_index: 2 })
  }
  return readModule(call, name)
}

function listPointers(module: Module, target: string): string[] {
  return [...module.fields.values()]
    .filter((each) => each.dataType === 'lookup' && (each.target === target || each.target === 'se_module'))
    .map((each) => each.apiName)
}

function listRelated(call: Call, parent: Row, module: Module): Row[] {
  const pointers = listPointers(module, call.params['module'] ?? '')
  return readTable(call.tenant, module.apiName).list.filter((row) =>
    pointers.some((name) => (row.values[name] as Reference | null)?.id === parent.id),
  )
}
