/**
 * What Octet adds to the original's element document, all under the key `octet` (of the element and of a resource). The original ignores it.
 * Documented for authors in docs/elements/octet-extension.md; kinds are named by grammar, never by vendor.
 */
import type { FieldTransformation, ObjectTransformation } from '../../transform/document.ts'
import type { IncludeDeleted, OrderByStyle, PagingStyle, Scan, SearchRequest, Select, WhereStyle } from './list-styles.ts'

export type { FieldTransformation, ObjectTransformation } from '../../transform/document.ts'
export type * from './list-styles.ts'

export interface ElementOctet {
  readonly version: 1
  readonly authentication?: AuthenticationOctet
  /** Defaults of every resource; a resource's own `octet` overrides member by member. */
  readonly paging?: PagingStyle
  readonly where?: WhereStyle
  readonly orderBy?: OrderByStyle
  readonly select?: Select
  readonly scan?: Scan
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
  readonly limits?: { readonly retryAfterHeader?: string }
}

export interface AuthenticationOctet {
  readonly oauth2?: {
    /** `client_credentials`: the client stands for itself, and no user is asked. Default: a user's authorisation code. */
    readonly grant?: 'client_credentials'
    /** `S256`: the code is bound to who asked for it (RFC 7636). Default: it is not. */
    readonly pkce?: 'S256'
    /** How the client proves itself at the token endpoint, per grant. Default: from the configuration `oauth.basic.header`. */
    readonly clientAuthentication?: { readonly exchange?: ClientAuthentication; readonly refresh?: ClientAuthentication }
    /** `error` codes of a refresh that mean the grant is dead. Default: invalid_grant. Any other 4xx of the token endpoint on refresh is a refusal too, except 408, 425, 429. */
    readonly refusals?: readonly string[]
    /** Who authorised: read from a member of the token reply, compared with (or stored into) a configuration key. */
    readonly tenant?: { readonly member: string; readonly pattern: string; readonly configuration: string }
  }
  /** A long-lived key in the configuration that is sent as the bearer token when it has the prefix; then no code is needed. */
  readonly staticToken?: { readonly configuration: string; readonly prefix: string }
}

/** `none`: a public client, which sends its id and no secret. */
export type ClientAuthentication = 'basic' | 'body' | 'basic-and-body' | 'none'

export interface ErrorReading {
  /** Dotted path of the text; or `html` for the title of an HTML page. */
  readonly message?: string
  readonly html?: 'title'
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

export interface ObjectDocument {
  readonly vendorName: string
  /** The transformation whose fields these are; what it cannot tell, and more fields, stand in `fields`. */
  readonly transformation?: string
  /** Fields that a new record must have. */
  readonly required?: readonly string[]
  /** Fields by hub name (`vendorPath`), the whole of them where no transformation is named. */
  readonly fields?: readonly ObjectField[]
}

/** An object as GET /objects/{name}/metadata shows it. */
export interface ObjectFields {
  readonly vendorName: string
  readonly fields: readonly DescribedField[]
  /** Where the vendor lists more fields of it, and what is said of each. */
  readonly custom: { readonly directory: string; readonly prefix: string; readonly method: readonly FieldMethod[] } | undefined
}

/** A field of an object in full: these members are always there (contract 5.4). */
export type DescribedField = ObjectField &
  Required<Pick<ObjectField, 'vendorRequired' | 'vendorReadOnly' | 'hidden'>> & { readonly method: readonly FieldMethod[] }

/** A verb that the element has on an object, and whether a field goes with its request and comes with its response. */
export interface FieldMethod {
  readonly name: string
  readonly request: boolean
  readonly response: boolean
}

export interface ObjectField {
  readonly vendorPath: string
  readonly type: string
  readonly vendorNativeType?: string
  readonly vendorRequired?: boolean
  readonly vendorReadOnly?: boolean
  readonly hidden?: boolean
  readonly filterable?: boolean
  readonly displayName?: string
  readonly vendorDisplayName?: string
  readonly mask?: string
}

export interface ResourceOctet {
  /** Whose transformation applies. Default: none (the vendor's names pass through). */
  readonly object?: string
  /** The form of parameters of this resource's path. */
  readonly pathParameters?: Readonly<Record<string, PathParameter>>
  /** Where this resource's write puts a hub field, when its verb wants it elsewhere than the transformation says: hub field → vendor path. */
  readonly writePaths?: Readonly<Record<string, string>>
  /** Vendor members that a write of a hub field takes away (as null), because they would contradict it: hub field → vendor paths. A value that a `read-merge-write` finds unchanged takes nothing away. */
  readonly clears?: Readonly<Record<string, readonly string[]>>
  /** Default: the element's, where the resource is a list: a GET whose path ends in a literal segment. False: it is none. */
  readonly paging?: PagingStyle | false
  /** Default: the element's, on lists. False: it cannot be searched. */
  readonly where?: WhereStyle | false
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
  /** Marked in docs: not in the original element. */
  readonly addition?: boolean
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
