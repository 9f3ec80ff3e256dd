/**
 * Vendors that number their first pages, and go on from there by a cursor which is good for the page size that it came with alone.
 * What lies beyond the numbers is walked to from the last page that has one.
 */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { refuseWalk } from './depth.ts'
import { mostCalls, type PageQuery, type PageStart, type PageState, type Progress, type VendorPage } from './paging.ts'

type Style = Extract<PagingStyle, { style: 'page-then-token' }>

/** The vendor's pages that a hub page is read from: their size, and the number of the first, from 0; undefined: it begins at a cursor. */
interface Route {
  readonly size: number
  readonly index: number | undefined
}

/** Where the walk begins: rows to be passed over are counted from there. */
export function enterPageThenToken(style: Style, start: PageStart): { readonly route: Route; readonly skip: number } {
  const { skip, take, cursor, size } = start
  if (cursor !== undefined) return { route: { size: size ?? style.maxSize, index: undefined }, skip }
  const isWhole = skip % take === 0 && skip + take <= style.maxRows
  const pageSize = isWhole ? take : Math.min(style.maxSize, style.maxRows)
  const last = Math.floor(style.maxRows / pageSize) - 1
  const index = Math.min(Math.floor(skip / pageSize), last)
  return { route: { size: pageSize, index }, skip: skip - index * pageSize }
}

export function askPageThenToken(style: Style, { size, index }: Route, progress: Progress): PageQuery {
  const asked: [string, string] = [style.size, String(size)]
  if (progress.cursor !== undefined) return [asked, [style.token, progress.cursor]]
  return [asked, [style.page, String((index ?? 0) + progress.calls + style.firstPage)]]
}

/** Throws walk-limit (400) where the vendor says that rows follow and gives no way to them. */
export function addPageThenToken(style: Style, { start, route }: { start: PageStart; route: Route }, adding: Adding): Progress {
  const { progress, page } = adding
  const wanted = progress.skip + start.take - progress.rows.length
  const skipped = Math.min(progress.skip, page.rows.length)
  const rows = progress.rows.concat(page.rows.slice(skipped, wanted))
  const calls = progress.calls + 1
  const skip = progress.skip - skipped
  const base = { rows, skip, calls, total: progress.total ?? page.total }
  const absolute: PageState | undefined = route.index === undefined ? undefined : { skip: start.skip + rows.length }
  if (page.rows.length > wanted) {
    const inside = progress.cursor === undefined ? undefined : { skip: wanted, cursor: progress.cursor, size: route.size }
    return { ...base, cursor: progress.cursor, done: true, next: inside ?? absolute }
  }
  const isStuck = page.next !== undefined && page.next === progress.cursor
  const follows = !isStuck && (page.rows.length > 0 || page.next !== undefined) && (page.more ?? page.next !== undefined)
  if (!follows) return { ...base, cursor: undefined, done: true, next: undefined }
  const isNumbered = route.index !== undefined && (route.index + calls + 1) * route.size <= style.maxRows
  const isFilled = rows.length >= start.take && skip === 0
  // A numbered page can be had again in any size; a cursor goes on where no number does.
  const numbered = isNumbered && route.size === start.take ? absolute : undefined
  const reached: PageState | undefined = page.next === undefined ? undefined : { skip, cursor: page.next, size: route.size }
  const isLost = page.next === undefined && !isNumbered
  if (isLost && rows.length === 0) throw refuseWalk(start, style.maxRows)
  const done = isFilled || isLost || calls >= mostCalls + start.skip
  return { ...base, cursor: page.next, done, next: numbered ?? reached ?? absolute }
}

interface Adding {
  readonly progress: Progress
  readonly page: VendorPage
}
