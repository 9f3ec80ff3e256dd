/** What takes the records that a scan finds. */
import type { PageState } from '../paging/paging.ts'

/** Takes the records of pages, in order; says whether it has enough. */
export interface Picker {
  readonly take: (record: unknown, place: RowPlace) => void
  /** After each page. True: nothing more need be read. */
  readonly endPage: (next: PageState | undefined) => boolean
  /** Records that it keeps. */
  readonly count: () => number
  readonly finish: () => { readonly records: readonly unknown[]; readonly next: PageState | undefined }
}

/** Where a record stands: so many rows into a vendor page. */
export interface RowPlace {
  readonly at: PageState
  readonly inside: number
}
