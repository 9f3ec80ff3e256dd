/** The vendor's own fields of an object, found by their names in any case, and by where a record has them. */
import type { CompiledElement, CompiledResource } from '../../elements/compile/compiled.ts'
import type { FindVendorField } from '../../elements/compile/search-fields.ts'
import type { HubRequest } from '../../lib/hub-request.ts'
import { describeFields } from '../discovery/vendor-fields.ts'
import type { CallSession } from '../send.ts'

/** Undefined when the vendor does not describe the object, or cannot be asked now. */
export async function readVendorFields(session: CallSession, objectName: string): Promise<FindVendorField | undefined> {
  const fields = await describeFields(session, objectName)
  if (fields === undefined || fields.length === 0) return undefined
  const byName = new Map(fields.map((field) => [field.name, field]))
  const byPath = new Map(fields.map((field) => [field.path, field]))
  const inAnyCase = new Map(fields.map((field) => [field.name.toLowerCase(), field]))
  return (name) => byName.get(name) ?? byPath.get(name) ?? inAnyCase.get(name.toLowerCase())
}

/**
 * The object whose records a resource answers, as clients name it: in the path, or in the element. One that the element tells nobody of by itself, as
 * a link between others, goes by the vendor's name. Undefined: what is below a record, by the name of a relation.
 */
export function nameObject(
  { objects, document }: CompiledElement,
  { knownObjects, path, where, document: { octet } }: CompiledResource,
  { segments }: HubRequest,
): string | undefined {
  const parameter = knownObjects.at(-1)
  const isFixed = where?.style.statement?.from.includes('{') === false
  if (parameter !== undefined && !isFixed) {
    const [, ...names] = path.split('/')
    const at = names.indexOf(`{${parameter}}`)
    return names.length - at > 2 ? undefined : segments[at]
  }
  const name = octet?.object
  if (name === undefined || objects[name]?.discovered !== undefined) return name
  return document.octet?.transformations?.[name]?.vendorName ?? name
}
