// `GET /{module}/search`: by criteria, e-mail address, telephone number or word, in this order of precedence, up to two thousand records.
import { answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { ApiError, refuseParameter } from '../errors.ts'
import type { DataType, Module } from '../modules/module.ts'
import { compareValues, readText } from '../records/compare.ts'
import { createConvertedFilter } from '../records/converted.ts'
import { readModule } from '../records/module-in-path.ts'
import { readNumber, readSize } from '../records/page.ts'
import { createShow } from '../records/show.ts'
import { type Row, readTable } from '../tenant.ts'
import { compileCriteria } from './compile-criteria.ts'
import { splitWords } from './words.ts'

export const searchRoutes: Routes = {
  'GET /{module}/search': (call) => {
    const module = readModule(call)
    const show = createShow(call, 'optional')
    const size = readSize(call)
    const page = readNumber(call, 'page', 1)
    if (page * size > 2_000) throw new ApiError(400, 'LIMIT_REACHED', 'maximum response iteration limit reached', { limit: '2000' })
    const sortBy = call.query.get('sort_by') ?? 'id'
    const sortOrder = call.query.get('sort_order') ?? 'desc'
    const rows = sortRows(module, findMatches(call, module), { sortBy, sortOrder })
    const shown = rows.slice((page - 1) * size, page * size)
    if (shown.length === 0) return answerNothing()
    const info = {
      per_page: size,
      count: shown.length,
      sort_by: sortBy,
      page,
      sort_order: sortOrder,
      more_records: page * size < rows.length,
    }
    return answerOk({ data: shown.map(show), info })
  },
}

/** The records the call's search parameter finds, by rising id. Records changed within the index's lag are not there yet. @throws ApiError 400 */
export function findMatches(call: Call, module: Module): Row[] {
  const test = readTest(call, module)
  const indexed = call.now - call.options.searchLagMs
  const isWanted = module.apiName === 'Leads' ? createConvertedFilter(call) : () => true
  return readTable(call.tenant, module.apiName).list.filter(
    (row) => (call.options.searchLagMs === 0 || row.modifiedAt <= indexed) && isWanted(row) && test(row),
  )
}

function readTest(call: Call, module: Module): (row: Row) => boolean {
  const { query } = call
  const criteria = query.get('criteria')
  if (criteria) return compileCriteria(call, module, criteria)
  const email = query.get('email')?.toLowerCase()
  if (email) return matchFields(module, ['email'], (value) => value.toLowerCase().includes(email))
  const phone = query.get('phone')
  if (phone) {
    const digits = phone.replace(/\D/g, '')
    if (digits.length < 3) throw refuseParameter('phone')
    return matchFields(module, ['phone'], (value) => value.replace(/\D/g, '').includes(digits))
  }
  const word = query.get('word')
  if (word) return compileWord(module, word)
  const details = { param_names: ['criteria', 'email', 'phone', 'word'] }
  throw new ApiError(400, 'EXPECTED_PARAM_MISSING', 'one of the expected parameter is missing', details)
}

const textTypes: readonly DataType[] = ['text', 'textarea', 'email', 'phone', 'website', 'picklist', 'lookup']

// Every word asked for must begin a word of the record.
function compileWord(module: Module, word: string): (row: Row) => boolean {
  if (word.trim().length < 2) throw new ApiError(400, 'INVALID_DATA', 'provide atleast 2 letters for search', { param_name: 'word' })
  const wanted = splitWords(word)
  const names = listNames(module, textTypes)
  return (row) => {
    const text = names.map((name) => readText(row.values[name])).join(' ')
    const found = splitWords(text)
    return wanted.length > 0 && wanted.every((each) => found.some((candidate) => candidate.startsWith(each)))
  }
}

function matchFields(module: Module, types: readonly DataType[], test: (value: string) => boolean): (row: Row) => boolean {
  const names = listNames(module, types)
  return (row) => names.some((name) => typeof row.values[name] === 'string' && test(row.values[name] as string))
}

function listNames(module: Module, types: readonly DataType[]): string[] {
  return [...module.fields.values()].filter((each) => types.includes(each.dataType)).map((each) => each.apiName)
}

function sortRows(module: Module, rows: Row[], { sortBy, sortOrder }: { sortBy: string; sortOrder: string }): Row[] {
  if (sortBy !== 'id' && !module.fields.has(sortBy)) throw refuseParameter('sort_by')
  if (sortOrder !== 'asc' && sortOrder !== 'desc') throw refuseParameter('sort_order', { supported_values: ['asc', 'desc'] })
  if (sortBy !== 'id') rows.sort((a, b) => compareValues(a.values[sortBy], b.values[sortBy]))
  return sortOrder === 'desc' ? rows.reverse() : rows
}
