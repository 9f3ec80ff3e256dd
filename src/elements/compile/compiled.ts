/** An element compiled once per version and shared by every instance: a router, a plan per resource, mappings as functions. Nothing here changes after compilation. */

import type { TextMeaning } from '../../ceql/dialect.ts'
import type { Expression } from '../../ceql/expression.ts'
import type { WherePrinter } from '../../ceql/where-printer.ts'
import type { Method } from '../../lib/hub-request.ts'
import type { JsonReader } from '../../lib/json-path.ts'
import type { CompiledTransformation } from '../../transform/transformation.ts'
import type { ConfigurationItem, ElementDocument, HookDocument, ParameterDocument, ResourceDocument } from '../document/element-document.ts'
import type {
  AuthenticationOctet,
  Directory,
  ErrorReading,
  FetchByIds,
  IncludeDeleted,
  OrderByStyle,
  PagingStyle,
  ResourceOctet,
  Select,
  Step,
  WhereStyle,
} from '../document/octet.ts'
import type { BodyDefaults } from './body-defaults.ts'
import type { Choice } from './compile-choices.ts'
import type { CompiledQuota } from './compile-quotas.ts'
import type { CompiledDiscovery, ObjectFields } from './compiled-discovery.ts'
import type { CompiledWrites } from './compiled-writes.ts'
import type { DeclaredNames } from './declared-names.ts'
import type { RecordPath } from './record-path.ts'
import type { SearchFields } from './search-fields.ts'
import type { NameSelected } from './select-names.ts'

export interface CompiledElement {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly document: ElementDocument
  /** Configuration items in document order, each with its stable id. */
  readonly configuration: readonly (ConfigurationItem & { readonly id: number })[]
  /** Default values of the configuration, keys without a default as null. */
  readonly defaults: Readonly<Record<string, string | null>>
  /** Configuration keys whose values are masked on the wire and sealed at rest (contract 3.6 and design 4.5). */
  readonly secretKeys: ReadonlySet<string>
  /** `oauth2`, `basic`, `custom`, … */
  readonly authenticationType: string
  readonly authentication: AuthenticationOctet
  /** URLs that the server's own defaults name: the operator's word for where this vendor is. */
  readonly serverUrls: readonly URL[]
  readonly errors: readonly ErrorReading[]
  readonly directories: Readonly<Record<string, CompiledDirectory>>
  /** Object name → metadata fields. */
  readonly objects: Readonly<Record<string, ObjectFields>>
  /** Undefined: the vendor is not asked what it has. */
  readonly discovery: CompiledDiscovery | undefined
  /** Undefined: its calls are not counted. */
  readonly quotas: readonly CompiledQuota[] | undefined
  /** The stable id of each resource of the document, those that clients cannot call too. */
  readonly resourceIds: ReadonlyMap<ResourceDocument, number>
  readonly match: (method: Method, segments: readonly string[]) => ResourceMatch
  /** The resources of a type (contract 12.4), in document order. */
  readonly resourcesOfType: (type: string) => readonly CompiledResource[]
  /** The resource that `METHOD:/hubs/…` of a `nextResource` names, whatever its type. */
  readonly findResource: (method: Method, path: string) => CompiledResource | undefined
  /** True when the element has a resource whose first segment is exactly this (a generic `/{objectName}` does not count; contract 1.2 rule 3). */
  readonly hasResource: (firstSegment: string) => boolean
}

export interface CompiledDirectory extends Omit<Directory, 'paging'> {
  readonly readRoot: JsonReader
  readonly paging: PagingStyle | undefined
}

export type ResourceMatch =
  | { readonly kind: 'found'; readonly resource: CompiledResource; readonly pathParameters: Readonly<Record<string, string>> }
  /** The path exists with other verbs. */
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' }

export interface CompiledResource {
  readonly id: number
  readonly document: ResourceDocument
  readonly method: Method
  /** `api` unless the document says otherwise (contract 12.4). */
  readonly type: string
  /** `METHOD:/hubs/…` of the resource that follows this one in a chain (contract 13.8). */
  readonly next: string | undefined
  /** Below the hub: `/contacts/{id}`. */
  readonly path: string
  /** Path parameters whose value must have a form: name → the form. */
  readonly pathForms: ReadonlyMap<string, RegExp>
  /** Path parameters that name an object of the instance. */
  readonly knownObjects: readonly string[]
  /** The answer is what a field of an object may hold. */
  readonly picklist: ResourceOctet['picklist']
  readonly vendorMethod: Method
  /** Starts at the base URL unless absolute; `{name}` places are filled at call time. */
  readonly vendorPath: string
  /** Element-wide parameters first, then the resource's own (contract 13.1 step 5). */
  readonly parameters: readonly ParameterDocument[]
  /** Scripts around the call to the vendor: the element's, which come first, and the resource's own (contract 13.1 steps 6 and 9). */
  readonly elementHooks: readonly HookDocument[]
  readonly hooks: readonly HookDocument[]
  /** `http`, `soap` or `odata` (contract 12.1). */
  readonly protocol: string
  /** True: nothing under `octet` describes it, so it does what the original's interpreter makes of the document alone. */
  readonly isPlain: boolean
  /** Dotted paths (contract 13.6); one that ends with `[]` wraps a record into a list. */
  readonly requestRoot: string | undefined
  readonly responseRoot: string | undefined
  readonly paging: PagingStyle | undefined
  /** Undefined: the vendor is not asked, and rows are checked here. */
  readonly where: CompiledWhere | undefined
  /** False: it cannot be searched at all. */
  readonly isSearchable: boolean
  readonly orderBy: OrderByStyle | undefined
  /** Which fields the vendor is asked for; undefined: it answers what it likes. */
  readonly select: Select | undefined
  readonly nameSelected: NameSelected
  /** What the element says of the names that a record has. */
  readonly declared: DeclaredNames
  /** Where a record has a field that a query names. */
  readonly recordPath: RecordPath
  /** What always holds of a list's rows, by the path parameters of a call. */
  readonly condition: ((pathParameters: Readonly<Record<string, string>>) => Expression) | undefined
  /** How texts are compared and ordered where that is done here. */
  readonly text: TextMeaning
  /** How many rows are read at most to find or sort what the vendor cannot. */
  readonly scanLimit: number
  readonly includeDeleted: IncludeDeleted | undefined
  /** Other requests that answer the same list, each a resource of its own. */
  readonly searches: readonly CompiledResource[]
  /** Place of this one among them, from 1; 0: the resource itself. */
  readonly variant: number
  /** What of a row is the record; undefined: the row. */
  readonly readItem: JsonReader | undefined
  /** Rows only name records, which are read by their ids. */
  readonly fetch: FetchByIds | undefined
  /** Members that rows of the plain list have and those of this one do not. */
  readonly lacks: readonly string[]
  readonly transformation: CompiledTransformation | undefined
  readonly requires: readonly { readonly anyOf: readonly string[]; readonly message: string }[]
  readonly steps: readonly Step[]
  /** Query parameters that take some values alone; undefined: none does. */
  readonly choices: ReadonlyMap<string, Choice> | undefined
  readonly response: 'pong' | undefined
  readonly constantBody: Readonly<Record<string, unknown>> | undefined
  readonly bodyDefaults: BodyDefaults | undefined
  readonly writes: CompiledWrites
  readonly constantQuery: Readonly<Record<string, string>> | undefined
}

export interface CompiledWhere {
  readonly style: WhereStyle
  readonly printer: WherePrinter
  readonly fields: SearchFields
}
