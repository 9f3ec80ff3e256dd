/** Which names a record of an object has members by, as far as its document says: what a client's word for a field is held against. */
import type { ObjectTransformation } from '../document/octet.ts'

export interface DeclaredNames {
  /** True of a field and of what holds one, in any case. */
  readonly has: (path: string) => boolean
  /** True of what may be in a field too. */
  readonly mayHave: (path: string) => boolean
  /** The name without the member that searches may leave out or put before it. */
  readonly bare: (path: string) => string
  /** Names for messages. */
  readonly names: readonly string[]
  /** True: a record has no other members. */
  readonly isComplete: boolean
  /** The member that the object's own fields are nested in. */
  readonly into: string | undefined
}

const nothing: DeclaredNames = {
  has: () => false,
  mayHave: () => false,
  bare: (path) => path,
  names: [],
  isComplete: false,
  into: undefined,
}

/** Compiles it for an object; undefined: of its records nothing is said. */
export function compileDeclaredNames(document: ObjectTransformation | undefined): DeclaredNames {
  if (document === undefined) return nothing
  const { fields, constants = {}, nest, custom, others, search } = document
  const names = [...fields.map(({ path }) => path), ...Object.keys(constants)]
  const members = [...names, ...(nest === undefined ? [] : [nest.into, ...(nest.except ?? [])])].map((name) => name.toLowerCase())
  const heads = new Set(members.map(readHead))
  const known = new Set([...members, ...heads])
  const strip = search?.others?.strip ?? (nest === undefined ? '' : `${nest.into}.`)
  const bare = (path: string) => (strip !== '' && path.startsWith(strip) ? path.slice(strip.length) : path)
  const isCustom = (path: string) => custom !== undefined && path.startsWith(custom.prefix)
  return {
    has: (path) => known.has(bare(path).toLowerCase()) || isCustom(path),
    mayHave: (path) => heads.has(readHead(bare(path).toLowerCase())) || isCustom(path),
    bare,
    names,
    isComplete: others === undefined,
    into: nest?.into,
  }
}

function readHead(path: string): string {
  return path.split(/[.[]/)[0]!
}
