/** The mapping of an object, from its document to functions. Done once per element version; a call pays closures only. */
import { compileNeeds } from './compile-needs.ts'
import { compileReading } from './compile-reading.ts'
import { compileSearching } from './compile-searching.ts'
import { compileWriting } from './compile-writing.ts'
import type { ValueLists } from './convert-value.ts'
import type { ObjectTransformation } from './document.ts'
import type { CompiledTransformation } from './transformation.ts'

/**
 * Compiles a transformation; `values` are the value lists that its fields may name.
 * @throws {Error} naming the field or path, when the document cannot be compiled: a path that is none, an unknown value list or slot, a field listed twice or refused too.
 */
export function compileTransformation(object: ObjectTransformation, values: ValueLists): CompiledTransformation {
  return {
    toHub: compileReading(object, values),
    needs: compileNeeds(object),
    toVendor: compileWriting(object, values),
    ...compileSearching(object, values),
    slots: object.slots ?? {},
    positions: listPositions(object),
    customDirectory: object.custom?.directory,
  }
}

function listPositions({ fields }: ObjectTransformation): readonly string[] {
  const lists = fields.map(({ vendorPath, vendorWritePath = vendorPath }) => /^([^.[\]]+)\[\d+\]/.exec(vendorWritePath)?.[1])
  return [...new Set(lists.filter((name) => name !== undefined))]
}
