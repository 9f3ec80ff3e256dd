/** A mapping between hub fields and vendor fields as functions, compiled once per element version. */
import type { FilterOperator, FilterTarget } from './document.ts'

export interface CompiledTransformation {
  /** Vendor record → hub record. Names in `custom` (id → name) come from a directory when the transformation has vendor-defined fields. */
  readonly toHub: (record: unknown, custom?: ReadonlyMap<string, string>) => unknown
  /** Hub record → vendor record, what was ignored (unknown or read-only fields), and which vendor members it touches. Throws field-refused / invalid-body (400). */
  readonly toVendor: (record: Readonly<Record<string, unknown>>, custom?: ReadonlyMap<string, string>) => VendorRecord
  /** What `where` on a hub field may become; undefined: not searchable. `convert` turns the literal into the vendor's form. */
  readonly filterOf: (path: string) => SearchableField | undefined
  readonly searchable: readonly string[]
  /** Collection member → name of the member that tells its items apart. */
  readonly slots: Readonly<Record<string, string>>
  /** Name of the directory that holds the names of vendor-defined fields. */
  readonly customDirectory: string | undefined
}

export interface VendorRecord {
  readonly body: Record<string, unknown>
  readonly ignored: readonly string[]
  /** True when a field with the custom prefix was sent. */
  readonly usesCustom: boolean
}

export interface SearchableField {
  readonly operators: Readonly<Partial<Record<FilterOperator, FilterTarget>>>
  readonly convert: (literal: string) => string
}
