/** A hub call for a resource, made of its own parameters: every declared one gets a value of which a test can tell where it went. */
import type { ElementDocument, ParameterDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'

export interface SampleCall {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** JSON, where a parameter takes a body. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  /** Fields of a form, where a parameter takes one. */
  readonly fields: Readonly<Record<string, string>> | undefined
  /** True: the fields come as multipart/form-data. */
  readonly isMultipart: boolean
}

const paging = ['page', 'pageSize', 'nextPage']

/** The values are fixed by names and types alone, so that a failing case can be read. */
export function makeSampleCall(document: ElementDocument, resource: ResourceDocument): SampleCall {
  const parameters = [...(document.parameters ?? []), ...(resource.parameters ?? [])].filter(({ source }) => source !== 'response')
  const of = (...types: string[]) => parameters.filter(({ type }) => types.includes(type))
  const fields = ['POST', 'PUT', 'PATCH'].includes(resource.method) ? of('form', 'multipart') : []
  const takesBody = resource.method !== 'GET' && fields.length === 0 && of('body', 'bodyField').length > 0
  // A path variable that the path has no place for comes by the query.
  const unplaced = of('path').filter(({ name }) => !resource.path.includes(`{${name}}`))
  return {
    path: Object.fromEntries([...resource.path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => [name!, `path of ${name}`])),
    query: {
      ...Object.fromEntries(unplaced.map(({ name }) => [name, `query for ${name}`])),
      ...Object.fromEntries(of('query').flatMap((parameter) => sampleQuery(parameter, isByCursor(document)))),
    },
    headers: Object.fromEntries(
      of('header')
        .filter(({ vendorType }) => vendorType !== 'value')
        .map(({ name }) => [name.toLowerCase(), `header ${name}`]),
    ),
    body: takesBody ? sampleBody(of('body', 'bodyField')) : undefined,
    fields: fields.length > 0 ? Object.fromEntries(fields.map(({ name }) => [name, `field ${name}`])) : undefined,
    isMultipart: fields.some(({ type }) => type === 'multipart'),
  }
}

function sampleQuery({ name, vendorType, dataType }: ParameterDocument, isCursor: boolean): [string, string][] {
  if (name === 'where') return [[name, "name = 'some & more'"]]
  // Pages are sent with the first page's number where the vendor has no place for one (contract 7.4).
  if (paging.includes(name)) return vendorType === 'no-op' ? [] : [[name, samplePage(name, isCursor)]]
  if (name === 'fields') return [[name, 'id,name']]
  if (name === 'orderBy') return [[name, 'name asc']]
  const type = (dataType ?? '').toLowerCase()
  if (type === 'integer' || type === 'number') return [[name, '7']]
  if (type === 'boolean') return [[name, 'true']]
  return [[name, `query & ${name}`]]
}

function isByCursor({ configuration }: ElementDocument): boolean {
  return configuration.some(({ key, defaultValue }) => key === 'pagination.type' && defaultValue === 'cursor')
}

/** Where pages have no numbers, `page` brings a cursor. */
function samplePage(name: string, isCursor: boolean): string {
  if (name === 'pageSize') return '3'
  return name === 'page' && !isCursor ? '2' : 'cursor-1'
}

/** A body that has a member for each parameter that takes one of it, and some more. */
function sampleBody(parameters: readonly ParameterDocument[]): Record<string, unknown> {
  const body: Record<string, unknown> = { title: 'A <title> & more', count: 3, nested: { deep: true } }
  for (const { type, vendorType, name } of parameters) {
    if (vendorType === 'body' || vendorType === 'no-op' || name === 'body') continue
    putAt(body, type === 'bodyField' ? name.split('.') : [name], `member ${name}`)
  }
  return body
}

/** Puts a value at a dotted place, making the objects on the way. */
export function putAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path as [string, ...string[]]
  if (rest.length === 0) {
    target[first] = value
    return
  }
  target[first] ??= {}
  putAt(target[first] as Record<string, unknown>, rest, value)
}
