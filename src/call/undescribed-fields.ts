/** Fields of a record that pass to the vendor as they are and that its object does not have: vendors throw them away without a word. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { describeFields } from './discovery/vendor-fields.ts'
import { nameObject } from './search/described-fields.ts'
import type { CallSession } from './send.ts'

export interface Written {
  readonly resource: CompiledResource
  readonly request: HubRequest
  readonly record: Readonly<Record<string, unknown>>
}

/**
 * Their names. None where what is answered is what the vendor stored, and none where the vendor does not describe the object or cannot be asked now.
 * What the vendor takes beside fields (`$append_values`) begins with a sign of its own.
 */
export async function listUndescribed(session: CallSession, { resource, request, record }: Written): Promise<readonly string[]> {
  const { writes, declared } = resource
  if (!writes.echoes || declared.isComplete || declared.into !== undefined) return []
  const passing = Object.keys(record).filter((name) => /^[A-Za-z]/.test(name) && !declared.has(name))
  const object = passing.length === 0 ? undefined : nameObject(session.instance.element, resource, request)
  const described = (object === undefined ? undefined : await describeFields(session, object)) ?? []
  // A vendor that lists its users' own fields alone says nothing of the others.
  if (described.every(({ custom }) => custom)) return []
  const known = new Set(described.flatMap(({ name, path }) => [name, path].map((each) => each.split('.')[0]!.toLowerCase())))
  return passing.filter((name) => !known.has(name.toLowerCase()))
}
