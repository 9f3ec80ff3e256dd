/**
 * How a vendor's lists are paged, searched, sorted and narrowed, as an author writes it under `octet` (of the element, a resource, one search request).
 * A member that names a place of the request is a query parameter; with `body.` before it, a member of the JSON body (`body.page.limit`).
 */
import type { FilterOperator, FilterTarget, TextMeaning } from '../../transform/document.ts'

/** One style per `call/paging/` file. `next`, `total`, `more` are dotted paths in the vendor's body; the other texts are places of the request. */
export type PagingStyle =
  | {
      readonly style: 'cursor'
      readonly size: string
      readonly token: string
      /** Body path of the next cursor. A URL there is read for its `token` parameter. */
      readonly next: string
      readonly maxSize: number
      /** How many rows `page=k` may walk over before it is refused with walk-limit. */
      readonly walkLimit: number
      readonly total?: string
      /** Body path of a boolean, for vendors that give a cursor with the last page too: more rows follow. */
      readonly more?: string
      /** Seconds that the vendor's cursor holds; a next-page token older than that is walked to again from the first row. Default: for ever. */
      readonly shortLived?: number
      /** The row that the vendor ends its lists at, however long they are; what is beyond is refused with walk-limit. Default: it ends none. */
      readonly maxRows?: number
    }
  | {
      readonly style: 'offset'
      readonly size: string
      readonly offset: string
      readonly maxSize: number
      readonly total?: string
      /** Body path of a boolean: more rows follow. Without it a full page says so. */
      readonly more?: string
      /** The vendor's largest offset plus size; a page beyond is refused with walk-limit. */
      readonly maxOffset?: number
    }
  | {
      readonly style: 'page'
      readonly size: string
      readonly page: string
      readonly firstPage: number
      readonly maxSize: number
      readonly total?: string
      readonly more?: string
    }
  /** Page numbers up to `maxRows` rows, a cursor beyond. */
  | {
      readonly style: 'page-then-token'
      readonly size: string
      readonly page: string
      readonly firstPage: number
      readonly maxSize: number
      /** How many rows page numbers reach. */
      readonly maxRows: number
      readonly token: string
      readonly next: string
      readonly walkLimit: number
      readonly total?: string
      readonly more?: string
    }
  /** Inside a statement (`where.statement`): LIMIT, OFFSET, and rows after a key. */
  | {
      readonly style: 'statement'
      readonly maxSize: number
      /** The largest OFFSET that the vendor takes. */
      readonly maxOffset: number
      /** The vendor's unique field that rows are read in the order of. */
      readonly key: string
      readonly total?: string
      readonly more?: string
      /** Body path of what says that the vendor broke its answer off before the LIMIT, as true or as the place of the rest: then the rest is asked for. */
      readonly cut?: string
    }
  /** The vendor answers everything at once; Octet slices. */
  | {
      readonly style: 'none'
      /** Body path of what says that the answer is not all, as true or as the place of the rest: a page beyond it is refused with walk-limit. */
      readonly cut?: string
    }

/** A printer of `ceql/`, named by its grammar. */
export type WhereDialect =
  | 'rsql'
  | 'query-parameters'
  | 'odata'
  | 'soql'
  | 'coql'
  | 'filter-groups'
  | 'criteria'
  | 'term-search'
  | 'json-query'

/** The default of the element's lists, if it has a dialect; and how every list compares and orders texts, whether the vendor does it or Octet. Default `exact`. */
export type ElementWhere = Partial<WhereStyle> & { readonly text?: TextMeaning }

export interface WhereStyle {
  readonly dialect: WhereDialect
  /** Where the printed expression goes. */
  readonly parameter?: string
  /** Of odata alone: how literals are written. Default v4. */
  readonly version?: 'v2' | 'v3' | 'v4'
  /** Operators that the vendor answers more widely than asked (whole words, any case): asked of it, and checked here again. */
  readonly inexact?: readonly FilterOperator[]
  /** The only fields that this request can be searched by; one that the object does not list is asked under its own name. */
  readonly only?: readonly string[]
  /** Filters of this request by hub field, in place of those of the object's `filter`. */
  readonly fields?: Readonly<Record<string, string | Readonly<Partial<Record<FilterOperator | '*', FilterTarget>>>>>
  /** What one dialect alone needs. */
  readonly options?: Readonly<Record<string, unknown>>
  /** The whole request is one statement, and the printed expression its WHERE. */
  readonly statement?: Statement
}

/** `SELECT … FROM … WHERE … ORDER BY … LIMIT … OFFSET …`, put where `where.parameter` says. `{x}` is a path parameter, written as a name in `from` and as a literal in `where`. */
export interface Statement {
  readonly from: string
  readonly select: Select
  /** A condition that always holds. */
  readonly where?: string
  /** Default: the resource's. */
  readonly includeDeleted?: IncludeDeleted
}

/** Which of its fields the vendor is asked for. */
export interface Select {
  /** Not for statements. In the body without `separator`: a list of texts. */
  readonly parameter?: string
  /** Default a comma. */
  readonly separator?: string
  readonly fields?: readonly string[]
  /** Adds what the vendor says that the object has: all of it, or its customers' own. */
  readonly described?: 'custom' | 'all'
  /** Asked for even where the client asks for others. */
  readonly always?: readonly string[]
  /** How many fields the vendor takes at once; what is beyond it is left out and told. */
  readonly max?: number
}

export interface OrderByStyle {
  /** Not for statements. */
  readonly parameter?: string
  /** hub field → vendor field. */
  readonly fields: Readonly<Record<string, string>>
  /** True: a field that is not listed is sorted by under its own name, as `search.others` of the object spells it. */
  readonly others?: boolean
  /** How many fields the vendor sorts by at once. Default: any number. */
  readonly maxKeys?: number
  /**
   * `text` (default): `field direction`, comma separated. `signed`: `field` or `-field`. `sorts`: `[{propertyName, direction: "ASCENDING"}]`.
   * `sort-fields`: `[{direction: "asc", field: {…}}]` of a json-query. `parameters`: the field in `parameter`, `asc` or `desc` in `directionParameter`.
   */
  readonly form?: 'text' | 'signed' | 'sorts' | 'sort-fields' | 'parameters'
  readonly directionParameter?: string
}

/** How many rows are read of the vendor to find those it cannot search for, or to sort. Default 10,000. */
export interface Scan {
  readonly limit: number
}

/** What `includeDeleted=true` changes of the request. */
export type IncludeDeleted = { readonly vendorPath: string } | { readonly query: Readonly<Record<string, string>> }

/** Another request of the vendor's that answers the same list when it is selected. What it leaves out, it has of no other: only `paging` and `rootKey` default to the resource's. */
export interface SearchRequest {
  /** Default GET. */
  readonly method?: 'GET' | 'POST'
  readonly vendorPath: string
  readonly rootKey?: string
  /** Member of a row that holds the record. Default: the row. */
  readonly item?: string
  readonly where?: WhereStyle
  readonly orderBy?: OrderByStyle
  readonly paging?: PagingStyle
  readonly select?: Select
  /** Constant query parameters. */
  readonly query?: Readonly<Record<string, string>>
  /** Constant members of the body. */
  readonly body?: Readonly<Record<string, unknown>>
  /** The rows only name records, which are read whole with one more call. */
  readonly fetch?: FetchByIds
  /** Members that rows of the plain list have and these do not. */
  readonly lacks?: readonly string[]
}

export interface FetchByIds {
  readonly vendorPath: string
  /** Where the ids go, comma separated. */
  readonly parameter: string
  /** How many ids the vendor takes in one call. */
  readonly max: number
  /** Body path of the list. Default: the resource's `rootKey`. */
  readonly rootKey?: string
  /** Member that is the id, in rows and records. Default `id`. */
  readonly id?: string
  /** Which fields of the records are asked for, as in `select`, where the vendor must be told. */
  readonly select?: Select
}
