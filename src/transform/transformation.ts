/** A mapping between hub fields and vendor fields as functions, compiled once per element version (`compile-transformation.ts`). */
import type { SearchableFields } from '../ceql/searchable-field.ts'

/** `filterOf` and `searchable` say what `where` on a hub field may become; names are matched exactly, else in any case when only one fits. */
export interface CompiledTransformation extends SearchableFields {
  /**
   * Vendor record → hub record. A field that the vendor did not send, or sent as null, is null, or left out with `nulls: 'omit'`.
   * Names in `custom` (id → name) come from a directory when the transformation has vendor-defined fields. What is no object is given back as it is.
   */
  readonly toHub: (record: unknown, custom?: ReadonlyMap<string, string>, nulls?: NullHandling) => unknown
  /**
   * Hub record → vendor record, and what was ignored (unknown or read-only fields). `custom` (name → id) as for `toHub`, the other way round.
   * @throws field-refused, invalid-body (400)
   */
  readonly toVendor: (record: Readonly<Record<string, unknown>>, custom?: ReadonlyMap<string, string>) => VendorRecord
  /** Collection member → name of the member that tells its items apart. */
  readonly slots: Readonly<Record<string, string>>
  /** Name of the directory that holds the names of vendor-defined fields. */
  readonly customDirectory: string | undefined
}

/** The null filter of contract 5.8: omitting them here costs less than a second pass. */
export type NullHandling = 'keep' | 'omit'

export interface VendorRecord {
  readonly body: Record<string, unknown>
  readonly ignored: readonly string[]
  /** True when a field with the custom prefix was sent. */
  readonly usesCustom: boolean
}
