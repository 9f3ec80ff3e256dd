/**
 * Pages of a hub list out of a vendor's pages (contract 7). A style says, without touching the network, what to ask the vendor next
 * and what its answer adds; the loop around it is `steps/walk.ts`.
 */

/** A place in a vendor's list: what a next-page token holds. */
export interface PageState {
  /** Rows to pass over, counted from the cursor or from the first row. */
  readonly skip: number
  /** The vendor's cursor, or the key of the row before. */
  readonly cursor?: string
  /** The size of the vendor's pages, where its cursor is good for that size alone. */
  readonly size?: number
  /** Rows before this place in the whole list, and when the cursor was given (epoch ms): for cursors that do not last. */
  readonly row?: number
  readonly since?: number
  /** Rows of the vendor's page here that a scan has looked at already. */
  readonly inside?: number
}

/** Where the hub page begins, from `page` or from a token, and how many rows it has. */
export interface PageStart extends PageState {
  readonly take: number
}

export interface VendorPage {
  readonly rows: readonly unknown[]
  /** The vendor's cursor of its next page, if any. */
  readonly next: string | undefined
  readonly total: number | undefined
  /** Whether the vendor says that rows follow; undefined: it does not say. */
  readonly more: boolean | undefined
  /** True: the vendor broke the answer off before the size that was asked for. */
  readonly isCut: boolean
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

/** Vendor parameters of a call: place and value. */
export type PageQuery = readonly (readonly [string, string])[]

/** What the client asks for, whoever pages. */
export interface PageRequest {
  /** Rows of the page. */
  readonly take: number
  /** Counted from 0. */
  readonly page: number
  /** Out of a token, which beats the page. */
  readonly resumed: PageState | undefined
}

export interface Paging {
  readonly request: PageRequest
  /** True: the vendor sorts by something that the client wants. */
  readonly isOrdered: boolean
  readonly begin: Progress
  /** The vendor's parameters of the next call. */
  readonly ask: (progress: Progress) => PageQuery
  readonly add: (progress: Progress, page: VendorPage) => Progress
  /** Wraps the state of the next page into the token for the client. */
  readonly writeToken: (state: PageState) => string
}

export function beginPage(start: PageStart): Progress {
  return { rows: [], skip: start.skip, cursor: start.cursor, calls: 0, done: false, next: undefined, total: undefined }
}

/** Pages that are short although more follow are filled up; after so many calls the page is answered as it is. */
export const mostCalls = 100
