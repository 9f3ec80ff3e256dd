/** Writing where other members pass: what no field claims goes to the vendor under its own name, in the record or in the member that the vendor nests it in. */
import type { ObjectTransformation } from './document.ts'
import { parseVendorPlace } from './vendor-place.ts'

/** What became of members that are not written; names as the client knows them. */
export interface Unwritten {
  readonly ignored: string[]
  readonly readOnly: string[]
  readonly mismatches: string[]
}

type Members = Readonly<Record<string, unknown>>

/** Puts members of the client's record that no field is named like. */
export type PassWriter = (names: readonly string[], writing: PassWriting) => void

export interface PassWriting {
  /** The client's. */
  readonly record: Members
  /** The vendor's, which grows. */
  readonly body: Record<string, unknown>
  readonly unwritten: Unwritten
}

/** The field that a vendor's place belongs to. */
interface Claim {
  readonly path: string
  readonly isReadOnly: boolean
}

/** Compiles it; undefined where nothing passes. Throws when the document says what to do with members that do not pass. */
export function compilePassing(object: ObjectTransformation): PassWriter | undefined {
  const { others, nest, names } = object
  if (others === undefined) {
    const speaksOfThem = nest !== undefined || names !== undefined || object.fields.some(({ hides }) => hides === true)
    if (speaksOfThem) throw new Error('nest, names and hides speak of members that pass: say "others": "pass"')
    return undefined
  }
  const claims = listClaims(object)
  const spell = (name: string) => (names === 'lower' ? name.toLowerCase() : name)
  /** Members that fields write into are not to be changed in the client's own record. */
  const shared = new Set(object.fields.map(({ vendorPath, vendorWritePath = vendorPath }) => vendorWritePath.split(/[.[]/, 1)[0]!))
  const put = (holder: Record<string, unknown>, { name, place, value, told }: Member, { record, unwritten }: PassWriting) => {
    const claim = claims.get(place)
    // On an object of ours __proto__ is no member.
    if (name === '__proto__') unwritten.ignored.push(told)
    else if (claim?.isReadOnly === true) unwritten.readOnly.push(told)
    // A client that says it twice means the hub's name.
    else if (claim === undefined || record[claim.path] === undefined) {
      holder[name] = typeof value === 'object' && value !== null && shared.has(name) ? structuredClone(value) : value
    }
  }
  const putOuter = (name: string, writing: PassWriting) => {
    const spelt = nest === undefined ? spell(name) : name
    put(writing.body, { name: spelt, place: spelt, value: writing.record[name], told: name }, writing)
  }
  if (nest === undefined) {
    return (members, writing) => {
      for (const name of members) putOuter(name, writing)
    }
  }
  const { into, except = [] } = nest
  return (members, writing) => {
    const holder: Record<string, unknown> = {}
    const putInner = (name: string, told: string, value: unknown) =>
      put(holder, { name: spell(name), place: `${into}.${spell(name)}`, value, told }, writing)
    for (const name of members) {
      const value = writing.record[name]
      if (except.includes(name)) putOuter(name, writing)
      else if (name !== into) putInner(name, name, value)
      else if (typeof value !== 'object' || value === null || Array.isArray(value))
        writing.unwritten.mismatches.push(`${into}: expected an object`)
      else for (const [inner, innerValue] of Object.entries(value)) putInner(inner, `${into}.${inner}`, innerValue)
    }
    if (Object.keys(holder).length > 0) writing.body[into] = holder
  }
}

interface Member {
  readonly name: string
  /** Dotted path from the vendor's record. */
  readonly place: string
  readonly value: unknown
  /** What the client calls it. */
  readonly told: string
}

/** A place that one field reads and another writes belongs to the one that writes. */
function listClaims({ fields, slots }: ObjectTransformation): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>()
  for (const { path, vendorPath, vendorWritePath = vendorPath, access } of fields) {
    const isReadOnly = access === 'read'
    const place = isReadOnly ? vendorPath : vendorWritePath
    if (parseVendorPlace(place, slots).kind === 'slot') continue
    if (!isReadOnly || !claims.has(place)) claims.set(place, { path, isReadOnly })
  }
  return claims
}
