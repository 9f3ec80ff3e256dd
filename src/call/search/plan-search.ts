/** `where`, `orderBy` and `includeDeleted` of a hub list → which request of the vendor's is sent, what it is asked, and what is left to do here (contract 6). */
import type { Expression } from '../../ceql/expression.ts'
import { renameFields } from '../../ceql/map-leaves.ts'
import { nameField } from '../../ceql/name-field.ts'
import { parseOrderBy, type Sort } from '../../ceql/parse-lists.ts'
import { parseWhere } from '../../ceql/parse-where.ts'
import type { SearchableFields } from '../../ceql/searchable-field.ts'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { FindVendorField } from '../../elements/compile/search-fields.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readJoined } from '../query.ts'
import type { CallSession } from '../send.ts'
import type { Residual } from '../types.ts'
import { type Chosen, chooseRequest } from './choose-request.ts'
import { readVendorFields } from './described-fields.ts'
import { asksForDeleted } from './include-deleted.ts'
import { listFields } from './list-fields.ts'
import { type LeftToLookAt, refuseUnknown } from './refuse-unknown.ts'

export interface PlannedSearch extends Chosen {
  /** The fields that `pushed` is printed with. */
  readonly fields: SearchableFields
  readonly left: Residual | undefined
  /** Hub fields that are looked at here, whatever the client wants to see. */
  readonly looksAt: readonly string[]
}

export interface Searching {
  readonly resource: CompiledResource
  readonly query: QueryValues
  /** What always holds of the list. */
  readonly condition: Expression | undefined
  /** The object whose fields are meant, as clients name it. */
  readonly objectName: string | undefined
}

/**
 * Plans the search of a list; undefined when nothing is selected.
 * Throws query-malformed, where-not-supported, field-not-searchable, expression-not-supported, field-not-sortable or invalid-parameter (400).
 */
export async function planSearch(session: CallSession, searching: Searching): Promise<PlannedSearch | undefined> {
  const { resource, query, condition } = searching
  const where = readText(resource, query, 'where')
  const orderBy = readText(resource, query, 'orderBy')
  const includesDeleted = resource.includeDeleted !== undefined && asksForDeleted(query)
  if (where === undefined && orderBy === undefined && condition === undefined) return undefined
  if (where !== undefined && !resource.isSearchable) throw createError('where-not-supported', { params: { resource: resource.path } })
  const expression = where === undefined ? undefined : parseWhere(where)
  const sorts = orderBy === undefined ? [] : parseOrderBy(orderBy)
  const find = await findFields(session, searching, { fields: [...listFields(condition), ...listFields(expression)], sorts })
  const candidates = sendsOwn(resource, query) ? { ...resource, searches: [] } : resource
  const chosen = chooseRequest(candidates, { where: expression, condition, orderBy: sorts, includesDeleted, find })
  const left = leave(chosen, { sorts, find })
  if (left !== undefined && !canScan(chosen.resource)) refuse(chosen, { expression, sorts, find })
  if (left !== undefined) await refuseUnknown(session, lookAt(searching, chosen, { expression, sorts }))
  const fields = chosen.resource.where?.fields.open(find) ?? noFields
  return {
    ...chosen,
    fields,
    left,
    looksAt: left === undefined ? [] : [...listFields(left.where), ...(left.orderBy ?? []).map(({ field }) => field.path)],
  }
}

const noFields: SearchableFields = { filterOf: () => undefined, searchable: [] }

function readText(resource: CompiledResource, query: QueryValues, name: 'where' | 'orderBy'): string | undefined {
  const text = readJoined(query, name)
  return text === undefined || text.trim() === '' || !isMapped(resource, name) ? undefined : text
}

/** A single record is not selected, and an element may pass `where` on in the vendor's own words. */
function isMapped(resource: CompiledResource, name: 'where' | 'orderBy'): boolean {
  if (resource[name] !== undefined) return true
  const isOwn = resource.parameters.some((parameter) => parameter.type === 'query' && parameter.name === name)
  return !isOwn && (resource.paging !== undefined || !resource.path.endsWith('}'))
}

/** Rows are checked and sorted under the names that they are answered with. */
function leave(
  { resource, pushed, residual, order }: Chosen,
  { sorts, find }: { sorts: readonly Sort[]; find: FindVendorField | undefined },
): Residual | undefined {
  if (residual === undefined && order !== undefined) return undefined
  const rename = (path: string) => resource.recordPath(path, find)
  const sortsHere = sorts.map((sort) => ({ ...sort, field: { ...sort.field, path: rename(sort.field.path) } }))
  return {
    where: residual === undefined ? undefined : renameFields(residual, rename),
    orderBy: order === undefined ? sortsHere : undefined,
    asked: listFields(pushed).map(rename),
    limit: resource.scanLimit,
  }
}

/** The element's own condition names what it names, and what the vendor is asked for too, it has. */
function lookAt(
  { resource, objectName }: Searching,
  chosen: Chosen,
  { expression, sorts }: { expression: Expression | undefined; sorts: readonly Sort[] },
): LeftToLookAt {
  const asked = new Set(listFields(expression))
  const known = new Set(listFields(chosen.pushed))
  const fields = listFields(chosen.residual).filter((path) => asked.has(path) && !known.has(path))
  return {
    resource: chosen.resource,
    requests: [resource, ...resource.searches],
    objectName,
    where: chosen.residual,
    fields,
    orderBy: chosen.order === undefined ? sorts : [],
  }
}

function canScan({ paging, isSearchable }: CompiledResource): boolean {
  return paging !== undefined && isSearchable
}

/** What the client says in the plain list's own parameters, no other request would be told. */
function sendsOwn({ searches, document }: CompiledResource, query: QueryValues): boolean {
  if (searches.length === 0) return false
  return (document.parameters ?? []).some(({ type, name }) => type === 'query' && !common.has(name) && query[name] !== undefined)
}

const common: ReadonlySet<string> = new Set(['page', 'pageSize', 'nextPage', 'where', 'orderBy', 'fields', 'includeDeleted'])

/** What cannot be read row by row is refused for the reason that the vendor's request has. */
function refuse(
  { resource, order }: Chosen,
  { expression, sorts, find }: { expression: Expression | undefined; sorts: readonly Sort[]; find: FindVendorField | undefined },
): never {
  if (expression !== undefined) {
    if (resource.where === undefined) throw createError('where-not-supported', { params: { resource: resource.path } })
    resource.where.printer.print(expression, resource.where.fields.open(find))
  }
  if (order === undefined) {
    const { fields = {}, maxKeys } = resource.orderBy ?? {}
    const unsortable = sorts.find(({ field }) => !Object.hasOwn(fields, field.path))
    if (unsortable === undefined && maxKeys !== undefined)
      throw createError('order-too-deep', { params: { count: sorts.length, limit: maxKeys } })
    const field = (unsortable ?? sorts[0]!).field.path
    throw createError('field-not-sortable', { params: { field: nameField(field), sortable: Object.keys(fields).join(', ') || 'none' } })
  }
  throw createError('where-not-supported', { params: { resource: resource.path } })
}

/** The vendor's own description is read when a field is meant that the element does not list. */
async function findFields(
  session: CallSession,
  { resource, objectName }: Searching,
  { fields, sorts }: { fields: readonly string[]; sorts: readonly Sort[] },
): Promise<FindVendorField | undefined> {
  const requests = [resource, ...resource.searches]
  if (objectName === undefined || requests.every(({ where }) => where === undefined)) return undefined
  const isAsked = fields.some((path) => requests.some(({ where }) => where?.fields.isUnlisted(path)))
  const isSorted = sorts.some(({ field: { path } }) => requests.some(({ where, orderBy }) => orderBy?.others && where?.fields.nameOf(path)))
  return isAsked || isSorted ? readVendorFields(session, objectName) : undefined
}
