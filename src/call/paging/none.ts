/** Vendors that answer everything at once: the hub's page is cut out of it. */
import { refuseDepth } from './depth.ts'
import type { PageStart, Progress, VendorPage } from './paging.ts'

/** Throws walk-limit (400) for a page beyond what came of an answer that is not all. */
export function addAll(start: PageStart, page: VendorPage): Progress {
  const end = start.skip + start.take
  const came = page.rows.length
  if (page.isCut && end > came) throw refuseDepth(start, came)
  const next = page.isCut || end < came ? { skip: end } : undefined
  const total = page.isCut ? undefined : came
  return { rows: page.rows.slice(start.skip, end), skip: 0, cursor: undefined, calls: 1, done: true, next, total }
}
