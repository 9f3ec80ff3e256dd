/** The vendor's own fields of an object, found by their names in any case. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { FindVendorField } from '../../elements/compile/search-fields.ts'
import type { HubRequest } from '../../lib/hub-request.ts'
import { describeFields } from '../discovery/vendor-fields.ts'
import type { CallSession } from '../send.ts'

/** Undefined when the vendor does not describe the object, or cannot be asked now. */
export async function readVendorFields(session: CallSession, objectName: string): Promise<FindVendorField | undefined> {
  const fields = await describeFields(session, objectName)
  if (fields === undefined || fields.length === 0) return undefined
  const byName = new Map(fields.map((field) => [field.name, field]))
  const inAnyCase = new Map(fields.map((field) => [field.name.toLowerCase(), field]))
  return (name) => byName.get(name) ?? inAnyCase.get(name.toLowerCase())
}

/** The object of a resource, as clients name it: in the path, or in the element. */
export function nameObject({ knownObjects, path, document }: CompiledResource, { segments }: HubRequest): string | undefined {
  const parameter = knownObjects.at(-1)
  if (parameter === undefined) return document.octet?.object
  return segments[path.split('/').indexOf(`{${parameter}}`) - 1]
}
