/** The fields of an object in full: what the vendor describes, with what the document says of them laid over. */
import type { DescribedField, ObjectField } from '../document/octet.ts'
import type { VendorField } from './compiled-discovery.ts'
import { describeMethods, fieldTypes } from './field-forms.ts'

export interface KnownFields {
  /** What is known without the vendor, with all that the document says. */
  readonly fields: readonly DescribedField[]
  /** What the document itself says of fields, by path: it counts more than what the vendor tells. */
  readonly own: ReadonlyMap<string, ObjectField>
  /** Paths of fields that a new record must have, as the document says. */
  readonly required: ReadonlySet<string>
  /** Path of a field → where the vendor's record has it, for those that are mapped. */
  readonly vendorPaths: ReadonlyMap<string, string>
  /** Vendor members that are not answered, because a field stands for them. */
  readonly hidden: ReadonlySet<string>
  /** True: a field that only the vendor knows is answered as it is. */
  readonly passes: boolean
  /** True: such a field may be searched with, unless the vendor says no. */
  readonly searches: boolean
  readonly verbs: readonly string[]
}

/** Of an object about which the document says nothing. */
export function createUnknown(verbs: readonly string[]): KnownFields {
  return {
    fields: [],
    own: new Map(),
    required: new Set(),
    vendorPaths: new Map(),
    hidden: new Set(),
    passes: true,
    searches: false,
    verbs,
  }
}

/**
 * Known fields first, each with what the vendor says of it; then those that only the vendor knows. Every record has an `id`, also where the vendor
 * does not call it a field. `customOnly`: only those that users of the vendor have defined.
 */
export function mergeFields(known: KnownFields, described: readonly VendorField[], customOnly: boolean): DescribedField[] {
  const byPath = new Map(described.map((field) => [field.path, field]))
  const twinOf = ({ vendorPath }: DescribedField) => byPath.get(known.vendorPaths.get(vendorPath) ?? vendorPath)
  const merged = known.fields
    .filter((field) => !customOnly || twinOf(field)?.custom === true)
    .map((field) => enrich(known, field, twinOf(field)))
  if (!known.passes) return merged
  const taken = new Set([...known.hidden, ...known.fields.map(({ vendorPath }) => vendorPath)])
  const others = described.filter(({ path, custom }) => !taken.has(path) && (custom || !customOnly))
  const all = [...merged, ...others.map((field) => describeField(field, known))]
  return customOnly || all.some(({ vendorPath }) => vendorPath === 'id') ? all : [createId(known.verbs), ...all]
}

/** A mapped field has the hub's type; whether it must and can be written is said by both. */
function enrich(known: KnownFields, field: DescribedField, twin: VendorField | undefined): DescribedField {
  if (twin === undefined) return field
  const { own, verbs } = known
  const told = describeField(twin, known)
  const vendorReadOnly = own.get(field.vendorPath)?.vendorReadOnly ?? (field.vendorReadOnly || told.vendorReadOnly)
  const { vendorNativeType, vendorRequired, hidden, method, ...kept } = field
  // A date's mask is of no use where the hub has made something else of it.
  const { mask, ...described } = told
  return {
    ...described,
    ...(mask !== undefined && kept.type === told.type && { mask }),
    ...kept,
    vendorRequired: vendorRequired || told.vendorRequired,
    ...own.get(field.vendorPath),
    vendorReadOnly,
    method: vendorReadOnly ? describeMethods(verbs, () => false) : told.method,
  }
}

function describeField(field: VendorField, { verbs, searches, required }: KnownFields): DescribedField {
  const { createable, updateable, readOnly, picklist, restricted } = field
  const filterable = field.filterable ?? (searches ? true : undefined)
  const { mask, ...type } = fieldTypes[field.type]
  return {
    vendorPath: field.path,
    ...type,
    ...(field.isList && { type: `array[${type.type}]` }),
    ...(field.vendorType !== undefined && { vendorNativeType: field.vendorType }),
    ...(mask !== undefined && { mask: field.mask ?? mask }),
    ...(field.label !== undefined && { vendorDisplayName: field.label }),
    vendorRequired: field.required || required.has(field.path),
    vendorReadOnly: readOnly,
    hidden: field.hidden,
    ...(createable !== undefined && { createable }),
    ...(updateable !== undefined && { updateable }),
    ...(filterable !== undefined && { filterable }),
    ...(picklist !== undefined && { picklistValues: picklist }),
    ...(picklist !== undefined && restricted !== undefined && { restrictedPicklist: restricted }),
    method: describeMethods(verbs, (verb) => (verb === 'POST' ? createable : updateable) ?? !readOnly),
  }
}

function createId(verbs: readonly string[]): DescribedField {
  const flags = { vendorRequired: false, vendorReadOnly: true, hidden: false }
  return { vendorPath: 'id', ...fieldTypes.string, ...flags, method: describeMethods(verbs, () => false) }
}
