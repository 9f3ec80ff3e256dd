/** What is known of the fields that a scan looks at: from the element, and from the vendor's description of the object. */
import type { TypeOf } from '../../ceql/compare-literal.ts'
import { literalTypeOf } from '../../elements/compile/literal-type.ts'
import { type DescribedVendorField, describeFields } from '../discovery/vendor-fields.ts'
import { nameObject } from '../search/described-fields.ts'
import type { CallSession } from '../send.ts'
import type { Plan, Target } from '../types.ts'

export interface KnownFields {
  readonly typeOf: TypeOf
  readonly isKnown: (path: string) => boolean
}

/** Asks the vendor where the element has a way to; what it cannot tell is not known. */
export async function readKnownFields(session: CallSession, { target, plan }: { target: Target; plan: Plan }): Promise<KnownFields> {
  const object = nameObject(session.instance.element, target.resource, plan.request)
  const fields = object === undefined ? undefined : session.instance.element.objects[object]?.fields
  const declared = new Set(fields?.map(({ vendorPath }) => vendorPath.toLowerCase()))
  const described = (object === undefined ? undefined : await describeFields(session, object)) ?? []
  const byName = new Map(described.flatMap((field) => [field.name, field.path].map((name) => [name.toLowerCase(), field])))
  const listed = target.resource.transformation
  return {
    isKnown(path) {
      const name = path.toLowerCase()
      return listed?.filterOf(path) !== undefined || declared.has(name) || byName.has(name) || isInside(path, byName)
    },
    typeOf(path) {
      const own = listed?.filterOf(path)?.type
      if (own !== undefined) return own
      const field = byName.get(path.toLowerCase())
      if (field !== undefined) return literalTypeOf(field)
      return target.resource.where?.fields.isId(path) ? 'id' : undefined
    },
  }
}

/** What is in a record inside the record is known where that is: the rows may all lack it. */
function isInside(path: string, byName: ReadonlyMap<string, DescribedVendorField>): boolean {
  const head = path.includes('.') ? byName.get(path.slice(0, path.indexOf('.')).toLowerCase()) : undefined
  return head?.type === 'object'
}
