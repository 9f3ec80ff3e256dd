/** Hub record → vendor record: what each field becomes and where it goes, and a word on everything that does not go. */
import { createError } from '../lib/errors.ts'
import { compileReader, compileWriter, type JsonWriter } from '../lib/json-path.ts'
import { compileVendorConverter, Mismatch, type ValueLists } from './convert-value.ts'
import type { FieldTransformation, ObjectTransformation } from './document.ts'
import { compilePassing } from './pass-writing.ts'
import type { CompiledTransformation } from './transformation.ts'
import { parseVendorPlace } from './vendor-place.ts'

interface FieldWriter {
  readonly convert: (value: unknown) => unknown
  readonly put: JsonWriter
}

/**
 * Compiles `toVendor`. An explicit null clears: it goes out as null. Only a null is let through for a refused field, and ignored: nothing is lost by it.
 * Throws field-refused with the reasons given in the document, or invalid-body; each names every field that it concerns.
 * @throws {Error} when compiling, for a field that is both answered and refused: a record that was read could not be sent back.
 */
export function compileWriting(object: ObjectTransformation, lists: ValueLists): CompiledTransformation['toVendor'] {
  const writers = new Map<string, FieldWriter>()
  const { refused = {}, constants = {} } = object
  const answered = new Set([...object.fields.map(({ path }) => path), ...Object.keys(constants)])
  const readable = new Set(object.fields.filter(({ access }) => access === 'read').map(({ path }) => path))
  for (const field of object.fields) if (!readable.has(field.path)) writers.set(field.path, compileField(field, object, lists))
  const both = Object.keys(refused).find((name) => answered.has(name))
  if (both !== undefined) throw new Error(`Field ${both} is answered by reads, and refused: a record could not be sent back as it was read`)
  const custom = compileCustom(object.custom)
  const pass = compilePassing(object)
  return (record, idOfName) => {
    const body: Record<string, unknown> = {}
    const ignored: string[] = []
    const readOnly: string[] = []
    const refusals = new Map<string, string[]>()
    const mismatches: string[] = []
    const puts: (() => void)[] = []
    const passing: string[] = []
    let usesCustom = false
    for (const [name, value] of Object.entries(record)) {
      const writer = writers.get(name)
      if (value === undefined) continue
      if (writer !== undefined) {
        const converted = value === null ? null : writer.convert(value)
        if (converted instanceof Mismatch) mismatches.push(`${name}: expected ${converted.expected}, got ${describeValue(value)}`)
        // What passes comes first: a field may have its place inside of it.
        else if (pass !== undefined) puts.push(() => writer.put(body, converted))
        else writer.put(body, converted)
      } else if (Object.hasOwn(refused, name) && value !== null) {
        refusals.set(refused[name]!, [...(refusals.get(refused[name]!) ?? []), name])
      } else if (Object.hasOwn(constants, name)) {
        if (String(value) !== String(constants[name])) ignored.push(name)
      } else if (readable.has(name)) {
        readOnly.push(name)
      } else if (custom !== undefined && name.startsWith(custom.prefix)) {
        usesCustom = true
        const id = idOfName?.get(name.slice(custom.prefix.length))
        if (id === undefined) ignored.push(name)
        else custom.put(body, id, value)
      } else {
        passing.push(name)
      }
    }
    if (pass === undefined) ignored.push(...passing)
    else pass(passing, { record, body, unwritten: { ignored, readOnly, mismatches } })
    for (const put of puts) put()
    if (refusals.size > 0) throw createError('field-refused', { params: { reason: describeRefusals(refusals) } })
    if (mismatches.length > 0) throw createError('invalid-body', { params: { reason: mismatches.join('; ') } })
    return { body, ignored, readOnly, usesCustom }
  }
}

function compileField(field: FieldTransformation, object: ObjectTransformation, lists: ValueLists): FieldWriter {
  const place = parseVendorPlace(field.vendorWritePath ?? field.vendorPath, object.slots)
  const convert = compileVendorConverter(field, lists)
  if (place.kind !== 'slot') return { convert, put: compileWriter(place.kind === 'path' ? place.path : place.name) }
  const putInner = compileWriter(place.inner)
  const open = compileListOpener(place.collection)
  const { discriminator, slot } = place
  return {
    convert,
    put: (body, value) => {
      const items = open(body)
      const present = items.find((candidate) => candidate[discriminator] === slot)
      const item = present ?? { [discriminator]: slot }
      if (present === undefined) items.push(item)
      putInner(item, value)
    },
  }
}

/** Gives the list at a path of the body, made when it is not there. */
function compileListOpener(path: string): (body: Record<string, unknown>) => Record<string, unknown>[] {
  const read = compileReader(path)
  const write = compileWriter(path)
  return (body) => {
    const present = read(body)
    if (Array.isArray(present)) return present as Record<string, unknown>[]
    const made: Record<string, unknown>[] = []
    write(body, made)
    return made
  }
}

function compileCustom(custom: ObjectTransformation['custom']) {
  if (custom === undefined) return undefined
  const open = compileListOpener(custom.vendorPath)
  return {
    prefix: custom.prefix,
    put: (body: Record<string, unknown>, id: string, value: unknown) => {
      open(body).push({ [custom.id]: id, [custom.value]: value })
    },
  }
}

function describeRefusals(refusals: ReadonlyMap<string, readonly string[]>): string {
  return [...refusals].map(([reason, names]) => `${names.join(', ')}: ${reason}`).join('; ')
}

function describeValue(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
