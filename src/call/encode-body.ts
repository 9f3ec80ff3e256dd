/** What a draft holds of a body → the body that goes out, in the language that its Content-Type or its template says (contract 12.5). */
import { createError } from '../lib/errors.ts'
import { type Body, emptyBody } from '../lib/hub-request.ts'
import { compileWriter } from '../lib/json-path.ts'
import { configurationPlaces, readOwn } from '../lib/url-template.ts'
import { readContentKind } from './body/content-kind.ts'
import { writeForm } from './body/form.ts'
import { writeMultipart } from './body/multipart.ts'
import type { MultipartFile } from './body/multipart-part.ts'
import { compileTemplate } from './body/template.ts'
import { writeXml } from './body/write-xml.ts'
import { replaceHelpers } from './ce-expressions.ts'
import { interpolate } from './interpolate.ts'
import type { Draft, Values } from './types.ts'

export interface BodyWriting {
  readonly requestRoot: string | undefined
  readonly configuration: Values
  /** What becomes of places of a template that nothing fills; hooks fill some themselves. */
  readonly unbound: 'keep' | 'empty'
}

const formType = 'application/x-www-form-urlencoded'

/** Writes the body, and puts its Content-Type among the draft's headers where these say nothing or another. Throws invalid-body (400). */
export function encodeBody(draft: Draft, writing: BodyWriting): Body {
  if (draft.passed !== undefined) return draft.passed
  if (draft.template !== undefined) return encodeTemplate(draft, draft.template, writing)
  // Without a template, what was meant for its places is a body of its own.
  const json =
    draft.tokens === undefined || draft.method === 'GET' ? draft.json : { ...draft.tokens, ...(draft.json as object | undefined) }
  const kind = readContentKind(draft.headers['content-type'])
  if (draft.file !== undefined && kind !== 'multipart') return encodeFile(draft, draft.file.content)
  if (draft.parts !== undefined || draft.file !== undefined || (draft.form !== undefined && kind === 'multipart'))
    return encodeParts(draft, json)
  if (draft.form !== undefined) {
    if (kind !== 'form') draft.headers['content-type'] = formType
    return { kind: 'text', text: writeForm({ ...membersOf(json), ...draft.form }), contentType: formType }
  }
  return json === undefined ? emptyBody : encodeValue(wrap(json, writing.requestRoot), draft.headers['content-type'])
}

/** Writes a value in the language of a Content-Type: XML and forms where it says so, JSON otherwise; a text as it is. */
export function encodeValue(value: unknown, contentType: string | undefined): Body {
  const kind = readContentKind(contentType)
  if (typeof value === 'string' && kind !== undefined && kind !== 'json') return { kind: 'text', text: value, contentType: contentType! }
  if (kind === 'xml') return { kind: 'text', text: writeXml(value), contentType: contentType! }
  if (kind === 'form') return { kind: 'text', text: writeForm(value), contentType: contentType! }
  return { kind: 'json', value }
}

function wrap(value: unknown, root: string | undefined): unknown {
  if (root === undefined || root === '') return value
  const wrapped = {}
  const isList = root.endsWith('[]')
  try {
    // A list that the client sends is the list.
    compileWriter(isList ? root.slice(0, -2) : root)(wrapped, isList && !Array.isArray(value) ? [value] : value)
  } catch (error) {
    throw createError('invalid-body', { params: { reason: `its root ${JSON.stringify(root)} is no place to write to` }, cause: error })
  }
  return wrapped
}

/** `${configuration.KEY}` and calls of helpers in a template are places like any other, so that no value can break out of it. */
function encodeTemplate(draft: Draft, template: string, { configuration, unbound }: BodyWriting): Body {
  const values: Record<string, unknown> = { ...draft.tokens }
  const put = (name: string, value: string) => {
    values[name] = value
    return `{${name}}`
  }
  const text = markHelpers(template, configuration, put)
    .replace(configurationPlaces, (_place, key: string) => put(`configuration.${key}`, readOwn(configuration, key) ?? ''))
    // Real documents double the braces too.
    .replace(/\{(\{[A-Za-z_][\w.-]*\})\}/g, '$1')
  const filled = compileTemplate(text).fill(values, unbound)
  const language = readLanguage(filled)
  const merged = language === 'application/json' && draft.json !== undefined ? mergeJson(filled, draft.json) : filled
  return { kind: 'text', text: merged, contentType: language }
}

function markHelpers(template: string, configuration: Values, put: (name: string, value: string) => string): string {
  if (!template.includes('CE.')) return template
  let count = 0
  return replaceHelpers(template, {
    fill: (text) => interpolate(text, configuration),
    between: (text) => text,
    write: (value) => put(`CE.${++count}`, value),
  })
}

function readLanguage(text: string): string {
  const first = text.trimStart()[0]
  if (first === '<') return 'text/xml; charset=utf-8'
  if (first === '{' || first === '[') return 'application/json'
  return /^[^\s=&]+=\S*$/.test(text.trim()) ? formType : 'text/plain; charset=utf-8'
}

/** Single fields go into a JSON template that has no places for them. */
function mergeJson(text: string, json: unknown): string {
  try {
    return JSON.stringify({ ...JSON.parse(text), ...membersOf(json) })
  } catch {
    return text
  }
}

/** A file as it is, of the type that it came with unless the headers know better than JSON, which elements say of every call. */
function encodeFile({ headers }: Draft, { stream, contentType }: MultipartFile): Body {
  const declared = headers['content-type']
  if (declared === undefined || readContentKind(declared) === 'json') headers['content-type'] = contentType
  return { kind: 'stream', stream, contentType }
}

function encodeParts(draft: Draft, json: unknown): Body {
  const file = draft.file === undefined ? {} : { [draft.file.name]: draft.file.content }
  const body = writeMultipart({ ...membersOf(json), ...draft.form, ...draft.parts, ...file }, draft.renamePart)
  draft.headers['content-type'] = body.contentType
  return body
}

function membersOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {}
}
