/** The parameters that a client gives a resource, in the order of the document; what the platform takes from elsewhere is not shown (contract 12.5). */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { listPlaceholders, type ShownPath } from './placeholders.ts'
import type { Parameter } from './swagger-document.ts'

/** Where a client puts a parameter of this type. */
const places: Readonly<Record<string, Parameter['in']>> = {
  query: 'query',
  path: 'path',
  header: 'header',
  form: 'formData',
  multipart: 'formData',
  body: 'body',
}

/** What every list takes (contract 2.11, 7.1). */
const listParameters: Readonly<Record<string, Parameter>> = {
  where: { name: 'where', in: 'query', type: 'string', required: false, description: 'The CEQL search expression.' },
  orderBy: { name: 'orderBy', in: 'query', type: 'string', required: false, description: 'The fields to sort by, each with asc or desc.' },
  fields: {
    name: 'fields',
    in: 'query',
    type: 'string',
    required: false,
    description: 'The fields to include in the response, as a comma list.',
  },
  page: { name: 'page', in: 'query', type: 'integer', format: 'int64', required: false, description: 'The page, counted from 1.' },
  pageSize: {
    name: 'pageSize',
    in: 'query',
    type: 'integer',
    format: 'int64',
    required: false,
    description: 'The number of records on a page. Defaults to 200 if not provided. Maximum of 5000.',
  },
  nextPage: {
    name: 'nextPage',
    in: 'query',
    type: 'string',
    required: false,
    description: 'The next page cursor, taken from the response header: `elements-next-page-token`',
  },
}

/** The parameters of a list that can be searched and paged. */
export function describeListParameters(): Parameter[] {
  return ['where', 'fields', 'page', 'pageSize', 'nextPage'].map((name) => listParameters[name]!)
}

/** Query, path, header and form parameters; the body is told apart from them. */
export function describeParameters(resource: CompiledResource, { names }: ShownPath): Parameter[] {
  const own = listPlaceholders(resource.path)
  const shown = new Map<string, Parameter>()
  const add = (parameter: Parameter) => {
    const key = `${parameter.in} ${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`
    if (key !== 'header authorization' && !shown.has(key)) shown.set(key, parameter)
  }
  for (const document of listClientParameters(resource)) {
    const place = places[document.type]
    if (place === undefined || place === 'body') continue
    const at = own.indexOf(document.name)
    if (place === 'path' && at === -1) continue
    add(describeParameter(document, place === 'path' ? names[at]! : document.name, place))
  }
  for (const name of names) add({ name, in: 'path', type: 'string', required: true, description: `The ${name}` })
  for (const name of listGenericNames(resource)) add(listParameters[name]!)
  return [...shown.values()]
}

/** Members of the body that the document names one by one. */
export function listBodyFields(resource: CompiledResource): readonly ParameterDocument[] {
  return listClientParameters(resource).filter(({ type }) => type === 'bodyField')
}

/** The body as a whole, where the document asks for it. */
export function findBody(resource: CompiledResource): ParameterDocument | undefined {
  return listClientParameters(resource).find(({ type }) => type === 'body')
}

/** True for a resource that answers records in a list. */
export function isListing({ method, path, document, paging }: CompiledResource): boolean {
  if (method !== 'GET') return false
  if (paging !== undefined) return true
  const names = new Set((document.parameters ?? []).map(({ name }) => name))
  const isPaged = (document.paginationType || 'none') !== 'none' || names.has('pageSize') || names.has('page') || names.has('nextPage')
  return isPaged && !path.endsWith('}')
}

function listClientParameters({ parameters }: CompiledResource): readonly ParameterDocument[] {
  return parameters.filter(({ name, source }) => source !== 'response' && name !== '')
}

function listGenericNames(resource: CompiledResource): string[] {
  if (!isListing(resource)) return []
  return [
    ...(resource.where === undefined ? [] : ['where']),
    ...(resource.orderBy === undefined ? [] : ['orderBy']),
    'fields',
    'page',
    'pageSize',
    'nextPage',
  ]
}

function describeParameter(document: ParameterDocument, name: string, place: Parameter['in']): Parameter {
  const generic = place === 'query' && Object.hasOwn(listParameters, name) ? listParameters[name] : undefined
  const description = document.description || generic?.description
  return {
    name,
    in: place,
    required: place === 'path' || document.required === true,
    ...(description !== undefined && { description }),
    ...(generic === undefined ? describeType(document.dataType ?? '', place) : pickType(generic)),
  }
}

function pickType({ type, format }: Parameter): Pick<Parameter, 'type' | 'format'> {
  return { ...(type !== undefined && { type }), ...(format !== undefined && { format }) }
}

/** Outside a body only plain types go; what else documents name arrives as text. */
function describeType(dataType: string, place: Parameter['in']): Pick<Parameter, 'type' | 'format' | 'items'> {
  const type = dataType.toLowerCase()
  if (type === 'integer' || type === 'number' || type === 'boolean') return { type }
  if (type === 'long') return { type: 'integer', format: 'int64' }
  if (type === 'double' || type === 'float') return { type: 'number', format: type }
  if (type === 'datetime' || type === 'date-time') return { type: 'string', format: 'date-time' }
  if (type === 'date') return { type: 'string', format: 'date' }
  if (type === 'array') return { type: 'array', items: { type: 'string' } }
  if (type === 'file' && place === 'formData') return { type: 'file' }
  return { type: 'string' }
}
