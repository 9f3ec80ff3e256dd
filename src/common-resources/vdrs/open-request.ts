/** What a request to `/vdrs` and `/common-resources` begins with: its rights, what it sees, and where the parts of its body go. */
import { demandPrivilege } from '../../identity/roles.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import type { QueryParameter } from '../../lib/query-parameters.ts'
import { readSwitch, readText } from '../../lib/query-values.ts'
import type { RouteRequest } from '../../lib/route.ts'
import { type Action, demandAction } from '../actions.ts'
import type { CommonParts } from '../parts.ts'
import { createPlacer, type Leveled, listNamedInstances, type Placer, readLevel, readNumber } from './place-parts.ts'
import { chooseDefaultLevel, readOwnInstances, type Sight } from './sight.ts'

export const sightParameters: readonly QueryParameter[] = [
  { name: 'systemOnly', description: "The system's level alone", type: 'boolean' },
  { name: 'instanceId', description: 'Of the levels of element instances that of this one alone', type: 'integer' },
]

/** Throws missing-privilege (403), no-instance (404): one that is not the account's. */
export async function openSight({ database }: CommonParts, { caller, query }: RouteRequest, action: Action): Promise<Sight> {
  const sight = { caller: caller!, systemOnly: readSwitch(query, 'systemOnly') }
  // Who keeps the system's common resources need keep none of their own.
  const isKeeper = sight.systemOnly && sight.caller.privileges.has('vdrAdmin')
  if (!isKeeper) demandAction(sight.caller, action)
  if (sight.systemOnly && action !== 'view') demandPrivilege(sight.caller, 'vdrAdmin')
  const text = readText(query, 'instanceId')
  if (text === undefined) return sight
  const instanceId = parseId(text)
  const own = instanceId === undefined ? new Set() : await readOwnInstances(database.db, sight.caller, { ids: [instanceId] })
  if (instanceId === undefined || !own.has(instanceId)) throw createError('no-instance', { params: { id: text.slice(0, 40) } })
  return { ...sight, instanceId }
}

export interface PlacedBody {
  readonly body: Leveled
  readonly parts: readonly Leveled[]
  /** Whose instances may be named; default: any element's. */
  readonly elementId?: number | null
}

/** Where the parts of a body go: what the body as a whole says of its level holds for parts that say nothing. Throws invalid-body (400). */
export async function openPlacer({ database }: CommonParts, sight: Sight, { body, parts, elementId }: PlacedBody): Promise<Placer> {
  const instanceId = readNumber(body.instanceId) ?? sight.instanceId
  const ids = [...listNamedInstances([body, ...parts]), ...(sight.instanceId === undefined ? [] : [sight.instanceId])]
  const own = await readOwnInstances(database.db, sight.caller, { ids, elementId })
  const defaultLevel = sight.systemOnly
    ? 'system'
    : (readLevel(body) ?? (instanceId === undefined ? chooseDefaultLevel(sight) : 'instance'))
  return createPlacer({ sight, own, defaultLevel, instanceId })
}

/** The organization that hears of a change; null, all: whoever may write the system's level may have done it. */
export function hearersOf({ caller }: Sight): number | null {
  return caller.privileges.has('vdrAdmin') ? null : caller.organizationId
}
