/**
 * `nextPageKey`: where a vendor's answer has the cursor of its next page (contract 7.4). `data.nextId` and `body.data.nextId` are paths into the body,
 * `body.page.next?cursor` the parameter of a URL that stands there, `header.x-page` a header; a bare name is looked for in the body, then among the headers.
 * Where `data` holds rows, `data.nextId` is what a hook put beside them: real elements do so.
 */
import { compileReader, type JsonReader } from '../../lib/json-path.ts'
import { readOwn } from '../../lib/url-template.ts'

/** What a cursor is read from: the body before its root is unwrapped, headers by lower-case names. */
export interface CursorSource {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | undefined>>
}

export type CursorReader = (source: CursorSource) => string | undefined

/** `parameter`: the vendor's name of the cursor, for a URL in a place whose key names none. A key that is no path reads nothing. */
export function compileCursorReader(nextPageKey: string, parameter?: string): CursorReader {
  const mark = nextPageKey.indexOf('?')
  const [place, named] = mark === -1 ? [nextPageKey, parameter] : [nextPageKey.slice(0, mark), nextPageKey.slice(mark + 1)]
  const isExplicit = mark !== -1
  const readPlace = compilePlace(place.trim())
  return (source) => readCursorText(readPlace(source), named, isExplicit)
}

function compilePlace(place: string): (source: CursorSource) => unknown {
  const header = /^header\.(.+)$/i.exec(place)?.[1]?.toLowerCase()
  if (header !== undefined) return ({ headers }) => readOwn(headers, header)
  const path = place.replace(/^body\./i, '')
  const readBody = compileBody(path)
  if (path.startsWith('data.')) {
    const readBeside = compileBody(path.slice('data.'.length))
    return ({ body }) => readBody(body) ?? readBeside(body)
  }
  if (path !== place || path.includes('.')) return ({ body }) => readBody(body)
  return ({ body, headers }) => readBody(body) ?? readOwn(headers, path.toLowerCase())
}

/** Some names hold a dot themselves: `@odata.nextLink`. */
function compileBody(path: string): JsonReader {
  const readPath = compileOptional(path)
  return (body) => (isObject(body) && Object.hasOwn(body, path) ? body[path] : readPath(body))
}

function compileOptional(path: string): JsonReader {
  try {
    return compileReader(path)
  } catch {
    return () => undefined
  }
}

/** No cursor comes in several disguises. */
function readCursorText(value: unknown, parameter: string | undefined, isExplicit: boolean): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return undefined
  if (parameter === undefined) return value
  const isUrl = /^(?:https?:\/\/|[/?])/i.test(value)
  const found = isUrl || isExplicit ? URL.parse(value, 'http://vendor.invalid')?.searchParams.get(parameter) : undefined
  return found || (isExplicit ? undefined : value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
