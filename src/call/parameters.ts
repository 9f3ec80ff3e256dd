/** The parameters of an element and its resources (contract 12.5) as a table: where a value comes from × where it goes. */
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { compileReader, compileWriter } from '../lib/json-path.ts'
import { readOwn } from '../lib/url-template.ts'
import { type GuardedConfiguration, interpolate, interpolateUrl, readForUrl } from './interpolate.ts'
import { readJoined } from './query.ts'
import type { Draft } from './types.ts'

export interface ParameterContext extends GuardedConfiguration {
  readonly request: HubRequest
  readonly pathParameters: Readonly<Record<string, string>>
}

type Source = (name: string, context: ParameterContext) => unknown
type Destination = (draft: Draft, name: string, value: unknown) => void

const sources: Readonly<Record<string, Source>> = {
  query: (name, { request }) => readJoined(request.query, name),
  path: (name, { pathParameters }) => readOwn(pathParameters, name),
  header: (name, { request }) => request.headers[name.toLowerCase()],
  value: (name, { configuration }) => interpolate(name, configuration),
  configuration: (name, { configuration }) => readOwn(configuration, name),
  body: (name, { request }) => (request.body.kind === 'json' ? compileReader(name)(request.body.value) : undefined),
  bodyField: (name, { request }) => (request.body.kind === 'json' ? compileReader(name)(request.body.value) : undefined),
}

/** What goes into the vendor's path must be fit for a URL. A query takes secrets too: there vendors have their API keys, and an element says so itself. */
const pathSources: typeof sources = {
  ...sources,
  value: (name, context) => interpolateUrl(name, context),
  configuration: (name, context) => (readOwn(context.configuration, name) ? readForUrl(context, name) : undefined),
}

const destinations: Readonly<Record<string, Destination>> = {
  query: (draft, name, value) => draft.query.push([name, writeText(value)]),
  path: (draft, name, value) => {
    draft.path[name] = writeText(value)
  },
  header: (draft, name, value) => {
    draft.headers[name.toLowerCase()] = checkHeader(name, writeText(value))
  },
  bodyField: (draft, name, value) => {
    if (typeof draft.json !== 'object' || draft.json === null || Array.isArray(draft.json)) draft.json = {}
    compileWriter(name)(draft.json as Record<string, unknown>, value)
  },
  form: (draft, name, value) => {
    draft.form = { ...draft.form, [name]: writeText(value) }
  },
}

/** Query names that the platform itself reads: a parameter of that name is not passed on as it is where the platform maps it. */
export interface PlatformNames {
  has(name: string): boolean
}

/**
 * Moves every parameter's value to its place in the draft. Kinds that are not in the table send nothing, and neither does a value that did not come.
 * Throws parameter-required, missing-configuration, invalid-configuration or invalid-parameter (400).
 */
export function applyParameters(
  draft: Draft,
  parameters: readonly ParameterDocument[],
  context: ParameterContext & { mapped: PlatformNames },
): void {
  for (const parameter of parameters) {
    if (parameter.source === 'response' || isWholeBody(parameter)) continue
    if (parameter.type === 'query' && context.mapped.has(parameter.name)) continue
    const read = (parameter.vendorType === 'path' ? pathSources : sources)[parameter.type]
    const write = destinations[parameter.vendorType]
    if (read === undefined || write === undefined) continue
    const value = read(parameter.name, context)
    if (value !== undefined && value !== null && value !== '')
      write(draft, parameter.vendorName ?? parameter.name, convert(parameter, value))
    else if (parameter.required === true) throw createMissing(parameter)
  }
}

/** The body goes on whole anyway. */
function isWholeBody(parameter: ParameterDocument): boolean {
  return parameter.type === 'body' && parameter.vendorType === 'body'
}

function createMissing(parameter: ParameterDocument) {
  return parameter.type === 'configuration'
    ? createError('missing-configuration', { params: { keys: parameter.name } })
    : createError('parameter-required', { params: { name: parameter.name } })
}

/** Query values are texts; the data type of a body field says what JSON gets (contract 13.7). */
function convert(parameter: ParameterDocument, value: unknown): unknown {
  if (parameter.vendorType !== 'bodyField' || typeof value !== 'string') return value
  const type = parameter.vendorDataType ?? parameter.dataType
  if ((type === 'integer' || type === 'number') && Number.isFinite(Number(value))) return Number(value)
  if (type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return value
}

function writeText(value: unknown): string {
  if (Array.isArray(value)) return value.map(writeText).join(',')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** RFC 9110 §5.5: nothing that could end a header line. */
function checkHeader(name: string, value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value
  throw createError('invalid-parameter', { params: { name, expected: 'text that fits a header', got: 'control or wide characters' } })
}
