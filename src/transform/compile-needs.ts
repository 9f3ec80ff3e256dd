/** Which vendor lists a record needs to be read: asked of the vendor only when a record has something for them to name. */
import { compileReader } from '../lib/json-path.ts'
import type { FieldTransformation, ObjectTransformation } from './document.ts'
import type { DirectoryNeed } from './transformation.ts'
import { parseVendorPlace } from './vendor-place.ts'

/** Compiles `needs`: vendor-defined fields first, then the fields that hold an id. */
export function compileNeeds({ custom, fields, slots }: ObjectTransformation): readonly DirectoryNeed[] {
  const needs = fields.filter((field) => field.directory !== undefined).map((field) => compileFieldNeed(field, slots))
  if (custom === undefined) return needs
  const read = compileReader(custom.vendorPath)
  const isNeeded = (record: unknown) => {
    const list = read(record)
    return Array.isArray(list) && list.length > 0
  }
  return [{ directory: custom.directory, field: undefined, isNeeded }, ...needs]
}

function compileFieldNeed(field: FieldTransformation, slots: ObjectTransformation['slots']): DirectoryNeed {
  const place = parseVendorPlace(field.vendorPath, slots)
  // Of a collection it is enough to know that it is there: the list is small.
  const read = compileReader(place.kind === 'slot' ? place.collection : place.kind === 'path' ? place.path : place.name)
  const isNeeded = (record: unknown) => {
    const value = read(record)
    return value !== undefined && value !== null && value !== ''
  }
  return { directory: field.directory!, field: field.path, isNeeded }
}
