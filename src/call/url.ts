/** Base URL + vendor path + query → the URL to call (contract 12.3: the seven forms of a vendor path). */
import { createError } from '../lib/errors.ts'
import { fillUrlTemplate, readOwn } from '../lib/url-template.ts'
import { type GuardedConfiguration, readForUrl } from './interpolate.ts'

export interface UrlParts extends GuardedConfiguration {
  readonly baseUrl: string
  readonly vendorPath: string
  /** Values of the `{name}` places. */
  readonly path: Readonly<Record<string, string>>
  readonly query: readonly (readonly [string, string])[]
}

/**
 * Builds the URL; values are percent-encoded (RFC 3986), queries of the base URL and the vendor path are merged with `query`.
 * Throws parameter-required, missing-configuration, invalid-configuration or invalid-parameter (400).
 */
export function buildUrl(parts: UrlParts): string {
  const vendorPath = fillPath(parts)
  const [path, pathQuery] = splitQuery(vendorPath)
  let prefix = path
  let queries = pathQuery
  if (!/^https?:\/\//i.test(path)) {
    const [base, baseQuery] = splitQuery(fillBase(parts))
    prefix = joinPath(base, path)
    queries = baseQuery === '' || pathQuery === '' ? baseQuery + pathQuery : `${baseQuery}&${pathQuery}`
  }
  for (const [name, value] of parts.query) queries += `${queries === '' ? '' : '&'}${encodeQuery(name)}=${encodeQuery(value)}`
  return queries === '' ? prefix : `${prefix}?${queries}`
}

/** `&a=b` and `?a=b` are a query without a path; everything else splits at its first question mark. */
function splitQuery(text: string): readonly [string, string] {
  if (text.startsWith('&')) return ['', text.slice(1)]
  const at = text.indexOf('?')
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).replace(/^&|&$/g, '')]
}

function joinPath(base: string, path: string): string {
  return path.startsWith('/') && base.endsWith('/') ? base.slice(0, -1) + path : base + path
}

function fillPath({ vendorPath, path }: UrlParts): string {
  if (!vendorPath.includes('{')) return vendorPath
  return vendorPath.replace(/\{([^{}]+)\}/g, (_place, name: string) => {
    const value = readOwn(path, name)
    if (value === undefined || value === '') throw createError('parameter-required', { params: { name } })
    return encodeSegment(name, value)
  })
}

function fillBase(parts: UrlParts): string {
  return fillUrlTemplate(parts.baseUrl, { readValue: (name) => readOwn(parts.path, name) || readForUrl(parts, name) })
}

/** A value must stay one segment: `..` would climb out of the path, encoded or not (WHATWG URL, 4.5). */
function encodeSegment(name: string, value: string): string {
  if (value === '.' || value === '..') {
    throw createError('invalid-parameter', {
      params: { name, expected: 'a value that is not a step in the path', got: JSON.stringify(value) },
    })
  }
  return encodeText(name, value)
}

/** RFC 3986 unreserved characters stay, all others are encoded: vendors read `*`, `'` and parentheses as operators. */
function encodeQuery(text: string): string {
  return encodeText('query', text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function encodeText(name: string, text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw createError('invalid-parameter', { params: { name, expected: 'text that is valid Unicode', got: 'half a surrogate pair' } })
  }
}
