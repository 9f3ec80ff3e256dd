/** Vendors that page a list each in the way of one style, as strictly as real ones: what they were not made for, they refuse. */
import { createHmac } from 'node:crypto'
import type { PagingStyle } from '../src/elements/document/octet.ts'
import type { Answer, Asked } from './vendor.ts'

export interface Row {
  readonly id: string
  readonly n: number
  readonly group: number
  readonly name: string | null
}

/** Rows 1 … count; ids rise as texts do. */
export function makeRows(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `r${String(index + 1).padStart(5, '0')}`,
    n: index + 1,
    group: (index * 7) % 5,
    name: index % 3 === 0 ? null : `Row ${index}`,
  }))
}

export interface Pager {
  readonly style: PagingStyle
  /** `now`: epoch ms. */
  readonly answer: (asked: Asked, rows: readonly Row[], now: number) => Answer
  /** Whether it counts its rows for its callers. */
  readonly tellsTotal: boolean
}

const refuse = (message: string): Answer => ({ status: 400, body: { message } })

/** A whole number of at least `least`, or a refusal. */
function readCount(asked: Asked, name: string, least: number): number {
  const text = asked.query.get(name) ?? ''
  return /^\d+$/.test(text) && Number(text) >= least ? Number(text) : Number.NaN
}

function answerRows(rows: readonly Row[], from: number, size: number, more: (end: number) => object): Answer {
  const cut = rows.slice(from, from + size)
  return { body: { rows: cut, ...more(from + cut.length) } }
}

const most = 7

export const pagers: Readonly<Record<string, Pager>> = {
  cursor: cursorPager({ style: 'cursor', size: 'limit', token: 'after', next: 'meta.next', maxSize: most, walkLimit: 1000 }),
  'cursor of a minute': cursorPager({
    style: 'cursor',
    size: 'limit',
    token: 'after',
    next: 'meta.next',
    maxSize: most,
    walkLimit: 1000,
    shortLived: 60,
  }),
  'offset with a total': offsetPager({ style: 'offset', size: 'limit', offset: 'start', maxSize: most, total: 'meta.count' }),
  'offset with more': offsetPager({ style: 'offset', size: 'limit', offset: 'start', maxSize: most, more: 'meta.more', maxOffset: 1000 }),
  offset: offsetPager({ style: 'offset', size: 'limit', offset: 'start', maxSize: most }),
  'page from 0': pagePager({ style: 'page', size: 'per', page: 'p', firstPage: 0, maxSize: most, total: 'meta.count' }),
  'page from 1': pagePager({ style: 'page', size: 'per', page: 'p', firstPage: 1, maxSize: most }),
  'page with more': pagePager({ style: 'page', size: 'per', page: 'p', firstPage: 1, maxSize: most, more: 'meta.more' }),
  'page then token': numberedPager({
    style: 'page-then-token',
    size: 'per_page',
    page: 'page',
    firstPage: 1,
    maxSize: most,
    maxRows: 21,
    token: 'page_token',
    next: 'meta.next',
    walkLimit: 1000,
    more: 'meta.more',
  }),
  statement: statementPager({ style: 'statement', maxSize: most, maxOffset: 9, key: 'id' }),
  'statement without OFFSET': statementPager({ style: 'statement', maxSize: most, maxOffset: 0, key: 'id', more: 'meta.more' }),
  'statement whose answers are cut': statementPager({ style: 'statement', maxSize: most, maxOffset: 12, key: 'id', cut: 'meta.rest' }),
  none: { style: { style: 'none' }, tellsTotal: true, answer: (_asked, rows) => ({ body: { rows } }) },
}

type StyleOf<K extends PagingStyle['style']> = Extract<PagingStyle, { style: K }>

function cursorPager(style: StyleOf<'cursor'>): Pager {
  return {
    style,
    tellsTotal: false,
    answer(asked, rows, now) {
      const size = readCount(asked, style.size, 1)
      if (!(size <= style.maxSize)) return refuse('limit')
      const [from = 0, issued = now] = (asked.query.get(style.token) ?? '').replace('c', '').split('_').filter(Boolean).map(Number)
      if (style.shortLived !== undefined && now - issued >= style.shortLived * 1000) return refuse('Expired cursor')
      return answerRows(rows, from, size, (end) => ({ meta: end < rows.length ? { next: `c${end}_${now}` } : {} }))
    },
  }
}

function offsetPager(style: StyleOf<'offset'>): Pager {
  return {
    style,
    tellsTotal: style.total !== undefined,
    answer(asked, rows) {
      const [size, from] = [readCount(asked, style.size, 1), readCount(asked, style.offset, 0)]
      if (!(size <= style.maxSize && from + size <= (style.maxOffset ?? Number.MAX_SAFE_INTEGER))) return refuse('limit or start')
      return answerRows(rows, from, size, (end) => ({ meta: { count: rows.length, more: end < rows.length } }))
    },
  }
}

function pagePager(style: StyleOf<'page'>): Pager {
  return {
    style,
    tellsTotal: style.total !== undefined,
    answer(asked, rows) {
      const [size, page] = [readCount(asked, style.size, 1), readCount(asked, style.page, style.firstPage)]
      if (!(size <= style.maxSize && page >= style.firstPage)) return refuse('page')
      return answerRows(rows, (page - style.firstPage) * size, size, (end) => ({ meta: { count: rows.length, more: end < rows.length } }))
    },
  }
}

/** Its tokens are bound to every parameter of the call that gave them, and nothing found has no body. */
function numberedPager(style: StyleOf<'page-then-token'>): Pager {
  const sign = (asked: Asked, end: string) => {
    const bound = [...asked.query].filter(([name]) => name !== style.page && name !== style.token)
    return createHmac('sha256', 'pager')
      .update(JSON.stringify([bound, end]))
      .digest('base64url')
      .slice(0, 16)
  }
  return {
    style,
    tellsTotal: false,
    answer(asked, rows) {
      const size = readCount(asked, style.size, 1)
      if (!(size <= style.maxSize)) return refuse('per_page')
      const token = asked.query.get(style.token)
      if (token !== null && asked.query.has(style.page)) return refuse('page and page_token')
      const [place = '', signature] = token?.split('.') ?? []
      if (token !== null && signature !== sign(asked, place)) return refuse('page_token')
      const page = token === null ? readCount(asked, style.page, style.firstPage) - style.firstPage + 1 : 0
      if (token === null && !(page >= 1 && page * size <= style.maxRows)) return refuse('page')
      const from = token === null ? (page - 1) * size : Number(place)
      if (from >= rows.length) return { status: 204 }
      const next = (end: number) => (end < rows.length ? `${end}.${sign(asked, String(end))}` : null)
      return answerRows(rows, from, size, (end) => ({ meta: { next: next(end), more: end < rows.length } }))
    },
  }
}

/** An order without the key at its end is none that pages can be cut from. */
const statementForm =
  /^SELECT id, n, group, name FROM Row(?: WHERE id > '(r\d{5})')?(?: ORDER BY (id|group|n) (asc|desc)(?:(?<= id (?:asc|desc))|, id asc))? LIMIT (\d+)(?: OFFSET (\d+))?$/i

function statementPager(style: StyleOf<'statement'>): Pager {
  return {
    style,
    tellsTotal: false,
    answer(asked, rows) {
      const [, after = '', by = 'n', direction, limit, offset = '0'] = statementForm.exec(asked.query.get('q') ?? '') ?? []
      if (limit === undefined || Number(limit) > style.maxSize || Number(offset) > style.maxOffset) return refuse('MALFORMED_QUERY')
      const ordered = sortBy(rows, by as 'id' | 'group' | 'n', direction?.toLowerCase() === 'desc')
      const found = ordered.filter(({ id }) => id > after)
      // Answers with many rows are broken off where the vendor does that.
      const size = style.cut === undefined ? Number(limit) : Math.min(Number(limit), 4)
      return answerRows(found, Number(offset), size, (end) => ({
        meta: { more: end < found.length, rest: size < Number(limit) && end < found.length ? '/rest' : undefined },
      }))
    },
  }
}

/** Rows that are equal stay as they are. */
export function sortBy(rows: readonly Row[], by: 'id' | 'group' | 'n', isDescending: boolean): readonly Row[] {
  const sign = isDescending ? -1 : 1
  return rows.toSorted((left, right) => (left[by] === right[by] ? 0 : left[by] < right[by] ? -sign : sign))
}
