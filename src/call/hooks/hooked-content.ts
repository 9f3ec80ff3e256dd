/** The answer that hooks leave → what the client gets of it. */
import { createError } from '../../lib/errors.ts'
import { readContentKind } from '../body/content-kind.ts'
import type { Content } from '../types.ts'
import type { HookedResponse } from './exchange-state.ts'
import { capitalizeHeader } from './header-names.ts'
import type { Answer } from './read-answer.ts'

/** The content of a success. Throws vendor-unreadable (502) for JSON that is none and that no hook replaced. */
export function readHookedContent({ response, contentType, read, stream, length }: Answer): Content {
  const { set, headers, body } = response
  const type = set.headers.has('content-type') ? String(headers['content-type']) : contentType
  if (stream !== undefined && !set.body) {
    const disposition = headers['content-disposition']
    return {
      kind: 'other',
      body: { kind: 'stream', stream, contentType: type, ...(length !== undefined && { length }) },
      headers: disposition === undefined ? {} : { 'Content-Disposition': String(disposition) },
    }
  }
  if (body === undefined || body === null || (body === '' && read === undefined)) {
    return body === null && set.body ? { kind: 'json', value: null } : { kind: 'empty' }
  }
  if (typeof body !== 'string' || read !== undefined) return { kind: 'json', value: body }
  const kind = readContentKind(type)
  if (kind === 'json') {
    if (set.body) return { kind: 'json', value: body }
    throw createError('vendor-unreadable', { params: { reason: 'it is not valid JSON' } })
  }
  return { kind: 'other', body: { kind: 'text', text: body, contentType: type || 'text/plain; charset=utf-8' }, headers: {} }
}

const passed: ReadonlySet<string> = new Set(['content-disposition', 'content-language', 'etag', 'last-modified', 'link', 'retry-after'])

/** Headers that hooks set for the client: those of the platform's own and of the content, never what steers the connection or a browser. */
export function tellHeaders({ headers, set }: HookedResponse): Record<string, string> {
  const told: Record<string, string> = {}
  for (const name of set.headers) {
    const value = String(headers[name] ?? '')
    const isSafe = /^[\t\x20-\x7e]*$/.test(value) && value !== ''
    if (isSafe && (passed.has(name) || /^elements-[a-z-]+$/.test(name))) told[capitalizeHeader(name)] = value
  }
  return told
}
