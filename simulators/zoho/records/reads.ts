// Reading records: lists, single ones, those of another record, what was deleted, how many there are.
import { type Answer, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { refuseId, refuseParameter } from '../errors.ts'
import type { Module } from '../modules/module.ts'
import { findMatches } from '../search/search.ts'
import { formatTime, isId, type Row, readTable, type Table } from '../tenant.ts'
import { createConvertedFilter } from './converted.ts'
import { readModule } from './module-in-path.ts'
import { answerPage, readNumber, readSize } from './page.ts'
import { createShow } from './show.ts'

export const readRoutes: Routes = {
  'GET /{module}': (call) => {
    const module = readModule(call)
    const show = createShow(call, 'required')
    const rows = selectRows(call, module)
    const since = readSince(call)
    if (since === undefined) return answerPage(call, rows, show)
    const changed = rows.filter((row) => row.modifiedAt > since)
    return changed.length === 0 ? answerNothing(304) : answerPage(call, changed, show)
  },
  'GET /{module}/{id}': (call) => {
    const module = readModule(call)
    const show = createShow(call, 'optional')
    const id = call.params['id']
    if (!isId(id)) throw refuseId()
    const row = readTable(call.tenant, module.apiName).rows.get(id)
    if (!row) return answerMissing(call)
    const since = readSince(call)
    return since !== undefined && row.modifiedAt <= since ? answerNothing(304) : answerOk({ data: [show(row)] })
  },
  'GET /{module}/deleted': (call) => answerDeleted(call, readTable(call.tenant, readModule(call).apiName)),
  'GET /{module}/actions/count': (call) => {
    const module = readModule(call)
    const isSearch = ['criteria', 'email', 'phone', 'word'].some((name) => call.query.has(name))
    return answerOk({ count: (isSearch ? findMatches(call, module) : selectRows(call, module)).length })
  },
}

/** No such record: 204, or the knob's 400. */
export function answerMissing(call: Call): Answer {
  if (call.options.missingRecordStatus === 204) return answerNothing()
  throw refuseId()
}

/** The records a call can see, by rising id: leads that were converted only when asked for, only some ids when named. */
export function selectRows(call: Call, module: Module): readonly Row[] {
  const table = readTable(call.tenant, module.apiName)
  const ids = call.query.get('ids')
  const rows = ids === null ? table.list : pickRows(table, ids)
  return module.apiName === 'Leads' ? rows.filter(createConvertedFilter(call)) : rows
}

function pickRows(table: Table, ids: string): Row[] {
  const wanted = ids.split(',').map((each) => each.trim())
  if (!wanted.every(isId)) throw refuseParameter('ids')
  const found = wanted.map((id) => table.rows.get(id)).filter((row) => row !== undefined)
  return [...new Set(found)].sort((a, b) => (a.id < b.id ? -1 : 1))
}

// Zoho documents ISO 8601 here; the form of RFC 9110 is understood too.
function readSince(call: Call): number | undefined {
  const text = call.headers['if-modified-since']
  if (typeof text !== 'string') return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw refuseParameter('If-Modified-Since')
  return time
}

function answerDeleted(call: Call, table: Table): Answer {
  const type = call.query.get('type') ?? 'all'
  if (!['all', 'recycle', 'permanent'].includes(type)) throw refuseParameter('type', { supported_values: ['all', 'recycle', 'permanent'] })
  const size = readSize(call)
  const page = readNumber(call, 'page', 1)
  const since = readSince(call)
  const newest = type === 'permanent' ? [] : table.deleted.filter((each) => since === undefined || each.deletedAt > since).reverse()
  if (since !== undefined && newest.length === 0) return answerNothing(304)
  const shown = newest.slice((page - 1) * size, page * size)
  if (shown.length === 0) return answerNothing()
  const data = shown.map((each) => ({
    deleted_by: { name: each.deletedBy.name, id: each.deletedBy.id },
    id: each.id,
    display_name: each.displayName,
    type: 'recycle',
    created_by: each.createdBy,
    deleted_time: formatTime(call.tenant, each.deletedAt),
  }))
  return answerOk({ data, info: { per_page: size, count: data.length, page, more_records: page * size < newest.length } })
}
