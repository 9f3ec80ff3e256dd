/**
 * Places that know their row, for cursors that do not lead everywhere: one that the vendor forgets after a while is walked to again from the first row,
 * and a vendor that ends its lists at some row is not taken for one whose list ends there.
 */
import type { PagingStyle } from '../../elements/document/octet.ts'
import type { Clock } from '../../lib/clock.ts'
import type { PageStart, PageState } from './paging.ts'

/** Of a cursor's life this much is trusted: the call that uses it takes its time too. */
const trusted = 0.8

/** Adds to the place of the next page what `refreshPlace` and the end of the vendor's lists need. `rows`: of the page before it. */
export function trackPlace(style: PagingStyle, state: PageState, { start, rows, clock }: Tracking): PageState {
  if (style.style !== 'cursor' || state.cursor === undefined) return state
  const { shortLived, maxRows } = style
  if (shortLived === undefined && maxRows === undefined) return state
  const tracked = { ...state, row: (start.row ?? start.skip) + rows }
  if (shortLived === undefined) return tracked
  const isOld = state.cursor === start.cursor && start.since !== undefined
  return { ...tracked, since: isOld ? start.since! : clock() }
}

interface Tracking {
  readonly start: PageStart
  readonly rows: number
  readonly clock: Clock
}

/** The place as it can still be reached: by its cursor, or by its row where the cursor is too old. */
export function refreshPlace(style: PagingStyle, state: PageState, clock: Clock): PageState {
  const { row, since, cursor, ...rest } = state
  if (style.style !== 'cursor' || style.shortLived === undefined) return state
  if (cursor === undefined || row === undefined || since === undefined) return state
  const age = clock() - since
  const isFresh = age >= 0 && age < style.shortLived * 1000 * trusted
  return isFresh ? state : { ...rest, skip: row }
}

/** How many rows of the whole list lie before the place that a page's rows are counted from; undefined: that is not known. */
export function countBefore({ cursor, row, skip }: PageStart): number | undefined {
  if (cursor === undefined) return 0
  return row === undefined ? undefined : row - skip
}
