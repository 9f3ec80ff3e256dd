/** Vendor record → hub record: one closure per field, chosen by where the value stands, over a template that fixes the order of the names. */
import { compileReader } from '../lib/json-path.ts'
import { compileHubConverter, type ValueLists } from './convert-value.ts'
import type { FieldTransformation, ObjectTransformation } from './document.ts'
import type { FieldReader, Surroundings } from './field-reader.ts'
import { hubTypes } from './hub-types.ts'
import { omitNulls } from './omit-nulls.ts'
import { assemblePassing } from './pass-reading.ts'
import { createShapedBuilder, createTemplate } from './record-shapes.ts'
import { findSlots, registerSlot, type SlotIndex, type Slots } from './slot-index.ts'
import type { CompiledTransformation, DirectoryEntry } from './transformation.ts'
import { parseVendorPlace } from './vendor-place.ts'

type VendorRecord = Readonly<Record<string, unknown>>

/** Compiles `toHub`. Order of the answer: what passes, the fields as listed, constants that are not among them, then the vendor-defined. */
export function compileReading(object: ObjectTransformation, lists: ValueLists): CompiledTransformation['toHub'] {
  const indexes = new Map<string, SlotIndex>()
  const constants = new Map(Object.entries(object.constants ?? {}))
  const readers = new Map<string, FieldReader>()
  for (const field of object.fields) {
    if (readers.has(field.path)) throw new Error(`Field ${field.path} is listed twice`)
    const constant = constants.get(field.path)
    readers.set(field.path, constant === undefined ? compileField(field, { object, lists, indexes }) : () => constant)
  }
  for (const [name, constant] of constants) if (!readers.has(name)) readers.set(name, () => constant)
  const surroundings = { indexes: [...indexes.values()], readCustom: compileCustom(object.custom) }
  return object.others === 'pass' ? assemblePassing(object, readers, surroundings) : assemble(readers, surroundings)
}

interface FieldContext {
  readonly object: ObjectTransformation
  readonly lists: ValueLists
  readonly indexes: Map<string, SlotIndex>
}

const noPlaces: readonly number[] = []

function assemble(readers: ReadonlyMap<string, FieldReader>, { indexes, readCustom }: Surroundings): CompiledTransformation['toHub'] {
  const names = [...readers.keys()]
  const reads = [...readers.values()]
  const { always, bySlot } = groupBySlot(reads)
  const keepNulls = createTemplate(names)
  const nothing: readonly unknown[] = names.map(() => null)
  const buildWithout = createShapedBuilder(names, null)
  return (value, directories, nulls = 'keep') => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const record = value as VendorRecord
    const found = findSlots(record, indexes)
    const omit = nulls === 'omit'
    const values = nothing.slice()
    // Plain loops: this runs for every field of every record.
    for (let step = 0; step < always.length; step++) {
      const at = always[step]!
      const read = reads[at]!(record, found, directories)
      if (read !== null) values[at] = omit && typeof read === 'object' ? omitNulls(read) : read
    }
    for (let slot = 0; slot < found.length; slot++) {
      if (found[slot] === undefined) continue
      for (const at of bySlot[slot] ?? noPlaces) {
        const read = reads[at]!(record, found, directories)
        if (read !== null) values[at] = omit && typeof read === 'object' ? omitNulls(read) : read
      }
    }
    const answer = omit ? buildWithout(values) : fillTemplate(keepNulls, { names, values })
    if (readCustom !== undefined && directories !== undefined) readCustom(record, { directories, answer, omit })
    return answer
  }
}

/** Records fill few of the slots they might: what stands in an empty one is not looked at. */
function groupBySlot(reads: readonly FieldReader[]): { always: readonly number[]; bySlot: readonly (readonly number[])[] } {
  const always: number[] = []
  const bySlot: number[][] = []
  for (const [at, { slot }] of reads.entries()) {
    if (slot === undefined) always.push(at)
    else bySlot[slot] = [...(bySlot[slot] ?? []), at]
  }
  return { always, bySlot }
}

function fillTemplate(
  template: Readonly<Record<string, unknown>>,
  { names, values }: { names: readonly string[]; values: readonly unknown[] },
): Record<string, unknown> {
  const answer: Record<string, unknown> = { ...template }
  for (let at = 0; at < names.length; at++) if (values[at] !== null) answer[names[at]!] = values[at]
  return answer
}

function compileField(field: FieldTransformation, context: FieldContext): FieldReader {
  const read = compilePlace(field, context)
  const { directory } = field
  if (directory === undefined) return read
  if (field.access !== 'read') throw new Error(`Field ${field.path}: a name out of a directory can only be read; say "access": "read"`)
  return (record, found, directories) => {
    const id = read(record, found, directories)
    return directories?.get(directory)?.get(String(id))?.name ?? null
  }
}

function compilePlace(field: FieldTransformation, { object, lists, indexes }: FieldContext): FieldReader {
  const convert = compileHubConverter(field, lists)
  const place = parseVendorPlace(field.vendorPath, object.slots)
  if (place.kind === 'member') {
    const { name } = place
    return (record) => {
      const value = record[name]
      return value === undefined || value === null ? null : convert(value)
    }
  }
  const read = compileReader(place.kind === 'path' ? place.path : place.inner)
  if (place.kind === 'path') {
    return (record) => {
      const value = read(record)
      return value === undefined || value === null ? null : convert(value)
    }
  }
  const slot = registerSlot(indexes, place)
  const readSlot = (_: VendorRecord, found: Slots): unknown => {
    const item = found[slot]
    const value = item === undefined ? null : read(item)
    return value === undefined || value === null ? null : convert(value)
  }
  return Object.assign(readSlot, { slot })
}

/** Vendor-defined fields: an id that the directory does not know has no name to answer under, and is left out. */
function compileCustom(custom: ObjectTransformation['custom']): Surroundings['readCustom'] {
  if (custom === undefined) return undefined
  const { prefix, id: idMember, value: valueMember, directory } = custom
  const read = compileReader(custom.vendorPath)
  return (record, { directories, answer, omit }) => {
    const items = read(record)
    const entries = directories.get(directory)
    if (entries === undefined || !Array.isArray(items)) return
    for (const item of items as (VendorRecord | null)[]) {
      const entry = typeof item === 'object' && item !== null ? entries.get(String(item[idMember])) : undefined
      if (entry === undefined || Object.hasOwn(answer, prefix + entry.name)) continue
      const value = convertCustom(item![valueMember] ?? null, entry)
      if (value !== null || !omit) answer[prefix + entry.name] = omit ? omitNulls(value) : value
    }
  }
}

function convertCustom(value: unknown, { type }: DirectoryEntry): unknown {
  return type === undefined || typeof value === 'object' ? value : hubTypes[type].read(value)
}
