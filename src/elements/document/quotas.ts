/** What a vendor lets its callers do in a while, as an element document says it. */

export interface Limits {
  /** The header in which the vendor says when to try again. Default `Retry-After`. */
  readonly retryAfterHeader?: string
  /** Calls count against each of these that names their path; a call for which one has nothing left waits. */
  readonly quotas?: readonly QuotaDocument[]
}

export interface QuotaDocument {
  /** Unique within the element; told to clients when it is used up. */
  readonly name: string
  readonly scope: QuotaScope
  /** What the vendor allows within `seconds`, until it says another number itself. */
  readonly permits: number
  readonly seconds: number
  /** Permits that one call takes. Default 1. */
  readonly cost?: number
  /** Vendor paths that count, without query, told from their end: `*` stands for one segment, `**` at the end for any. Default: all. */
  readonly paths?: readonly string[]
  /** Vendor paths that do not count, told likewise: those that the vendor counts apart. */
  readonly except?: readonly string[]
  /** Verbs of the vendor's request that count. Default: all. */
  readonly methods?: readonly string[]
  /** Headers in which the vendor tells how the quota stands. */
  readonly headers?: QuotaHeaders
  /** One header that tells several numbers. */
  readonly pattern?: QuotaPattern
}

/** Who shares a quota: one element instance, all that use the same client of the application, or all of one account at the vendor. */
export type QuotaScope = 'instance' | 'application' | 'account-at-vendor'

export interface QuotaHeaders {
  readonly limit?: string
  readonly remaining?: string
  readonly used?: string
  /** The length of the window. */
  readonly seconds?: string | TimedHeader
  /** When the vendor begins to count anew, for windows that do not slide: from now, or as a date in seconds since 1970. */
  readonly reset?: string | TimedHeader
}

export interface TimedHeader {
  readonly name: string
  /** Default `s`. `epoch` only for `reset`. */
  readonly unit?: 's' | 'ms' | 'epoch'
}

/** `{limit}`, `{remaining}`, `{used}`, `{seconds}` and `{reset}` in `text` stand for numbers: `api-usage={used}/{limit}`. */
export interface QuotaPattern {
  readonly name: string
  readonly text: string
}
