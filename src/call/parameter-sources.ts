/** Where the value of a parameter comes from (contract 12.5, `type`), one function a kind. */
import type { ParameterDocument } from '../elements/document/element-document.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { compileReader } from '../lib/json-path.ts'
import { readOwn } from '../lib/url-template.ts'
import { isMultipartFile } from './body/multipart-part.ts'
import { type GuardedConfiguration, interpolate } from './interpolate.ts'
import { readJoined } from './query.ts'

export interface ParameterContext extends GuardedConfiguration {
  readonly request: HubRequest
  readonly pathParameters: Readonly<Record<string, string>>
  /** Query values that the platform works out itself, as this vendor counts and writes them: those of the page. Undefined: not sent. */
  readonly computed?: Readonly<Record<string, string | undefined>> | undefined
  /** Fields of a form or multipart body that the client sent. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  /** What the platform offers to a resource that runs of itself: `{name}` in a literal is filled with it. */
  readonly inputs?: Readonly<Record<string, string>> | undefined
  /** What the resource before this one in a chain answered (contract 13.8). */
  readonly previous?: unknown
}

type Source = (parameter: ParameterDocument, context: ParameterContext) => unknown

export const sources: Readonly<Record<string, Source>> = {
  query: ({ name }, { request, computed }) => {
    return computed !== undefined && Object.hasOwn(computed, name) ? computed[name] : readJoined(request.query, name)
  },
  // Real documents require path variables that their path has no place for; a client can only send those in the query.
  path: ({ name }, { request, pathParameters }) => readOwn(pathParameters, name) ?? readJoined(request.query, name),
  header: (parameter, { request, configuration }) => {
    // The one oddity: the header of that name gets the literal `vendorName`.
    if (parameter.vendorType === 'value') return interpolate(parameter.vendorName ?? '', configuration)
    return request.headers[parameter.name.toLowerCase()]
  },
  // A body template is filled when the body is written, place by place.
  value: ({ name, vendorType }, { configuration, inputs }) =>
    vendorType === 'body' ? name : fillInputs(interpolate(name, configuration), inputs),
  configuration: ({ name }, { configuration }) => readOwn(configuration, name),
  body: (parameter, { request }) => {
    return request.body.kind === 'json' ? readMemberOrWhole(parameter, request.body.value) : undefined
  },
  // A form is a body too.
  bodyField: ({ name }, { request, fields }) =>
    (request.body.kind === 'json' ? readMember(request.body.value, name) : undefined) ?? readMember(fields, name),
  form: readField,
  multipart: readField,
  prevBody: (parameter, { previous }) => readMemberOrWhole(parameter, previous),
  prevBodyField: ({ name }, { previous }) => readMember(previous, name),
}

function fillInputs(text: string, inputs: ParameterContext['inputs']): string {
  return inputs === undefined ? text : text.replace(/\{(\w+)\}/g, (place, name: string) => readOwn(inputs, name) ?? place)
}

/** Documents name path variables as fields too, where the call has no body. */
function readField({ name }: ParameterDocument, { fields, pathParameters }: ParameterContext): unknown {
  const field = fields === undefined ? undefined : (readOwn(fields, name) ?? readAboutFile(name, fields))
  return field ?? readOwn(pathParameters, name)
}

/** `file.filename`, `file.contentType`: what the part `file` is called and of which type. */
function readAboutFile(name: string, fields: Readonly<Record<string, unknown>>): string | undefined {
  const [, part = '', member] = /^(.+)\.(filename|contentType)$/.exec(name) ?? []
  const file = readOwn(fields, part)
  if (member === undefined || !isMultipartFile(file)) return undefined
  return member === 'filename' ? file.filename : file.contentType
}

/** A body that goes to a single place is meant by its member of that name, where it has one. */
function readMemberOrWhole({ name, vendorType }: ParameterDocument, body: unknown): unknown {
  if (vendorType === 'body') return body
  return readMember(body, name) ?? body
}

/** A name may hold a dot itself; otherwise it is a path (contract 13.6). */
function readMember(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null) return undefined
  if (Object.hasOwn(body, name)) return (body as Record<string, unknown>)[name]
  try {
    return compileReader(name)(body)
  } catch {
    // A name that is no path names nothing.
    return undefined
  }
}
