/** What an element knows of its objects and how it asks the vendor for more, compiled: conditions and paths as functions. */
import type { JsonReader } from '../../lib/json-path.ts'
import type { DescribedField, DiscoveredType, FieldMethod, PagingStyle, PicklistValue } from '../document/octet.ts'

/** A field of an object as the vendor describes it. */
export interface VendorField {
  /** The vendor's own name of it. */
  readonly name: string
  /** Where a record has it. */
  readonly path: string
  readonly label: string | undefined
  readonly type: DiscoveredType
  /** True: it holds several values of the type. */
  readonly isList: boolean
  /** How searches compare its values, where not by its type. */
  readonly literal?: 'id' | 'code' | 'codes'
  /** The vendor's word for the kind of value. */
  readonly vendorType: string | undefined
  /** True: users of the vendor have defined it. */
  readonly custom: boolean
  readonly readOnly: boolean
  readonly required: boolean
  readonly hidden: boolean
  /** Undefined, here and below: the vendor does not say. */
  readonly createable: boolean | undefined
  readonly updateable: boolean | undefined
  readonly filterable: boolean | undefined
  readonly sortable: boolean | undefined
  /** True: its members are no fields of their own, and it is asked for as a whole. */
  readonly compound: boolean | undefined
  readonly mask: string | undefined
  readonly picklist: readonly PicklistValue[] | undefined
  /** True: no other value than those of the picklist is taken. */
  readonly restricted: boolean | undefined
}

/** An object under the name that clients say and the one that the vendor says. */
export interface VendorObject {
  readonly name: string
  readonly vendorName: string
}

export interface CompiledVendorList {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly readRoot: JsonReader
  readonly paging: PagingStyle | undefined
  readonly seconds: number
}

export interface CompiledObjectList extends CompiledVendorList {
  /** True: names are understood in any case. */
  readonly anyCase: boolean
  /** Undefined: the entry is not meant. */
  readonly read: (entry: unknown) => VendorObject | undefined
}

export interface CompiledFieldList extends CompiledVendorList {
  /** What fills `{object}`. */
  readonly object: string
  readonly read: (entry: unknown) => VendorField | undefined
}

export interface CompiledDiscovery {
  readonly objects: CompiledObjectList | undefined
  /** How an object of the vendor's list is described; undefined: not at all. */
  readonly describe: (object: VendorObject) => ObjectFields | undefined
}

/** An object as GET /objects/{name}/metadata shows it. */
export interface ObjectFields {
  readonly vendorName: string
  /** What is known without the vendor. */
  readonly fields: readonly DescribedField[]
  /** Where the vendor lists more fields of it, and what is said of each. */
  readonly custom: { readonly directory: string; readonly prefix: string; readonly method: readonly FieldMethod[] } | undefined
  /** How the vendor describes it. */
  readonly discovered: DiscoveredObject | undefined
}

export interface DiscoveredObject {
  readonly list: CompiledFieldList
  /** Lays what the document says over what the vendor says. `customOnly`: the fields that the vendor's users have defined. */
  readonly merge: (described: readonly VendorField[], customOnly: boolean) => readonly DescribedField[]
}
