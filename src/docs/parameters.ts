/** The parameters that a client gives a resource, in the order of the document; what the platform takes from elsewhere is not shown (contract 12.5). */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { ParameterDocument } from '../elements/document/element-document.ts'
import type { FormField, Parameter, Schema } from './description.ts'
import { describeParametersOf, findListParameter, type Standard } from './list-parameters.ts'
import { listPlaceholders, type ShownPath } from './placeholders.ts'

/** Where a client puts a parameter of this type. */
const places: Readonly<Record<string, Parameter['in']>> = { query: 'query', path: 'path', header: 'header' }

const formTypes: ReadonlySet<string> = new Set(['form', 'multipart'])

/** Query, path and header parameters. */
export function describeParameters(resource: CompiledResource, { names }: ShownPath): Parameter[] {
  const own = listPlaceholders(resource.path)
  const listed = isListing(resource) ? describeParametersOf(resource) : []
  const shown = new Map<string, Parameter>()
  const add = (parameter: Parameter) => {
    const key = `${parameter.in} ${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`
    if (key !== 'header authorization' && !shown.has(key)) shown.set(key, parameter)
  }
  for (const document of listClientParameters(resource)) {
    const place = places[document.type]
    if (place === undefined) continue
    const at = own.indexOf(document.name)
    if (place === 'path' && at === -1) continue
    const name = place === 'path' ? names[at]! : document.name
    const standard = place === 'query' ? (listed.find((each) => each.name === name) ?? findListParameter(name)) : undefined
    add(describeParameter(document, { name, in: place }, standard))
  }
  for (const parameter of describePlaceholders(names)) add(parameter)
  for (const parameter of listed) add(parameter)
  return [...shown.values()]
}

/** Path parameters of which nothing is known but their names. */
export function describePlaceholders(names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, in: 'path', required: true, description: `The ${name}`, schema: { type: 'string' } }))
}

/** The fields of a form, members of a body among them; none where the resource takes no form. */
export function describeFormFields(resource: CompiledResource): FormField[] {
  const fields = new Map<string, FormField>()
  const add = ({ name, required, description }: ParameterDocument, schema: Schema) => {
    if (!fields.has(name)) fields.set(name, { name, required: required === true, ...(description && { description }), schema })
  }
  for (const document of listClientParameters(resource)) {
    if (formTypes.has(document.type)) add(document, isFile(document) ? { type: 'file' } : describeType(document.dataType ?? ''))
  }
  if (fields.size > 0) for (const document of listBodyFields(resource)) add(document, { type: 'string' })
  return [...fields.values()]
}

function isFile({ dataType }: ParameterDocument): boolean {
  return dataType?.toLowerCase() === 'file'
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

function describeParameter(document: ParameterDocument, at: Pick<Parameter, 'name' | 'in'>, standard: Standard | undefined): Parameter {
  const description = document.description || standard?.description
  return {
    ...at,
    required: at.in === 'path' || document.required === true,
    ...(description !== undefined && { description }),
    schema: standard?.schema ?? describeType(document.dataType ?? ''),
  }
}

/** Outside a body only plain types go; what else documents name arrives as text. */
function describeType(dataType: string): Schema {
  const type = dataType.toLowerCase()
  if (type === 'integer' || type === 'number' || type === 'boolean') return { type }
  if (type === 'long') return { type: 'integer', format: 'int64' }
  if (type === 'double' || type === 'float') return { type: 'number', format: type }
  if (type === 'datetime' || type === 'date-time') return { type: 'string', format: 'date-time' }
  if (type === 'date') return { type: 'string', format: 'date' }
  if (type === 'array') return { type: 'array', items: { type: 'string' } }
  return { type: 'string' }
}
