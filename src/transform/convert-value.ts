/** One value of a field, from the vendor's form to the hub's and back: value lists, scale and types, decided once when the element is compiled. */
import type { FieldTransformation } from './document.ts'
import { hubTypes, readBoolean, readNumber } from './hub-types.ts'

export type ValueLists = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What a client's value should have been. */
export class Mismatch {
  readonly expected: string
  constructor(expected: string) {
    this.expected = expected
  }
}

/** Compiles vendor value (not null) → hub value. */
export function compileHubConverter(field: FieldTransformation, lists: ValueLists): (value: unknown) => unknown {
  const read = hubTypes[field.type ?? 'string'].read
  const list = findList(field, lists)
  const { scale } = field
  if (list === undefined && scale === undefined) return read
  // Two hub values for one of the vendor's: the first listed is answered.
  const hubValues = new Map(
    Object.entries(list ?? {})
      .map(([hub, vendor]) => [vendor, hub] as const)
      .reverse(),
  )
  return (value) => {
    if (typeof value === 'object') return value
    const listed = hubValues.get(String(value))
    if (listed !== undefined) return read(listed)
    const amount = scale === undefined ? undefined : readNumber(value)
    return read(amount === undefined ? value : amount / scale!)
  }
}

/** Compiles hub value (not null) → vendor value, or a `Mismatch`. */
export function compileVendorConverter(field: FieldTransformation, lists: ValueLists): (value: unknown) => unknown {
  const { accept, expected } = hubTypes[field.type ?? 'string']
  const list = findList(field, lists)
  const inAnyCase = list === undefined ? undefined : indexInAnyCase(list)
  return (value) => {
    // Without a type of its own a field may carry lists and objects, as they are.
    if (typeof value === 'object' && field.type === undefined) return value
    const accepted = accept(value)
    if (accepted === undefined) return new Mismatch(expected)
    if (list !== undefined && Object.hasOwn(list, String(accepted))) return castForVendor(list[String(accepted)]!, field.vendorType)
    const alike = inAnyCase?.get(String(accepted).toLowerCase())
    if (alike !== undefined) return castForVendor(alike, field.vendorType)
    if (list !== undefined && field.strictValues === true) return new Mismatch(`one of ${Object.keys(list).join(', ')}`)
    return castForVendor(field.scale === undefined ? accepted : scaleUp(accepted, field.scale), field.vendorType)
  }
}

/** Lower-case entry → vendor value; entries that differ in nothing but case and mean different values are told apart by case alone. */
function indexInAnyCase(list: Readonly<Record<string, string>>): ReadonlyMap<string, string | undefined> {
  const index = new Map<string, string | undefined>()
  for (const [entry, vendor] of Object.entries(list)) {
    const key = entry.toLowerCase()
    index.set(key, index.has(key) && index.get(key) !== vendor ? undefined : vendor)
  }
  return index
}

function findList(field: FieldTransformation, lists: ValueLists): Readonly<Record<string, string>> | undefined {
  if (typeof field.values !== 'string') return field.values
  const list = Object.hasOwn(lists, field.values) ? lists[field.values] : undefined
  if (list === undefined) throw new Error(`Field ${field.path}: no value list is named ${JSON.stringify(field.values)}`)
  return list
}

/** 19.99 × 100 is 1998.9999999999998 in floating point; fifteen digits are all that a double is sure of. */
function scaleUp(value: unknown, scale: number): unknown {
  return typeof value === 'number' ? Number((value * scale).toPrecision(15)) : value
}

function castForVendor(value: unknown, type: FieldTransformation['vendorType']): unknown {
  switch (type) {
    case undefined:
      return value
    case 'string':
      return String(value)
    case 'number':
      return readNumber(typeof value === 'boolean' ? Number(value) : value) ?? new Mismatch('a number')
    case 'boolean':
      return readBoolean(value) ?? new Mismatch('true or false')
  }
}
