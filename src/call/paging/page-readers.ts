/** What a vendor's answer says about its pages, read as a style tells. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { compileReader, type JsonReader } from '../../lib/json-path.ts'
import { readCursor } from './cursor.ts'
import type { VendorPage } from './paging.ts'

/** Everything but the rows, out of the whole body. */
export type PageReader = (body: unknown) => Omit<VendorPage, 'rows'>

const readers = new WeakMap<PagingStyle, PageReader>()

/** The reader of a style, compiled at its first use. */
export function readerOf(style: PagingStyle): PageReader {
  const known = readers.get(style)
  if (known !== undefined) return known
  const made = compilePageReader(style)
  readers.set(style, made)
  return made
}

const nothing: Omit<VendorPage, 'rows'> = { next: undefined, total: undefined, more: undefined, isCut: false }

function compilePageReader(style: PagingStyle): PageReader {
  if (style.style === 'none' && style.cut === undefined) return () => nothing
  const readTotal = 'total' in style ? compileOptional(style.total) : undefined
  const readMore = 'more' in style ? compileOptional(style.more) : undefined
  const readNext = 'next' in style ? compileReader(style.next) : undefined
  const readCut = 'cut' in style ? compileOptional(style.cut) : undefined
  const token = 'token' in style ? style.token : ''
  return (body) => ({
    next: readNext === undefined ? undefined : readCursor(readNext(body), token),
    total: readTotal === undefined ? undefined : readCount(readTotal(body)),
    more: readMore === undefined ? undefined : isTold(readMore(body)),
    isCut: readCut !== undefined && isTold(readCut(body)),
  })
}

function compileOptional(path: string | undefined): JsonReader | undefined {
  return path === undefined || path === '' ? undefined : compileReader(path)
}

function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined
}

/** True, in a word or not; or the place where the rest is, as a URL or a number. */
function isTold(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' && value !== 'false' : Boolean(value)
}
