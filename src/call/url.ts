/** Base URL + vendor path + query → the URL to call (contract 12.3: the seven forms of a vendor path). */
import { createError } from '../lib/errors.ts'
import { fillUrlTemplate, readOwn } from '../lib/url-template.ts'
import { encodeQuery, encodeSegment, encodeText } from './encode-url.ts'
import { type GuardedConfiguration, readForUrl } from './interpolate.ts'

/** A vendor path and what fills its places. */
export interface PathParts {
  readonly vendorPath: string
  /** Values of the `{name}` places. */
  readonly path: Readonly<Record<string, string>>
  /** Names in `path` that hold secrets. */
  readonly secretPlaces?: ReadonlySet<string> | undefined
}

export interface UrlParts extends GuardedConfiguration, PathParts {
  readonly baseUrl: string
  readonly query: readonly (readonly [string, string])[]
}

/** What becomes of a place that nothing fills: an error, or it stays as it is written, for a hook to fill. */
export type Unfilled = 'refuse' | 'keep'

/**
 * Builds the URL; values are percent-encoded (RFC 3986), queries of the base URL and the vendor path are merged with `query`.
 * Throws parameter-required, missing-configuration, invalid-configuration or invalid-parameter (400).
 */
export function buildUrl(parts: UrlParts, unfilled: Unfilled = 'refuse'): string {
  const [path, pathQuery] = splitQuery(fillVendorPath(parts, unfilled))
  let prefix = path
  let queries = pathQuery
  if (!/^https?:\/\//i.test(path)) {
    const [base, baseQuery] = splitQuery(addScheme(fillBase(parts, unfilled)))
    prefix = joinPath(base, path)
    queries = baseQuery === '' || pathQuery === '' ? baseQuery + pathQuery : `${baseQuery}&${pathQuery}`
  }
  for (const [name, value] of parts.query) queries += `${queries === '' ? '' : '&'}${encodeQuery(name)}=${encodeQuery(value)}`
  return queries === '' ? prefix : `${prefix}?${queries}`
}

/** Fills the places of a vendor path; a pair of its query whose place has no value is left out, as it was optional. Throws as `buildUrl`. */
export function fillVendorPath(parts: PathParts, unfilled: Unfilled): string {
  const { vendorPath, path } = parts
  if (!vendorPath.includes('{')) return vendorPath
  const at = vendorPath.startsWith('&') ? 0 : vendorPath.indexOf('?')
  if (at === -1) return fillPlaces(vendorPath, parts, unfilled)
  const pairs = vendorPath.slice(at).match(/[?&]?[^&]+/g) ?? []
  const kept = unfilled === 'keep' ? pairs : pairs.filter((pair) => isFillable(pair, path))
  const pairsFilled = kept.map((pair) => fillPlaces(pair, parts, unfilled)).join('')
  const query = vendorPath[at] === '?' ? pairsFilled.replace(/^&/, '?') : pairsFilled
  return fillPlaces(vendorPath.slice(0, at), parts, unfilled) + query
}

const pathPlaces = /\{([^{}]+)\}/g

function fillPlaces(text: string, { path, secretPlaces }: PathParts, unfilled: Unfilled): string {
  const isQuery = /^[?&]/.test(text)
  return fillUrlTemplate(text, {
    places: pathPlaces,
    readValue: (name, isAuthority) => {
      const value = readOwn(path, name)
      if (value === undefined || value === '') {
        if (unfilled === 'keep') return `{${name}}`
        throw createError('parameter-required', { params: { name } })
      }
      // What stands at the beginning of a path is no host: the path goes behind the base URL.
      if (!isAuthority || text.startsWith('{')) return isQuery ? encodeText(name, value) : encodeSegment(name, value)
      if (secretPlaces?.has(name)) throw createSecretHost(name)
      return value
    },
  })
}

function isFillable(pair: string, path: Readonly<Record<string, string>>): boolean {
  return [...pair.matchAll(pathPlaces)].every(([, name]) => (readOwn(path, name!) ?? '') !== '')
}

/** `&a=b` and `?a=b` are a query without a path; everything else splits at its first question mark. */
function splitQuery(text: string): readonly [string, string] {
  if (text.startsWith('&')) return ['', text.slice(1)]
  const at = text.indexOf('?')
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).replace(/^&|&$/g, '')]
}

/** A path without a slash goes on where the base ends (contract 12.3), but never within its host. */
function joinPath(base: string, path: string): string {
  if (path.startsWith('/')) return base.endsWith('/') ? base.slice(0, -1) + path : base + path
  return path !== '' && /^[a-z]+:\/\/[^/]*$/i.test(base) ? `${base}/${path}` : base + path
}

/**
 * Parameters may bring secrets into path and query of the base URL (`?apikey={API_KEY}`), the configuration itself may not. A value in the query is one
 * value; before it, a value may be a whole site or a path, so it stays as it is.
 */
function fillBase(parts: UrlParts, unfilled: Unfilled): string {
  return fillUrlTemplate(parts.baseUrl, {
    readValue: (name, isAuthority, isQuery) => {
      const value = readOwn(parts.path, name)
      if (!value && unfilled === 'keep' && !readOwn(parts.configuration, name)) return `{${name}}`
      if (value && isAuthority && parts.secretPlaces?.has(name)) throw createSecretHost(name)
      const filling = value || readForUrl(parts, name)
      return isQuery ? encodeText(name, filling) : filling
    },
  })
}

/** Sites are given without a scheme as often as with one. */
function addScheme(base: string): string {
  return /^([a-z][a-z\d+.-]*:)?\/\//i.test(base) || base.startsWith('{') || base === '' ? base : `https://${base}`
}

function createSecretHost(key: string) {
  return createError('invalid-configuration', { params: { key, expected: 'no use in the host of a URL, since it is a secret' } })
}
