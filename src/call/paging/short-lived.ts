/** Cursors that the vendor forgets after a while: a token remembers which row it stands at, and one that is too old is walked to again from the first row. */
import type { PageStart, PageState } from './paging.ts'

/** Of a cursor's life this much is trusted: the call that uses it takes its time too. */
const trusted = 0.8

/** Adds to the place of the next page what it takes to find it without its cursor. `rows`: of the page before it; `now`: epoch ms. */
export function stampPlace(state: PageState, start: PageStart, { rows, now }: { rows: number; now: number }): PageState {
  if (state.cursor === undefined) return state
  const isOld = state.cursor === start.cursor && start.since !== undefined
  return { ...state, row: countBefore(start) + rows, since: isOld ? start.since! : now }
}

/** The place as it can still be reached: by its cursor, or by its row. */
export function refreshPlace(state: PageState, seconds: number, now: number): PageState {
  const { row, since, cursor, ...rest } = state
  if (cursor === undefined || row === undefined || since === undefined) return state
  const age = now - since
  const isFresh = age >= 0 && age < seconds * 1000 * trusted
  return isFresh ? state : { ...rest, skip: row }
}

/** Rows before a page in the whole list. */
function countBefore({ row, skip }: PageStart): number {
  return row ?? skip
}
