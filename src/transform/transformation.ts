/** A mapping between hub fields and vendor fields as functions, compiled once per element version (`compile-transformation.ts`). */
import type { SearchableFields } from '../ceql/searchable-field.ts'
import type { FieldTransformation } from './document.ts'

/** One entry of a vendor list; `type` where the list tells what kind of value it stands for. */
export interface DirectoryEntry {
  readonly name: string
  readonly type?: NonNullable<FieldTransformation['type']>
  /** The vendor's word for that kind. */
  readonly vendorType?: string
}

/** Vendor lists by their name in the element: id → entry. A list that could not be read is not there. */
export type Directories = ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>>

/** A directory that records may need, and whether one does. */
export interface DirectoryNeed {
  readonly directory: string
  /** Hub field that it names; undefined: vendor-defined fields. */
  readonly field: string | undefined
  readonly isNeeded: (record: unknown) => boolean
}

/** `filterOf` and `searchable` say what `where` on a hub field may become; names are matched exactly, else in any case when only one fits. */
export interface CompiledTransformation extends SearchableFields {
  /**
   * Vendor record → hub record. A field that the vendor did not send, or sent as null, is null, or left out with `nulls: 'omit'`.
   * Names of vendor-defined fields, and of what a field holds the id of, come from `directories`. What is no object is given back as it is.
   */
  readonly toHub: (record: unknown, directories?: Directories, nulls?: NullHandling) => unknown
  /** The directories that `toHub` wants, each with the records that want it. */
  readonly needs: readonly DirectoryNeed[]
  /**
   * Hub record → vendor record, and what does not go. `custom`: name → id of vendor-defined fields.
   * @throws field-refused, invalid-body (400)
   */
  readonly toVendor: (record: Readonly<Record<string, unknown>>, custom?: ReadonlyMap<string, string>) => VendorRecord
  /** Collection member → name of the member that tells its items apart. */
  readonly slots: Readonly<Record<string, string>>
  /** Members of the vendor's record that are lists with fields at places of theirs: `emails` of `emails[0]`. */
  readonly positions: readonly string[]
  /** Name of the directory that holds the names of vendor-defined fields. */
  readonly customDirectory: string | undefined
}

/** The null filter of contract 5.8: omitting them here costs less than a second pass. */
export type NullHandling = 'keep' | 'omit'

export interface VendorRecord {
  readonly body: Record<string, unknown>
  /** Unknown fields, constants with another value than their own, and refused fields that are null. */
  readonly ignored: readonly string[]
  /** Fields that can only be read. */
  readonly readOnly: readonly string[]
  /** True when a field with the custom prefix was sent. */
  readonly usesCustom: boolean
}
