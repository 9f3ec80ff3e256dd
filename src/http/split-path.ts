/** A request's target: its path and query, its path as decoded segments. */
import { createError } from '../lib/errors.ts'
import { basePath } from './door.ts'

const baseDepth = basePath.split('/').length - 1

/** Path and query of a request target; proxies may send a whole URL (RFC 9112 §3.2.2), whose scheme and host say nothing that we ask. */
export function takeOriginForm(target: string): string {
  if (target.startsWith('/')) return target
  const origin = /^https?:\/\/[^/?]*/i.exec(target)?.[0]
  if (origin === undefined) return target
  const rest = target.slice(origin.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/**
 * Splits the path of a URL; empty segments (doubled and trailing slashes, contract 1.1) vanish.
 * Decoding comes after splitting, so an encoded slash stays inside its segment. Broken percent-encoding is a 400.
 */
export function splitPath(url: string): string[] {
  const mark = url.indexOf('?')
  const segments: string[] = []
  for (const part of (mark === -1 ? url : url.slice(0, mark)).split('/')) {
    if (part !== '') segments.push(part.includes('%') ? decodeSegment(part) : part)
  }
  return segments
}

/** The segments below the base path of a URL that is below it. */
export function splitApiPath(url: string): string[] {
  return splitPath(url).slice(baseDepth)
}

function decodeSegment(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw createError('invalid-parameter', { params: { name: 'path', expected: 'percent-encoded UTF-8', got: 'something else' }, cause })
  }
}
