/**
 * Pages of a hub list out of a vendor's pages (contract 7). A style says, without touching the network, what to ask the vendor next
 * and what its answer adds; the loop around it is `steps/walk.ts`.
 */

/** Where the hub page begins, from `page` or from a token, and how many rows it has. */
export interface PageStart {
  /** Rows before the page, counted from the cursor or from the first row. */
  readonly skip: number
  /** Rows of the page. */
  readonly take: number
  /** The vendor's cursor to begin at. */
  readonly cursor?: string
}

/** What a next-page token holds. */
export type PageState = Pick<PageStart, 'skip' | 'cursor'>

export interface VendorPage {
  readonly rows: readonly unknown[]
  /** The vendor's cursor of its next page, if any. */
  readonly next: string | undefined
  readonly total: number | undefined
}

/** How far a hub page has come. */
export interface Progress {
  readonly rows: readonly unknown[]
  /** Rows still to be passed over. */
  readonly skip: number
  readonly cursor: string | undefined
  readonly calls: number
  /** True: nothing more to ask the vendor for this page. */
  readonly done: boolean
  /** Where the page after this one begins; undefined: this is the last. */
  readonly next: PageState | undefined
  readonly total: number | undefined
}

export interface Paging {
  readonly start: PageStart
  /** The vendor's query parameters of the next call. */
  readonly ask: (progress: Progress) => readonly (readonly [string, string])[]
  readonly add: (progress: Progress, page: VendorPage) => Progress
  /** Wraps the state of the next page into the token for the client. */
  readonly writeToken: (state: PageState) => string
}

export function beginPage(start: PageStart): Progress {
  return { rows: [], skip: start.skip, cursor: start.cursor, calls: 0, done: false, next: undefined, total: undefined }
}
