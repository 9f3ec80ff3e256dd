/** Reading where other members pass: the vendor's record is copied once, and the fields are set over the copy. */
import { compileReader } from '../lib/json-path.ts'
import type { ObjectTransformation } from './document.ts'
import type { FieldReader, Surroundings } from './field-reader.ts'
import { omitNulls } from './omit-nulls.ts'
import { findSlots } from './slot-index.ts'
import type { CompiledTransformation } from './transformation.ts'
import { parseVendorPlace } from './vendor-place.ts'

type Members = Readonly<Record<string, unknown>>

interface Overlay {
  readonly name: string
  readonly read: FieldReader
  /** The vendor sent the field, as null at least. */
  readonly isSent: (record: Members) => boolean
  /** The vendor's member of the same name is this very field. */
  readonly isOwnName: boolean
}

/** A field that was not sent is not answered; one that is null is null, or left out with `nulls: 'omit'`. Throws for a field that hides what is no member. */
export function assemblePassing(
  object: ObjectTransformation,
  readers: ReadonlyMap<string, FieldReader>,
  { indexes, readCustom }: Surroundings,
): CompiledTransformation['toHub'] {
  const overlays = [...readers].map(([name, read]) => compileOverlay(object, name, read))
  const hidden = listHidden(object)
  return (value, directories, nulls = 'keep') => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const record = value as Members
    const omit = nulls === 'omit'
    const found = findSlots(record, indexes)
    const answer = copyWithout(hidden, (omit ? omitNulls(record) : record) as Members)
    for (const { name, read, isSent, isOwnName } of overlays) {
      const field = read(record, found, directories)
      if (field !== null) answer[name] = omit && typeof field === 'object' ? omitNulls(field) : field
      else if (isOwnName) continue
      else if (!omit && isSent(record)) answer[name] = null
      // What the vendor has under this name is something else.
      else if (Object.hasOwn(answer, name)) delete answer[name]
    }
    if (readCustom !== undefined && directories !== undefined) readCustom(record, { directories, answer, omit })
    return answer
  }
}

function compileOverlay({ fields, slots }: ObjectTransformation, name: string, read: FieldReader): Overlay {
  const field = fields.find(({ path }) => path === name)
  // A constant is always there.
  if (field === undefined) return { name, read, isSent: () => false, isOwnName: false }
  const place = parseVendorPlace(field.vendorPath, slots)
  const readValue = compileReader(place.kind === 'slot' ? place.collection : place.kind === 'path' ? place.path : place.name)
  return { name, read, isSent: (record) => readValue(record) !== undefined, isOwnName: place.kind === 'member' && place.name === name }
}

function listHidden({ fields, slots }: ObjectTransformation): ReadonlySet<string> {
  const hiding = fields.filter(({ hides }) => hides === true)
  for (const { path, vendorPath } of hiding) {
    if (parseVendorPlace(vendorPath, slots).kind !== 'member') {
      throw new Error(`Field ${path} hides ${vendorPath}: only a member of the record itself can be hidden`)
    }
  }
  return new Set(hiding.map(({ vendorPath }) => vendorPath))
}

function copyWithout(hidden: ReadonlySet<string>, record: Members): Record<string, unknown> {
  if (hidden.size === 0) return { ...record }
  return Object.fromEntries(Object.entries(record).filter(([name]) => !hidden.has(name)))
}
