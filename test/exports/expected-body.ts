/** The body that a vendor must see (contract 12.5, 13.6): a filled template, JSON, or fields. */
import type { Asked, Placed } from './expected-request.ts'
import { asText } from './expected-request.ts'
import { putAt } from './sample-call.ts'

export type ExpectedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly value: unknown }
  /** As a form or as parts: whichever was sent. */
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, string>> }
  /** A file's content somewhere in the body. */
  | { readonly kind: 'contains'; readonly text: string }

/** `placed` are the parameters that go into the body, those of the element first. */
export function expectBody({ resource, offered = {} }: Asked, placed: readonly Placed[]): ExpectedBody {
  const going = (vendorType: string) => placed.filter(({ parameter }) => parameter.vendorType === vendorType)
  const file = going('body').find(({ parameter }) => parameter.type === 'multipart')
  if (file !== undefined) return { kind: 'contains', text: asText(file.value) }
  const template = going('body').findLast(({ parameter }) => parameter.type === 'value')
  if (template !== undefined) return fillTemplate(asText(template.value), { ...offered, ...tokensOf(going('bodyToken')) })
  const fields = [...going('form'), ...going('multipart')]
  if (fields.length > 0) return { kind: 'fields', fields: Object.fromEntries(fields.flatMap(expectFields)) }
  const own = resource.parameters ?? []
  // A verb without a body gets none from what the element says of every call.
  if (!['POST', 'PUT', 'PATCH'].includes(resource.vendorMethod) && !own.some(({ vendorType }) => vendorType.startsWith('body')))
    return { kind: 'none' }
  const whole = going('body').findLast(({ parameter }) => parameter.type === 'body')
  // Without a template, what is meant for its places is a body of its own.
  const tokens = resource.vendorMethod === 'GET' ? {} : tokensOf(going('bodyToken'))
  if (whole === undefined && going('bodyField').length === 0 && Object.keys(tokens).length === 0) return { kind: 'none' }
  const json = structuredClone({ ...tokens, ...(whole?.value as Record<string, unknown> | undefined) })
  for (const { parameter, name, value } of going('bodyField')) putAt(json, name.split('.'), typed(value, parameter.vendorDataType ?? ''))
  const root = /^([^|]+)\|/.exec(resource.rootKey ?? '')?.[1]
  return { kind: 'json', value: root === undefined ? json : { [root]: json } }
}

function typed(value: unknown, type: string): unknown {
  if (type === 'integer' || type === 'number') return Number(value)
  return type === 'boolean' ? value === 'true' : value
}

function expectFields({ parameter, name, value }: Placed): [string, string][] {
  if (parameter.type !== 'body' || typeof value !== 'object' || value === null) return [[name, asText(value)]]
  return flatten(value, '')
}

function flatten(value: object, prefix: string): [string, string][] {
  return Object.entries(value).flatMap(([key, member]) => {
    const name = prefix === '' ? key : `${prefix}[${key}]`
    return typeof member === 'object' && member !== null ? flatten(member, name) : [[name, String(member)] as [string, string]]
  })
}

function tokensOf(placed: readonly Placed[]): Record<string, unknown> {
  const tokens: Record<string, unknown> = {}
  for (const { parameter, name, value } of placed) {
    if (parameter.type === 'body' && typeof value === 'object') Object.assign(tokens, value)
    tokens[name] = value
  }
  return tokens
}

/** Values are written for the language of the template; a place without one is emptied. */
function fillTemplate(template: string, tokens: Readonly<Record<string, unknown>>): ExpectedBody {
  const isXml = template.trimStart().startsWith('<')
  const isJson = /^\s*[[{]/.test(template)
  // Real files double the braces too.
  const single = template.replace(/\{(\{[A-Za-z_][\w.-]*\})\}/g, '$1')
  const text = single.replace(/\{([A-Za-z_][\w.-]*)\}/g, (_, name: string, at: number) => {
    const before = single.slice(0, at)
    const value = tokens[name]
    if (isXml && !before.endsWith('<![CDATA[')) return escapeXml(value)
    if (!isJson) return value === undefined ? '' : asText(value)
    const isQuoted = before.replaceAll('\\"', '').split('"').length % 2 === 0
    if (isQuoted) return JSON.stringify(value === undefined ? '' : asText(value)).slice(1, -1)
    return value === undefined ? 'null' : JSON.stringify(value)
  })
  return isJson ? { kind: 'json', value: JSON.parse(text) } : { kind: 'text', text }
}

function escapeXml(value: unknown): string {
  if (value === undefined) return ''
  return asText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
