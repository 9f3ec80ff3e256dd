/**
 * What a vendor must see of a hub call, told by the document alone: contract 12.3, 12.5, 13.6, 13.7 and 7.4 written down once more and nothing of
 * `src/` used. Hooks are left out; whoever compares knows what they changed.
 */
import type { ElementDocument, ParameterDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import { type ExpectedBody, expectBody } from './expected-body.ts'
import { pageValue } from './expected-page.ts'
import { convertSample } from './expected-where.ts'
import type { SampleCall } from './sample-call.ts'

export type Values = Readonly<Record<string, string | null>>

export interface ExpectedRequest {
  readonly method: string
  /** The whole URL before its query, places filled, not yet compared by encoding. */
  readonly url: string
  readonly query: readonly (readonly [string, string])[]
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: ExpectedBody
}

/** A parameter with the value that it has in this call. */
export interface Placed {
  readonly parameter: ParameterDocument
  readonly name: string
  readonly value: unknown
}

export interface Asked {
  readonly document: ElementDocument
  readonly resource: ResourceDocument
  readonly call: SampleCall
  readonly configuration: Values
  /** Values for places of templates, by name: those of the platform. */
  readonly offered?: Readonly<Record<string, string>>
}

export function expectRequest(asked: Asked): ExpectedRequest {
  const { document, resource, call, configuration } = asked
  const parameters = [...(document.parameters ?? []), ...(resource.parameters ?? [])].filter(({ source }) => source !== 'response')
  const placed = parameters.flatMap((parameter): Placed[] => {
    const value = readValue(parameter, asked)
    if (value === undefined || value === null || value === '') return []
    return [{ parameter, name: parameter.vendorName ?? parameter.name, value }]
  })
  const going = (...kinds: string[]) => placed.filter(({ parameter }) => kinds.includes(parameter.vendorType))
  const places: Record<string, string> = { ...call.path }
  for (const { name, value } of going('path')) places[name] = asText(value)
  const { url, query } = expectUrl(resource.vendorPath ?? '', { places, configuration })
  const headers: Record<string, string> = {}
  for (const { name, value } of going('header')) headers[name.trim().toLowerCase()] = asText(value)
  for (const { parameter, value } of going('value')) headers[parameter.name.toLowerCase()] = asText(value)
  const authorization = expectAuthorization(asked)
  if (authorization !== undefined) headers['authorization'] ??= authorization
  return {
    method: resource.vendorMethod,
    url,
    query: [...query, ...going('query').flatMap(expectPairs)],
    headers,
    body: expectBody(asked, going('body', 'bodyField', 'bodyToken', 'form', 'multipart')),
  }
}

/** Contract 4.5: sent of itself unless a parameter or a hook sets it. Signatures are other tests' matter. */
function expectAuthorization({ document, resource, configuration }: Asked): string | undefined {
  const { type } = document.authentication
  if (type === 'basic') return `Basic ${Buffer.from(`${configuration['username']}:${configuration['password']}`).toString('base64')}`
  return type === 'oauth2' || (type === 'oauth2Password' && resource.type !== type)
    ? `Bearer ${configuration['oauth.user.token']}`
    : undefined
}

function readValue(parameter: ParameterDocument, asked: Asked): unknown {
  const { name, vendorType } = parameter
  const { call, configuration } = asked
  switch (parameter.type) {
    case 'query':
      return pageValue(parameter, asked) ?? (['page', 'pageSize', 'nextPage'].includes(name) ? undefined : call.query[name])
    case 'path':
      return call.path[name] ?? call.query[name]
    case 'header':
      return vendorType === 'value' ? interpolate(parameter.vendorName ?? '', configuration) : call.headers[name.toLowerCase()]
    case 'configuration':
      return configuration[name]
    case 'value':
      return vendorType === 'body' ? name : fillOffered(interpolate(name, configuration), asked.offered)
    case 'body':
      return vendorType === 'body' ? call.body : (call.body?.[name] ?? call.body)
    case 'bodyField':
      return name.split('.').reduce<unknown>((at, member) => (at as Record<string, unknown> | undefined)?.[member], call.body)
    case 'form':
    case 'multipart':
      return call.fields?.[name]
    default:
      return undefined
  }
}

/** What the platform offers a resource that runs of itself fills places of its literals. */
function fillOffered(text: string, offered: Asked['offered'] = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => offered[name] ?? place)
}

/** A place filled with a value: a whole body goes into a query member by member. */
function expectPairs({ parameter, name, value }: Placed): [string, string][] {
  const converter = /^converter:(.*)$/.exec(name)?.[1]
  if (converter !== undefined) return convertSample(converter)
  const isWhole = parameter.type === 'body' && typeof value === 'object' && value !== null
  return isWhole ? Object.entries(value).map(([key, member]) => [key, asText(member)]) : [[name, asText(value)]]
}

/** The seven forms of a vendor path (contract 12.3); the base URL counts for all but the absolute one. What fills the query is one value, whatever it holds. */
function expectUrl(vendorPath: string, { places, configuration }: { places: Values; configuration: Values }) {
  const fill = (text: string, encode: (value: string) => string) =>
    text.replace(/\{([^{}]+)\}/g, (place, name: string) => {
      const value = places[name] ?? configuration[name]
      return value == null ? place : encode(value)
    })
  // Pairs are told apart before anything is filled in.
  const readPairs = (text: string) =>
    [...new URLSearchParams(text)].map(([name, value]): [string, string] => [name, fill(interpolate(value, configuration), String)])
  const [path, pathQuery] = splitQuery(vendorPath)
  const [base, baseQuery] = /^https?:\/\//.test(path) ? ['', ''] : splitQuery(configuration['base.url'] ?? '')
  const begun = fill(interpolate(base, configuration), String)
  const rest = fill(interpolate(path, configuration), encodeURIComponent)
  return {
    url: (path.startsWith('/') ? begun.replace(/\/$/, '') : begun) + rest,
    query: [...readPairs(baseQuery), ...readPairs(pathQuery)],
  }
}

function splitQuery(text: string): readonly [string, string] {
  const at = text.search(/[?&]/)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** `${configuration.KEY}`, `${KEY}` and `CE.b64(…)` in literal texts. */
export function interpolate(text: string, configuration: Values): string {
  const filled = text.replace(/\$\{(?:configuration\.)?([^{}]+)\}/g, (_, key: string) => configuration[key] ?? '')
  return filled.replace(/CE\.b64\(([^()]*)\)/g, (_, inner: string) => Buffer.from(inner).toString('base64'))
}

export function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
