/** What a call needs of a resource and that never changes, worked out at its first call. The memory is keyed by the compiled resource and goes with it. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { compileReader, type JsonReader } from '../lib/json-path.ts'
import { compileHooks, type ResourceHooks } from './hooks/compile-hooks.ts'
import { listKeys } from './interpolate.ts'
import { compilePageDrawing } from './search/compile-page-drawing.ts'

export interface PreparedResource {
  readonly readRoot: JsonReader | undefined
  /** Puts a page into a request; undefined: it goes into the query as it is. */
  readonly drawPage: ReturnType<typeof compilePageDrawing>
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
  /** True when the client's body goes to the vendor as it is, before parameters change it. */
  readonly passesBody: boolean
  /** True when single fields are put into that body, which must not change the client's. */
  readonly changesBody: boolean
  /** Scripts around the call; undefined: none. */
  readonly hooks: ResourceHooks | undefined
  /** True when parameters take fields of a form or a multipart body. */
  readonly readsFields: boolean
  /** True when a script reads the client's body or the vendor's. */
  readonly showsBody: boolean
  /** True when a script reads the client's `where`. */
  readonly readsExpression: boolean
  /** Parts of a multipart body: the client's name → the vendor's. */
  readonly partNames: ReadonlyMap<string, string>
  /** Parameters that take something of the answer into the configuration (contract 12.5). */
  readonly fromResponse: readonly ParameterDocument[]
  /** True when the request depends on the configuration beyond its base URL: a renewed credential changes it. */
  readonly readsConfiguration: boolean
  /** Lower-case name of a header → as the document writes it, for hooks. */
  readonly headerNames: ReadonlyMap<string, string>
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
  const asking = parameters.filter(({ source }) => source !== 'response')
  const queryNames = asking.filter(({ type }) => type === 'query').map(({ name }) => name)
  const mapped = new Set([
    ...(paging === undefined ? [] : ['page', 'pageSize', 'nextPage']),
    ...(resource.where === undefined ? [] : ['where']),
    ...(resource.orderBy === undefined ? [] : ['orderBy']),
    ...(resource.includeDeleted === undefined ? [] : ['includeDeleted']),
  ])
  const hooks = compileHooks(resource)
  const mentions = new Set(
    [...(hooks?.before ?? []), ...(hooks?.afterWhole ?? []), ...(hooks?.after ?? [])].flatMap((hook) => [...hook.mentions]),
  )
  const parts = asking.filter(({ type }) => type === 'form' || type === 'multipart')
  return {
    readRoot: compileRoot(resource.responseRoot),
    drawPage: compilePageDrawing(resource),
    mapped,
    selecting: [...new Set(['where', 'fields', 'orderBy', ...(resource.isPlain ? [] : ['includeDeleted']), ...queryNames])]
      .filter((name) => !pageNames.has(name))
      .sort(),
    readsQueryAsWhere: !queryNames.includes('query'),
    ...decideBody(resource, asking),
    hooks,
    readsFields: parts.length > 0,
    showsBody: [...mentions].some((name) => /^request_(vendor_)?body(_map)?$/.test(name)),
    readsExpression: mentions.has('request_expression'),
    partNames: new Map(parts.map(({ name, vendorName }) => [name, vendorName || name])),
    fromResponse: parameters.filter(({ source }) => source === 'response'),
    readsConfiguration: hooks !== undefined || asking.some(isFromConfiguration),
    headerNames: new Map(asking.filter(isHeader).map((parameter) => [nameHeader(parameter).toLowerCase(), nameHeader(parameter)])),
  }
}

const pageNames: ReadonlySet<string> = new Set(['page', 'pageSize', 'nextPage'])
const bodySources: ReadonlySet<string> = new Set(['body', 'bodyField', 'form', 'multipart'])
const bodyPlaces: ReadonlySet<string> = new Set(['body', 'bodyField', 'bodyToken', 'form', 'multipart'])
const textBodies: ReadonlySet<string> = new Set(['bodyField', 'bodyToken', 'form', 'multipart', 'query', 'path', 'header'])

function decideBody(
  resource: CompiledResource,
  parameters: readonly ParameterDocument[],
): Pick<PreparedResource, 'buildsBody' | 'takesBody' | 'passesBody' | 'changesBody'> {
  const isBody = ({ type }: ParameterDocument) => type === 'body' || type === 'bodyField'
  const goesWhole = parameters.some(({ type, vendorType }) => type === 'body' && vendorType === 'body')
  const namesFields = parameters.some(({ vendorType }) => vendorType === 'bodyField' || vendorType === 'form')
  const isMixed = parameters.some((parameter) => isBody(parameter) && textBodies.has(parameter.vendorType))
  const isTold = parameters.some(({ type, vendorType }) => bodySources.has(type) || bodyPlaces.has(vendorType))
  return {
    buildsBody:
      resource.transformation !== undefined ||
      resource.requestRoot !== undefined ||
      resource.constantBody !== undefined ||
      isMixed ||
      (!resource.isPlain && (parameters.some(isBody) || namesFields)),
    takesBody: parameters.some(isBody),
    changesBody: parameters.some(({ vendorType }) => vendorType === 'bodyField'),
    // Once an element names single fields of the body, the rest of it does not go on, unless it says so; a plain document says all there is to say.
    passesBody: goesWhole || (resource.isPlain ? !isTold : !namesFields),
  }
}

function isFromConfiguration({ type, name, vendorName }: ParameterDocument): boolean {
  return type === 'configuration' || listKeys(type === 'value' ? name : (vendorName ?? '')).length > 0
}

function isHeader({ type, vendorType }: ParameterDocument): boolean {
  return vendorType === 'header' || (type === 'header' && vendorType === 'value')
}

function nameHeader({ type, vendorType, name, vendorName }: ParameterDocument): string {
  return type === 'header' && vendorType === 'value' ? name : vendorName || name
}

function compileOptional(path: string | undefined): JsonReader | undefined {
  return path === undefined || path === '' ? undefined : compileReader(path)
}

/** Documents of others may hold anything: a root that is no path does not resolve. */
function compileRoot(path: string | undefined): JsonReader | undefined {
  try {
    return compileOptional(path)
  } catch {
    return () => undefined
  }
}
