/** Where a record that is answered holds a field that a query names: searches may name what passes through without the member that it is nested in. */
import type { ObjectTransformation } from '../document/octet.ts'
import type { FindVendorField } from './search-fields.ts'

/** The hub's path of a field. `find` knows the vendor's fields; undefined: they are not known. */
export type RecordPath = (path: string, find?: FindVendorField) => string

/** Compiles it for an object; undefined: none. */
export function compileRecordPath(document: ObjectTransformation | undefined): RecordPath {
  if (document?.nest === undefined) return (path) => path
  const { into, except = [] } = document.nest
  const listed = new Set([...document.fields.map(({ path }) => path), ...except].map((path) => path.toLowerCase()))
  return (path, find) => {
    if (path.includes('.') || path === into || listed.has(path.toLowerCase())) return path
    // What the vendor does not have as a field is a member beside them.
    return find === undefined ? `${into}.${path}` : (find(path)?.path ?? path)
  }
}
