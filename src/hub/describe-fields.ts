/** The fields of several objects of an instance at once, for its documentation: what the vendor does not tell is left out, and named. */
import { describeObject, needsVendor } from '../call/discovery/describe-object.ts'
import { withSession } from '../call/discovery/with-session.ts'
import type { CallParts } from '../call/types.ts'
import type { DescribedField } from '../elements/document/octet.ts'
import { OctetError } from '../lib/errors.ts'
import type { Described } from './discovery.ts'

export interface DescribedObjects {
  /** Object → its fields; the element knows the others itself. */
  readonly fields: ReadonlyMap<string, readonly DescribedField[]>
  /** Objects that the vendor was not, or could not be, asked about. */
  readonly untold: readonly string[]
}

/** So many questions are at the vendor at a time. */
const atOnce = 4

/** Describes those of the objects that the element has and that the vendor knows more of, as one call of the instance. */
export async function describeFields(parts: CallParts, { call, disabled }: Described, names: readonly string[]): Promise<DescribedObjects> {
  const { objects } = call.element
  const asked = names.filter((name) => Object.hasOwn(objects, name) && needsVendor(objects[name]!))
  const fields = new Map<string, readonly DescribedField[]>()
  const tell = () => ({ fields, untold: asked.filter((name) => !fields.has(name)) })
  if (disabled || asked.length === 0) return tell()
  const open = asked.values()
  let isAway = false
  const failing = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof OctetError)) throw error
      // One object may be closed to this user; a vendor that is away is away for all.
      isAway ||= error.status >= 500 || error.status === 429 || error.status === 401
    }
  }
  await failing(() =>
    withSession(parts, call, async (session) => {
      const askOn = async () => {
        for (const name of open) {
          if (isAway) return
          await failing(async () => void fields.set(name, await describeObject(session, objects[name]!, false)))
        }
      }
      await Promise.all(Array.from({ length: Math.min(atOnce, asked.length) }, askOn))
    }),
  )
  return tell()
}
