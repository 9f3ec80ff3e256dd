/** Shows what was said to a vendor while an instance was made or changed, when the client asks for it (contract 4.9 `providerData.debug`). */
import type { Caller } from '../lib/caller.ts'
import { OctetError } from '../lib/errors.ts'
import type { RouteReply } from '../lib/route.ts'
import type { InstanceInput } from './body.ts'
import { effectiveConfiguration } from './configuration.ts'
import { findInScope } from './instance-store.ts'
import { type InstancesParts, scopeOf } from './parts.ts'
import { findElement, readInstance } from './read.ts'

export interface Traced {
  readonly caller: Caller
  readonly input: InstanceInput
  /** From the path; wins over the body. */
  readonly elementKeyOrId?: string | undefined
  /** Of an instance that is changed. */
  readonly id?: number
}

/** Does the work; with `debug` its exchanges are kept, and the answer names them in `Elements-Trace-Id`, whether it is a success or an error. */
export async function traceProvisioning(
  parts: InstancesParts,
  traced: Traced,
  work: (parts: InstancesParts) => Promise<RouteReply>,
): Promise<RouteReply> {
  if (!traced.input.debug) return work(parts)
  const trace = parts.traces.open(parts.egress)
  const used = { ...parts, egress: trace.egress, call: { ...parts.call, egress: trace.egress } }
  const keep = async (madeId?: number) => {
    const owner = await describeOwner(parts, traced, madeId)
    return { 'Elements-Trace-Id': await trace.keep({ ...scopeOf(traced.caller), ...owner }) }
  }
  try {
    const reply = await work(used)
    const { id } = reply.body as { readonly id: number }
    return { ...reply, headers: { ...reply.headers, ...(await keep(id)) } }
  } catch (error) {
    if (!(error instanceof OctetError)) throw error
    // Of what fails before an element is known nothing is kept.
    throw error.withHeaders(await keep().catch(() => ({})))
  }
}

/** The element, and every secret that may stand in an exchange: sent, stored before, or granted meanwhile. */
async function describeOwner(parts: InstancesParts, { caller, input, elementKeyOrId, id }: Traced, madeId: number | undefined) {
  const storedId = madeId ?? id
  const exists = storedId !== undefined && (await findInScope(parts.database.db, scopeOf(caller), storedId)) !== undefined
  const record = exists ? await readInstance(parts, caller, storedId) : undefined
  const element = await findElement(parts, caller, elementKeyOrId ?? record?.elementId ?? input.elementKeyOrId ?? '')
  const configuration = { ...effectiveConfiguration(element, record?.own ?? { open: {}, secret: {} }), ...record?.own.secret }
  const own = [...element.secretKeys, ...Object.keys(record?.own.secret ?? {})].map((key) => configuration[key])
  const sent = [...element.secretKeys].map((key) => input.configuration[key])
  const { grant } = record ?? {}
  const granted = [grant?.accessToken, grant?.refreshToken, ...Object.values(grant?.session ?? {})]
  const brought = [input.code, input.oauth1?.token, input.oauth1?.verifier, input.oauth1?.secret]
  const secrets = [...own, ...sent, ...granted, ...brought].filter((value) => typeof value === 'string')
  return { elementKey: element.key, secrets }
}
