/** What a call needs of a resource and that never changes, worked out at its first call. The memory is keyed by the compiled resource and goes with it. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { compileReader, type JsonReader } from '../lib/json-path.ts'

export interface PreparedResource {
  readonly readRoot: JsonReader | undefined
  readonly readNext: JsonReader | undefined
  readonly readTotal: JsonReader | undefined
  /** Query names that the platform maps itself for this resource. */
  readonly mapped: ReadonlySet<string>
  /** Query names that pick the rows of a list, besides those that pick the page. */
  readonly selecting: readonly string[]
  /** True when `query` is the old name of `where` here, not a parameter of the resource's own. */
  readonly readsQueryAsWhere: boolean
  /** True when the vendor's body is built of the client's, so it must be JSON. */
  readonly buildsBody: boolean
  /** True when a body of the client's means something to this resource although its verb seldom has one. */
  readonly takesBody: boolean
}

const prepared = new WeakMap<CompiledResource, PreparedResource>()

export function prepareResource(resource: CompiledResource): PreparedResource {
  const known = prepared.get(resource)
  if (known !== undefined) return known
  const made = prepare(resource)
  prepared.set(resource, made)
  return made
}

function prepare(resource: CompiledResource): PreparedResource {
  const { paging, parameters } = resource
  const queryNames = parameters.filter(({ type }) => type === 'query').map(({ name }) => name)
  const mapped = new Set([
    ...(paging === undefined ? [] : ['page', 'pageSize', 'nextPage']),
    ...(resource.where === undefined ? [] : ['where']),
    ...(resource.orderBy === undefined ? [] : ['orderBy']),
  ])
  const fromBody = parameters.some(({ type }) => type === 'body' || type === 'bodyField')
  return {
    readRoot: compileOptional(resource.responseRoot),
    readNext: paging?.style === 'cursor' ? compileReader(paging.next) : undefined,
    readTotal: paging === undefined || paging.style === 'none' ? undefined : compileOptional(paging.total),
    mapped,
    selecting: [...new Set(['where', 'fields', 'orderBy', ...queryNames])].filter((name) => !pageNames.has(name)).sort(),
    readsQueryAsWhere: !queryNames.includes('query'),
    buildsBody:
      resource.transformation !== undefined ||
      resource.requestRoot !== undefined ||
      resource.constantBody !== undefined ||
      fromBody ||
      parameters.some(({ vendorType }) => vendorType === 'bodyField' || vendorType === 'form'),
    takesBody: fromBody,
  }
}

const pageNames: ReadonlySet<string> = new Set(['page', 'pageSize', 'nextPage'])

function compileOptional(path: string | undefined): JsonReader | undefined {
  return path === undefined || path === '' ? undefined : compileReader(path)
}
