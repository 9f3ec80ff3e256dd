/**
 * What Octet adds to the original's element document, all under the key `octet` (of the element and of a resource). The original ignores it.
 * Documented for authors in docs/elements/octet-extension.md; kinds are named by grammar, never by vendor.
 */
import type { FieldTransformation, ObjectTransformation } from '../../transform/document.ts'
import type { AuthenticationOctet } from './authentication-octet.ts'
import type { Discovery, ObjectDocument } from './discovery.ts'
import type { ElementWhere, IncludeDeleted, OrderByStyle, PagingStyle, Scan, SearchRequest, Select, WhereStyle } from './list-styles.ts'
import type { Limits } from './quotas.ts'
import type { Outcome, Wrap, WriteAnswer } from './write-styles.ts'

export type { FieldTransformation, ObjectTransformation } from '../../transform/document.ts'
export type * from './authentication-octet.ts'
export type * from './discovery.ts'
export type * from './list-styles.ts'
export type * from './quotas.ts'
export type * from './write-styles.ts'

export interface ElementOctet {
  readonly version: 1
  readonly authentication?: AuthenticationOctet
  /** Defaults of every resource; a resource's own `octet` overrides member by member. */
  readonly paging?: PagingStyle
  readonly where?: ElementWhere
  readonly orderBy?: OrderByStyle
  readonly select?: Select
  readonly scan?: Scan
  readonly outcome?: Outcome
  /** By name, in the paths of every resource that has the parameter; a resource's own come before. */
  readonly pathParameters?: Readonly<Record<string, PathParameter>>
  /** Where the vendor puts its error text; tried in order (contract 1.6: it becomes `providerMessage`). */
  readonly errors?: readonly ErrorReading[]
  /** Static value lists by name, for `values` of a field: hub value → vendor value. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Other spellings that clients may send for the entries of a value list, by the list's name: spelling → vendor value. Reads never answer them. */
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Vendor lists that are read once and kept for a while, per instance: ids ↔ names. */
  readonly directories?: Readonly<Record<string, Directory>>
  /** Per object: hub field ↔ vendor field. */
  readonly transformations?: Readonly<Record<string, ObjectTransformation>>
  /** Per object: fields for GET /objects/{name}/metadata (contract 5.4). */
  readonly objects?: Readonly<Record<string, ObjectDocument>>
  /** Where the vendor lists its objects and their fields. Default: only what `objects` says is known. */
  readonly discovery?: Discovery
  readonly limits?: Limits
}

export interface ErrorReading {
  /** Dotted path of the text; or `html` for the title of an HTML page. */
  readonly message?: string
  readonly html?: 'title'
  /** Dotted path of the vendor's code, and what it says → the status of the refusal (400 to 499), where that tells more than the vendor's own. */
  readonly code?: string
  readonly statuses?: Readonly<Record<string, number>>
}

export interface Directory {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Body path of the list. */
  readonly root: string
  readonly id: string
  /** Member that names the entry; the first non-empty of the list. */
  readonly name: string | readonly string[]
  /** Member of an entry that tells what kind of value a vendor-defined field holds. */
  readonly type?: string
  /** What that member says → the type on the hub. What is not listed is a text, and passes as it is. */
  readonly types?: Readonly<Record<string, NonNullable<FieldTransformation['type']>>>
  /** True: the list comes in pages of the element's style; or a style of its own. Default: all at once. At most ten of the largest pages are read. */
  readonly paging?: PagingStyle | true
  /** How long a read list may be used, seconds. */
  readonly seconds: number
}

/** What a path parameter must look like; another value names no record, and the vendor is not asked. */
export interface PathParameter {
  /** A regular expression, not anchored. */
  readonly pattern: string
}

export interface ResourceOctet {
  /** Whose transformation applies. Default: none (the vendor's names pass through). */
  readonly object?: string
  /** The form of parameters of this resource's path. */
  readonly pathParameters?: Readonly<Record<string, PathParameter>>
  /** Query parameters that take only what a list of `octet.values` has, by the list's name. Both its names and the vendor's words are taken, in any case; the vendor gets its own. */
  readonly choices?: Readonly<Record<string, string>>
  /** Path parameters that name an object: one that GET /objects does not list is a 404 before the vendor is asked, another goes on under the vendor's name. */
  readonly knownObject?: string | readonly string[]
  /** The answer is the values that a field of an object may have, from the discovery: no other call is made. */
  readonly picklist?: { readonly object: string; readonly parameter: string }
  /** Where this resource's write puts a hub field, when its verb wants it elsewhere than the transformation says: hub field → vendor path. */
  readonly writePaths?: Readonly<Record<string, string>>
  /** Vendor members that a write of a hub field takes away (as null), because they would contradict it: hub field → vendor paths. A value that a `read-merge-write` finds unchanged takes nothing away. */
  readonly clears?: Readonly<Record<string, readonly string[]>>
  /** Default: the element's, where the resource is a list: a GET whose path ends in a literal segment. False: it is none. */
  readonly paging?: PagingStyle | false
  /** Default: the element's, on lists. False: it cannot be searched. */
  readonly where?: WhereStyle | false
  /** What always holds of the rows of this list, in CEQL and the hub's names; `{x}` in a quoted name or literal is the path parameter x. */
  readonly condition?: string
  readonly orderBy?: OrderByStyle
  readonly select?: Select | false
  readonly scan?: Scan
  /** Default: `includeDeleted=true` is not applied, and the answer says so. */
  readonly includeDeleted?: IncludeDeleted
  /** Other vendor requests that answer this list when it is selected: the one that takes most of a `where` and `orderBy` is sent; the plain list where none takes more. */
  readonly searches?: readonly SearchRequest[]
  /** Writes that cannot work without one of these hub fields are refused before the vendor is called, with this message. */
  readonly requires?: readonly { readonly anyOf: readonly string[]; readonly message: string }[]
  /** Vendor steps around the main call, in order. None: one vendor call. */
  readonly steps?: readonly Step[]
  /** `pong`: the answer is {dateTime, endpoint} once the vendor answered 2xx (contract 5.3). */
  readonly response?: 'pong'
  /** Where the record stands in the vendor's body. Default: it is the body. */
  readonly wrap?: Wrap
  /** Default: the element's, on writes. False: this write answers no outcome. */
  readonly outcome?: Outcome | false
  /** What a write answers. Default: `vendor`. */
  readonly answer?: WriteAnswer
  /** Marked in docs: not in the original element. */
  readonly addition?: boolean
  /** Members of the vendor body where the client's leaves them out: dotted path → value. */
  readonly defaults?: Readonly<Record<string, unknown>>
  /** Constant members of the vendor body. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** A vendor call before the main one. One kind, one file in `call/steps/`. */
export type Step =
  /**
   * Fills places of the main call from a small vendor list, read with one GET: `into` is `path.NAME` or `body.NAME`. A place that has a value
   * already is left alone; when every place has one the vendor is not asked. 404 when nothing is found for `into` and `required` is not false.
   */
  | {
      readonly kind: 'look-up'
      readonly path: string
      readonly query?: Readonly<Record<string, string>>
      /** Body path of the value, e.g. `notes[0].contact_id`. `{id}` etc. in path and query are the client's path parameters. */
      readonly take: string
      readonly into: string
      /** Further places filled from the same answer: place → body path of the value. Nothing found there fills nothing. */
      readonly also?: Readonly<Record<string, string>>
      /** Default true. */
      readonly required?: boolean
      /** How long the answer may be used again for the same instance, seconds. Default: not at all. */
      readonly seconds?: number
    }
  /** A vendor PATCH that replaces whole collections: reads them first, merges what the client sent by slot (or member by member where there is no slot), and names what it writes. */
  | {
      readonly kind: 'read-merge-write'
      /** Vendor query parameter of the read that names the collections (comma list). */
      readonly fieldsParameter?: string
      /** Vendor members that a write replaces whole. Those with a slot in the transformation merge by slot, others member by member. */
      readonly collections: readonly string[]
      /** Collection → the member that an item cannot be without: clearing it takes the item away. */
      readonly essential?: Readonly<Record<string, string>>
      /** Collection → members that the vendor answers and does not take; they are not sent back. */
      readonly readOnly?: Readonly<Record<string, readonly string[]>>
      /** Vendor query parameter, repeated, that names each written member. */
      readonly maskParameter?: string
    }
  /**
   * A single record below another: a path that names another parent than the record's is a 404. A GET is checked by what it answers; any other call, and one with
   * `path`, after the record was read.
   */
  | {
      readonly kind: 'belongs'
      /** Path of the parent's id in the vendor's record; `[*]`: one of several. */
      readonly member: string
      /** The path parameter that must be the same. */
      readonly parameter: string
      /** Where the record is read. Default: where the call goes. */
      readonly path?: string
      /** Vendor query parameter of the read before a call that names the member. */
      readonly fieldsParameter?: string
      /** Letters of a short form of the vendor's ids, with which the long form begins. Default: there is none. */
      readonly significant?: number
    }
