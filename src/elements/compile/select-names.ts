/** Which of the vendor's fields holds a field that a client asks for. */
import type { ObjectTransformation } from '../document/octet.ts'

/** The vendor's name; empty: no field holds it; undefined: which one does is not known, so all must be asked for. */
export type NameSelected = (path: string) => string | undefined

/** Compiles it for an object; `keepsPaths`: the vendor takes dotted names, of fields of other objects. */
export function compileSelectNames(document: ObjectTransformation | undefined, keepsPaths: boolean): NameSelected {
  const own = (name: string) => (keepsPaths ? name : name.split('.')[0])
  if (document === undefined) return own
  const listed = new Map(document.fields.map(({ path, vendorPath }) => [path, vendorPath.split('[')[0]!]))
  const within = new Map([...listed].map(([path, vendorPath]) => [path.split('.')[0]!, vendorPath]))
  const into = document.nest?.into
  const strip = document.search?.others?.strip ?? (into === undefined ? '' : `${into}.`)
  const { custom, others } = document
  return (path) => {
    const name = listed.get(path) ?? within.get(path)
    if (name !== undefined) return strip !== '' && name.startsWith(strip) ? name.slice(strip.length) : own(name)
    if (custom !== undefined && path.startsWith(custom.prefix)) return own(custom.vendorPath)
    if (others === undefined) return ''
    if (path === into) return undefined
    return strip !== '' && path.startsWith(strip) ? path.slice(strip.length) : own(path)
  }
}
