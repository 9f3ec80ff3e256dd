/** The fields of an object as its vendor describes them (contract 5.4), as the cache has them. */
import type { CompiledFieldList, VendorField } from '../../elements/compile/compiled-discovery.ts'
import { OctetError } from '../../lib/errors.ts'
import { keepList } from '../keep-list.ts'
import { readList } from '../read-list.ts'
import type { CallSession } from '../send.ts'
import { findObject } from './vendor-objects.ts'

export type DescribedVendorField = VendorField

/**
 * The vendor's fields of an object, named as clients name it: kept for the time that the element says, asked for once for all who wait. Undefined where
 * the vendor does not describe it, or cannot be asked now: what the element itself says is all that is known then.
 */
export async function describeFields(session: CallSession, objectName: string): Promise<readonly DescribedVendorField[] | undefined> {
  try {
    const list = (await findObject(session, objectName))?.discovered?.list
    return list === undefined ? undefined : await readFields(session, list)
  } catch (error) {
    if (error instanceof OctetError) return undefined
    throw error
  }
}

/** Reads a list of fields; of two at one place the first counts. Throws what the vendor or the way to it answers. */
export async function readFields(session: CallSession, list: CompiledFieldList): Promise<readonly VendorField[]> {
  const { object, path } = list
  const answer = await keepList(session, `fields ${path} ${object}`, async (shared) => {
    const fields = new Map<string, VendorField>()
    for (const entry of await readList(shared, { ...list, places: { object, name: object } })) {
      const field = list.read(entry)
      if (field !== undefined && !fields.has(field.path)) fields.set(field.path, field)
    }
    return { value: [...fields.values()], seconds: list.seconds }
  })
  if (answer instanceof OctetError) throw answer
  return answer
}
