/** Where the value of a parameter goes (contract 12.5, `vendorType`), one function a kind. */
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { createError } from '../lib/errors.ts'
import { isRecord } from '../lib/is-record.ts'
import { compileWriter } from '../lib/json-path.ts'
import { isMultipartFile } from './body/multipart-part.ts'
import type { Draft } from './types.ts'

type Destination = (draft: Draft, name: string, placing: { readonly value: unknown; readonly parameter: ParameterDocument }) => void

export const destinations: Readonly<Record<string, Destination>> = {
  query: (draft, name, { value, parameter }) => {
    for (const [key, member] of spread(name, value, parameter)) draft.query.push([key, writeText(member)])
  },
  path: (draft, name, { value }) => {
    draft.path[name] = writeText(value)
  },
  header: (draft, name, { value }) => putHeader(draft, name, value),
  value: (draft, _name, { value, parameter }) => {
    if (parameter.type === 'header') putHeader(draft, parameter.name, value)
  },
  body: (draft, name, { value, parameter }) => {
    // What others put into single fields stays, unless the body is another's whole one.
    if (isMultipartFile(value)) draft.file = { name, content: value }
    else if (parameter.type === 'value') draft.template = String(value)
    else if (isRecord(value) && isRecord(draft.json)) draft.json = { ...value, ...draft.json }
    else draft.json = readJson(value, parameter)
  },
  bodyToken: (draft, name, { value, parameter }) => {
    // A template names members of the client's body by their own names too.
    const members = isWhole(parameter, value) && isRecord(value) ? value : {}
    draft.tokens = { ...members, ...draft.tokens, [name]: value }
  },
  bodyField: (draft, name, { value, parameter }) => {
    if (!isRecord(draft.json)) draft.json = {}
    writeMember(draft.json as Record<string, unknown>, name, convert(parameter, value))
  },
  form: (draft, name, { value, parameter }) => {
    if (isMultipartFile(value)) {
      draft.parts = { ...draft.parts, [name]: value }
      return
    }
    draft.form = { ...draft.form, ...Object.fromEntries(spread(name, value, parameter)) }
  },
  multipart: (draft, name, { value }) => {
    draft.parts = { ...draft.parts, [name]: value }
  },
  configuration: (draft, name, { value }) => {
    draft.kept = { ...draft.kept, [name]: writeText(value) }
  },
}

/** A whole body that goes where single values go, goes member by member. */
function spread(name: string, value: unknown, parameter: ParameterDocument): [string, unknown][] {
  if (!isWhole(parameter, value) || !isRecord(value)) return [[name, value]]
  return Object.entries(value).filter(([, member]) => member !== undefined && member !== null)
}

function isWhole({ type, name }: ParameterDocument, value: unknown): boolean {
  return (type === 'body' || type === 'prevBody') && !(isRecord(value) && Object.hasOwn(value, name))
}

/** Texts that are JSON become what they say: a whole body comes as a text from a query or the configuration. */
function readJson(value: unknown, { type }: ParameterDocument): unknown {
  if (typeof value !== 'string' || type === 'body' || type === 'prevBody' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function writeMember(json: Record<string, unknown>, name: string, value: unknown): void {
  try {
    compileWriter(name)(json, value)
  } catch {
    throw createError('invalid-parameter', { params: { name, expected: 'a path to a member of the body', got: JSON.stringify(name) } })
  }
}

function putHeader(draft: Draft, written: string, value: unknown): void {
  const name = written.trim()
  if (!connectionHeaders.has(name.toLowerCase())) draft.headers[name.toLowerCase()] = checkHeader(name, writeText(value))
}

/** Query values are texts; the data type of a body field says what JSON gets (contract 13.7). */
function convert({ vendorDataType, dataType }: ParameterDocument, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const type = (vendorDataType ?? dataType ?? '').toLowerCase()
  if (/^(integer|number|float|double|long|decimal)$/.test(type) && Number.isFinite(Number(value)) && value.trim() !== '')
    return Number(value)
  if (type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  if (type === 'array' || type === 'object') return readStructure(value, type)
  return value
}

function readStructure(text: string, type: 'array' | 'object'): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value) ? type === 'array' : isRecord(value) && type === 'object') return value
  } catch {
    // Not JSON: a list written as people do.
  }
  return type === 'array' ? text.split(',').map((part) => part.trim()) : text
}

function writeText(value: unknown): string {
  if (Array.isArray(value)) return value.map(writeText).join(',')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** RFC 9110 §7.6.1: what belongs to the connection and to the framing of the body is not an element's to say. */
export const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** RFC 9110 §5.1, 5.5: a name that is one, and nothing that could end a header line. Throws invalid-parameter (400). */
export function checkHeader(name: string, value: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    throw createError('invalid-parameter', { params: { name, expected: 'the name of a header', got: JSON.stringify(name) } })
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value
  throw createError('invalid-parameter', { params: { name, expected: 'text that fits a header', got: 'control or wide characters' } })
}
