/** A mapping as functions, compiled once per document (`compile-mapping.ts`). */

export interface CompiledMapping {
  /** An element's record → the client's. What is no object gives `{}`. Never throws; the record given is not changed, parts of it may be shared. */
  fromVendor(record: unknown): Record<string, unknown>
  /**
   * A client's record → the element's. Never throws; the record given is not changed, parts of it may be shared.
   * `partial`: of a change that names only what changes; no default stands in for what it does not name.
   */
  toVendor(record: Readonly<Record<string, unknown>>, extent?: 'whole' | 'partial'): Record<string, unknown>
  /** What the element calls a client's path in `where`, `fields` and `orderBy`; undefined: no field of the mapping is called so. */
  vendorPathOf(path: string): string | undefined
  /** The same for `fields`, where a name may stand for all that is inside: `address` of `address.street` and `address.city`. Empty: none. */
  vendorPathsOf(path: string): readonly string[]
  /** The script is to see `where` too. */
  readonly applyScriptToWhere: boolean
}
