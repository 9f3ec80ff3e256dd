/** Imported elements whose vendor counts pages or rows, or does neither: then the pages are cut here. A full page may be followed by another. */
import { createError } from '../../lib/errors.ts'
import type { ImportedPage, ImportedPaging, ImportedStart } from './imported-paging.ts'
import type { PageState } from './paging.ts'
import { writePageToken } from './token.ts'

type Begun = Omit<ImportedPaging, 'note'>

/** Marks a place inside a vendor's page in a token; no vendor's cursor begins like that. */
const pageMark = '\0page '

export function isPagePlace(cursor: string): boolean {
  return cursor.startsWith(pageMark)
}

/** Vendors that take the number of rows to pass over. */
export function beginOffset(start: ImportedStart): Begun {
  const { style, take } = start
  const skip = countSkipped(start)
  return {
    values: { page: String(skip), pageSize: String(take) },
    query: [],
    read: ({ rows }) => {
      const kept = cut(rows, 0, take)
      const mayFollow = style.pageSize !== 'nowhere' ? rows.length >= take : kept.length > 0
      return answer(start, kept, mayFollow ? { skip: skip + kept.length } : undefined)
    },
  }
}

/** Vendors that take the number of the page. Where they do not take its size, the token says how far into theirs the client is. */
export function beginPage(start: ImportedStart): Begun {
  const { style, take, page, resumed } = start
  const { number, inside } = locate(start)
  return {
    values: { page: String(number), pageSize: String(take) },
    query: [],
    read: ({ rows }) => {
      const rest = cut(rows, inside, rows.length)
      if (rest.length > take) return answer(start, rest.slice(0, take), { skip: inside + take, cursor: pageMark + number })
      const isCounted = style.pageSize !== 'nowhere' && resumed?.cursor === undefined
      const mayFollow = isCounted ? rest.length === take : rest.length > 0
      if (!mayFollow) return answer(start, rest, undefined)
      const skip = (resumed === undefined ? page : resumed.skip / take + 1) * take
      return answer(start, rest, isCounted ? { skip } : { skip: 0, cursor: pageMark + (number + 1) })
    },
  }
}

/** Throws invalid-parameter (400) when a token is used with a page size that its place is no multiple of: no page of the vendor's begins there. */
function locate({ style, take, page, resumed }: ImportedStart): { number: number; inside: number } {
  if (resumed === undefined) return { number: page - 1 + style.firstPage, inside: 0 }
  if (resumed.cursor !== undefined) return { number: Number(resumed.cursor.slice(pageMark.length)), inside: resumed.skip }
  if (resumed.skip % take === 0) return { number: resumed.skip / take + style.firstPage, inside: 0 }
  const expected = 'the size of the page that the nextPage token came with'
  throw createError('invalid-parameter', { params: { name: 'pageSize', expected, got: take } })
}

/** Vendors that answer everything, or of which nothing is known: more rows than were asked for are cut here. */
export function beginSlice(start: ImportedStart): Begun {
  const { style, take, isAsked } = start
  const skip = countSkipped(start)
  if (style.kind === 'slice') return { values: {}, query: [], read: ({ rows }) => slice(start, rows, skip) }
  if (!isAsked) return { values: {}, query: [], read: ({ rows }) => answer(start, rows, undefined) }
  const hasPlace = style.page !== 'nowhere'
  if (!hasPlace && style.pageSize === 'vendor') return beginFromFirst(start, skip)
  return {
    values: { page: String(Math.floor(skip / take) + 1), pageSize: String(take) },
    query: [],
    read: ({ rows }) => (hasPlace && rows.length <= take ? answer(start, rows, undefined) : slice(start, rows, skip)),
  }
}

/** Vendors that take a size and no place: they are asked for all rows up to the end of the page. */
function beginFromFirst(start: ImportedStart, skip: number): Begun {
  const end = skip + start.take
  return {
    values: { pageSize: String(end) },
    query: [],
    read: ({ rows }) => answer(start, cut(rows, skip, end), rows.length >= end ? { skip: end } : undefined),
  }
}

function slice(start: ImportedStart, rows: readonly unknown[], skip: number): ImportedPage {
  const end = skip + start.take
  return { ...answer(start, cut(rows, skip, end), end < rows.length ? { skip: end } : undefined), total: rows.length }
}

function answer({ seal }: ImportedStart, rows: readonly unknown[], next: PageState | undefined): ImportedPage {
  return { rows, nextPage: next === undefined ? undefined : writePageToken(next, seal), total: undefined }
}

function cut(rows: readonly unknown[], from: number, to: number): readonly unknown[] {
  return from === 0 && rows.length <= to ? rows : rows.slice(from, to)
}

/** Throws invalid-parameter (400) for a page that cannot be counted to. */
function countSkipped({ resumed, page, take }: ImportedStart): number {
  const skip = resumed?.skip ?? (page - 1) * take
  if (Number.isSafeInteger(skip + take)) return skip
  throw createError('invalid-parameter', { params: { name: 'page', expected: 'a page that can be counted to', got: page } })
}
