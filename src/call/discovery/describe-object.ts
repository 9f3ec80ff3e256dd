/** All fields of an object of an instance: the element's own, what the vendor describes, what its users have defined. */
import type { ObjectFields } from '../../elements/compile/compiled-discovery.ts'
import { describeCustomField } from '../../elements/compile/object-fields.ts'
import type { DescribedField } from '../../elements/document/octet.ts'
import type { CallSession } from '../send.ts'
import { readCustomFields } from './custom-fields.ts'
import { readFields } from './vendor-fields.ts'

/** True when the vendor must be asked for all that is to be told. */
export function needsVendor({ custom, discovered }: ObjectFields): boolean {
  return custom !== undefined || discovered !== undefined
}

/** What is known of an object without its vendor. */
export function describeOwnFields({ fields }: ObjectFields, customOnly: boolean): readonly DescribedField[] {
  return customOnly ? [] : fields
}

/** Lists the fields; `customOnly`: those that users of the vendor have defined. Throws what the vendor or the way to it answers. */
export async function describeObject(session: CallSession, object: ObjectFields, customOnly: boolean): Promise<readonly DescribedField[]> {
  const { custom, discovered, fields } = object
  const own =
    discovered === undefined
      ? describeOwnFields(object, customOnly)
      : discovered.merge(await readFields(session, discovered.list), customOnly)
  if (custom === undefined) return own
  const known = new Set(fields.map(({ vendorPath }) => vendorPath))
  const more = (await readCustomFields(session, custom.directory)).map((entry) => describeCustomField(custom, entry))
  return [...own, ...more.filter(({ vendorPath }) => !known.has(vendorPath))]
}
