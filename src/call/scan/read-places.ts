/** A vendor's list from some place on, in its largest pages, each with its place: what a scan reads. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import { compileStyle } from '../paging/compile-style.ts'
import { refuseWalk } from '../paging/depth.ts'
import type { PageStart, PageState } from '../paging/paging.ts'
import { refreshPlace, trackPlace } from '../paging/tracked-place.ts'
import { type ReadPage, readVendorPage } from '../read-vendor-page.ts'
import type { CallSession } from '../send.ts'
import type { Plan, Target } from '../types.ts'

export interface PlacedPage {
  readonly rows: readonly unknown[]
  readonly at: PageState
  /** Undefined: the vendor has no more. */
  readonly next: PageState | undefined
  readonly total: number | undefined
  readonly told: ReadPage['answered']['told']
}

export interface Reading {
  readonly target: Target
  readonly plan: Plan
  readonly style: PagingStyle
  readonly isOrdered: boolean
  readonly from: PageState
}

/** Reads page after page. Throws walk-limit (400), vendor-unreadable (502) for what is no list, and what an exchange throws. */
export async function* readPlaces(session: CallSession, { target, plan, style, isOrdered, from }: Reading): AsyncGenerator<PlacedPage> {
  const { clock } = session.parts
  const take = style.style === 'none' ? Number.MAX_SAFE_INTEGER : style.maxSize
  const first = refreshPlace(style, from, clock)
  if ('walkLimit' in style && first.cursor === undefined && first.skip > style.walkLimit) {
    throw refuseWalk({ skip: first.skip, take }, style.walkLimit)
  }
  for (let at: PageState | undefined = first; at !== undefined; ) {
    const start: PageStart = { ...at, take }
    const { begin, ask, add } = compileStyle(style, start, isOrdered)
    let progress = begin
    let told: PlacedPage['told'] = {}
    while (!progress.done) {
      const { page, answered } = await readVendorPage(session, { target, plan, query: ask(progress) })
      if (page === undefined) throw createError('vendor-unreadable', { params: { reason: 'expected a list' } })
      told = answered.told
      progress = add(progress, page)
    }
    const next: PageState | undefined =
      progress.next === undefined ? undefined : trackPlace(style, progress.next, { start, rows: progress.rows.length, clock })
    yield { rows: progress.rows, at, next, total: progress.total, told }
    at = next
  }
}
