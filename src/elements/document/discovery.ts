/** What objects a vendor has and which fields they carry: as the vendor tells (`octet.discovery`), and as the author says beside it (`octet.objects`). */
import type { PagingStyle } from './list-styles.ts'

/** `octet.discovery`. */
export interface Discovery {
  /** The vendor's list of its objects, beside those of `octet.objects`. Default: it has no more. */
  readonly objects?: DiscoveredObjects
  /** The vendor's description of an object's fields. Default: none. */
  readonly fields?: DiscoveredFields
}

/** A vendor list that is read with GET and kept per instance. `{object}` and `{name}` in `path` and `query` are the vendor's name of the object. */
export interface VendorList {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Body path of the list. Default: the body is the list. */
  readonly root?: string
  /** As in a directory: true for the element's style. Default: all at once. At most ten of the largest pages are read. */
  readonly paging?: PagingStyle | true
  /** How long a read list may be used, seconds. */
  readonly seconds: number
}

export interface DiscoveredObjects extends VendorList {
  /** Member that names the object for clients. */
  readonly name: string
  /** Member that names it for the vendor. Default: `name`. */
  readonly vendorName?: string
  /** True: the vendor takes names in any case, so clients may spell them so. */
  readonly anyCase?: true
  /** Which of the list are meant. Default: all. */
  readonly when?: Condition
}

export interface DiscoveredFields extends VendorList {
  /** Member that names the field; the first non-empty of a list. */
  readonly name: string | readonly string[]
  readonly label?: string
  /** Member that tells the kind of value. */
  readonly type?: string
  /** What that member says → the type on the hub. What is not listed is a text. */
  readonly types?: Readonly<Record<string, DiscoveredType>>
  /** What that member says → how such dates are written. Default: ISO 8601. */
  readonly mask?: Readonly<Record<string, string>>
  /** Put before a field's name to make the path where a record has it. */
  readonly prefix?: string
  /** The same for vendor-defined fields. Default: `prefix`. */
  readonly customPrefix?: string
  /** Which of the list are meant. Default: all. */
  readonly when?: Condition
  /** Which are defined by the vendor's users. Default: none. */
  readonly custom?: Condition
  /** Which hold several values of their type. */
  readonly list?: Condition
  readonly readOnly?: Condition
  readonly required?: Condition
  readonly createable?: Condition
  readonly updateable?: Condition
  readonly filterable?: Condition
  /** By which the vendor can sort. Default: as the list's `orderBy` says. */
  readonly sortable?: Condition
  /** Those with members that are no fields of their own, as the town of an address: they are asked for as a whole, and what is in them is checked and sorted by here. */
  readonly compound?: Condition
  readonly hidden?: Condition
  /** Texts that searches compare otherwise than texts: as a transformation's `literal` says. */
  readonly literals?: { readonly [type in 'id' | 'code' | 'codes']?: Condition }
  /** Values that a field may have. */
  readonly picklist?: Picklist
}

export type DiscoveredType = 'string' | 'number' | 'boolean' | 'date' | 'datetime' | 'object' | 'array'

export interface Picklist {
  /** Member of the field that lists them. */
  readonly path: string
  /** Members of an entry. Default: the entry itself is the value, and the value its label. */
  readonly value?: string
  readonly label?: string
  /** Which entries are in use. Default: all. */
  readonly when?: Condition
  /** Fields that take no other value. */
  readonly restricted?: Condition
}

/** True of an entry of a vendor's list, or not. `true`: of every one. */
export type Condition = true | Test | { readonly all: readonly Test[] } | { readonly any: readonly Test[] }

export type Test =
  /** `member` is a dotted path; what is not there is null. */
  | { readonly member: string; readonly equals: Scalar }
  | { readonly member: string; readonly notEquals: Scalar }
  /** A list, text or object that has something in it. */
  | { readonly member: string; readonly notEmpty: true }
  /** A list that has this item. */
  | { readonly member: string; readonly includes: Scalar }
  /** A regular expression on the name. */
  | { readonly pattern: string }

export type Scalar = string | number | boolean | null

/** One entry of `octet.objects`. */
export interface ObjectDocument {
  readonly vendorName: string
  /** The transformation whose fields these are; what it cannot tell, and more fields, stand in `fields`. */
  readonly transformation?: string
  /** Fields that a new record must have. */
  readonly required?: readonly string[]
  /** Fields by hub name (`vendorPath`), the whole of them where no transformation is named. What they say counts more than what the vendor tells. */
  readonly fields?: readonly ObjectField[]
  /** What differs from `octet.discovery.fields` for this object; `object` fills `{object}` instead of `vendorName`. False: the vendor describes it nowhere. */
  readonly discovery?: false | ObjectDiscovery
}

export type ObjectDiscovery = Partial<DiscoveredFields> & { readonly object?: string }

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
  readonly createable?: boolean
  readonly updateable?: boolean
  readonly filterable?: boolean
  readonly displayName?: string
  readonly vendorDisplayName?: string
  readonly mask?: string
  readonly picklistValues?: readonly PicklistValue[]
  readonly restrictedPicklist?: boolean
}

export interface PicklistValue {
  readonly value: Scalar
  readonly label: string
}
