/** Everything that a client's query changes of a list's request but the page: `where`, `orderBy`, `includeDeleted`, and which fields are asked for. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { HubRequest } from '../../lib/hub-request.ts'
import type { CallSession } from '../send.ts'
import type { Draft, Target } from '../types.ts'
import { nameObject } from './described-fields.ts'
import { asksForDeleted, chooseDeleted } from './include-deleted.ts'
import { putAt } from './place.ts'
import { type PlannedSearch, planSearch } from './plan-search.ts'
import { planFetch, planSelect, putSelect } from './plan-select.ts'
import { putOrder } from './print-order.ts'
import { fillCondition, fillFrom } from './statement.ts'

export interface PlannedList {
  /** The one that was asked for, or one of its `searches`. */
  readonly resource: CompiledResource
  /** Undefined: nothing is selected. */
  readonly search: PlannedSearch | undefined
  /** What to make the draft of, besides the resource; undefined: nothing. */
  readonly put: { readonly vendorPath: string; readonly into: (draft: Draft) => void } | undefined
}

export interface ListRequest {
  readonly request: HubRequest
  /** Hub fields that the client wants; undefined: all. */
  readonly fields: readonly string[] | undefined
  readonly notes: string[]
}

/** Plans it; of anything but a GET nothing is planned. Throws what `planSearch` throws, no-record (404) and parameter-required (400). */
export async function planList(session: CallSession, target: Target, { request, fields, notes }: ListRequest): Promise<PlannedList> {
  const plain = target.resource
  if (request.method !== 'GET' || plain.isPlain) return { resource: plain, search: undefined, put: undefined }
  const objectName = nameObject(session.instance.element, plain, request)
  const search = await planSearch(session, {
    resource: plain,
    query: request.query,
    objectName,
    condition: plain.condition?.(target.pathParameters),
  })
  const resource = search?.resource ?? plain
  const wanted = fields === undefined ? undefined : [...fields, ...(search?.looksAt ?? [])]
  const looksAt = search?.looksAt ?? []
  const names = resource.select === undefined ? undefined : await planSelect(session, { resource, objectName, wanted, looksAt, notes })
  const fetchQuery = await planFetch(session, { resource, objectName, wanted, notes })
  const isDeleted = asksForDeleted(request.query)
  if (isDeleted && plain.includeDeleted === undefined && plain.paging !== undefined && !declaresDeleted(plain)) {
    notes.push('includeDeleted is not applied: the vendor does not list what is deleted')
  }
  const deleted = isDeleted ? chooseDeleted(resource) : undefined
  if (search === undefined && names === undefined && deleted === undefined && isPlainRequest(resource))
    return { resource, search, put: undefined }
  return {
    resource,
    search,
    put: {
      vendorPath: deleted?.vendorPath ?? resource.vendorPath,
      into: (draft) => {
        draft.fetchQuery = fetchQuery
        for (const [name, value] of [...Object.entries(resource.constantQuery ?? {}), ...(deleted?.query ?? [])])
          draft.query.push([name, value])
        putSearch(draft, { resource, search, names: names ?? [], target })
      },
    },
  }
}

interface Putting {
  readonly resource: CompiledResource
  readonly search: PlannedSearch | undefined
  readonly names: readonly string[]
  readonly target: Target
}

function putSearch(draft: Draft, { resource, search, names, target }: Putting): void {
  const { where, select } = resource
  const printed = search?.pushed === undefined ? undefined : where?.printer.print(search.pushed, search.fields)
  const statement = where?.style.statement
  if (statement !== undefined) {
    const constant = statement.where === undefined ? [] : [fillCondition(statement.where, where!.style.dialect, target)]
    draft.statement = {
      select: names,
      from: fillFrom(statement, target),
      where: [...constant, ...Object.values(printed ?? {}).map(String)],
      orderBy: (search?.order ?? []).map(({ name, direction }) => `${name} ${direction}`),
    }
    return
  }
  if (select !== undefined) putSelect(draft, select, names)
  for (const [place, value] of Object.entries(printed ?? {})) putAt(draft, place, value)
  if (search?.order !== undefined && search.order.length > 0) putOrder(draft, resource, search.order)
}

function isPlainRequest({ where, constantQuery }: CompiledResource): boolean {
  return where?.style.statement === undefined && constantQuery === undefined
}

/** An element may hand it on in its own way. */
function declaresDeleted({ parameters }: CompiledResource): boolean {
  return parameters.some(({ type, name }) => type === 'query' && name === 'includeDeleted')
}
