/** Which of the vendor's fields holds a field that a client asks for. */
import type { ObjectTransformation } from '../document/octet.ts'

/** The vendor's name; empty: no field holds it; undefined: which one does is not known, so all must be asked for. */
export type NameSelected = (path: string) => string | undefined

/** What a client sends gets into a request as names joined by dots alone: in a statement, anything else would be part of it. */
export const plainNames = { statement: /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/, parameter: /^[\w$-]+(?:\.[\w$-]+)*$/ }

/** Compiles it for an object; `isStatement`: the names stand in one, which takes dotted ones, of fields of other objects. */
export function compileSelectNames(document: ObjectTransformation | undefined, isStatement: boolean): NameSelected {
  const plain = isStatement ? plainNames.statement : plainNames.parameter
  const own = (name: string) => (isStatement ? name : name.split('.')[0]!)
  if (document === undefined) return (path) => (plain.test(path) ? own(path) : '')
  const findListed = compileListed(document)
  const into = document.nest?.into
  const strip = document.search?.others?.strip ?? (into === undefined ? '' : `${into}.`)
  const stripped = (name: string) => (strip !== '' && name.startsWith(strip) ? name.slice(strip.length) : own(name))
  const { custom, others } = document
  return (path) => {
    const name = findListed(path)
    if (name !== undefined) return stripped(name)
    if (custom !== undefined && path.startsWith(custom.prefix)) return own(custom.vendorPath)
    if (others === undefined) return ''
    if (path === into) return undefined
    return plain.test(path) ? stripped(path) : ''
  }
}

/** The vendor's place of a field, of what is in one, and of what holds one, by names in any case. */
function compileListed({ fields }: ObjectTransformation): (path: string) => string | undefined {
  const entries = fields.map(({ path, vendorPath }) => [path, vendorPath.split('[')[0]!] as const)
  const exact = new Map(entries)
  const alike = new Map([
    ...entries.map(([path, vendorPath]) => [path.split('.')[0]!.toLowerCase(), vendorPath] as const),
    ...entries.map(([path, vendorPath]) => [path.toLowerCase(), vendorPath] as const),
  ])
  return (path) => {
    const lower = path.toLowerCase()
    return exact.get(path) ?? alike.get(lower) ?? (lower.includes('.') ? alike.get(lower.slice(0, lower.indexOf('.'))) : undefined)
  }
}
