/** What of common resources a caller sees, and what of that the caller may write (contract 9.1): the organization's level, the own account's, that of its instances, and the system's. */
import type { Caller } from '../../lib/caller.ts'
import type { Level, Placed } from '../levels.ts'
import type { Db } from '../store/resources.ts'
import { mayWriteLevel } from '../writable-levels.ts'

export interface Sight {
  readonly caller: Caller
  /** `systemOnly=true`: nothing but the system's level. */
  readonly systemOnly: boolean
  /** Of the instances this one alone; default: all of the account. */
  readonly instanceId?: number | undefined
}

/** Instances of the caller's account, among those that were asked about. */
export type OwnInstances = ReadonlySet<number>

export interface AskedInstances {
  readonly ids: readonly number[]
  /** Those of this element alone. */
  readonly elementId?: number | null | undefined
}

/** Which of these are instances of the caller's account. */
export async function readOwnInstances(
  db: Db,
  { organizationId, accountId }: Caller,
  { ids, elementId }: AskedInstances,
): Promise<OwnInstances> {
  if (ids.length === 0) return new Set()
  const all = db
    .selectFrom('instances')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', accountId)
    .where('id', 'in', [...new Set(ids)])
  const rows = await (elementId == null ? all : all.where('element_id', '=', elementId)).execute()
  return new Set(rows.map(({ id }) => id))
}

/** Whether the caller sees what is said at this level. */
export function sees({ caller, systemOnly, instanceId }: Sight, { level, associatedId }: Placed, own: OwnInstances): boolean {
  if (level === 'system') return true
  if (systemOnly || associatedId === null) return false
  if (level === 'organization') return associatedId === caller.organizationId
  if (level === 'account') return associatedId === caller.accountId
  return own.has(associatedId) && (instanceId === undefined || instanceId === associatedId)
}

/** Whether the caller may write at a level that the caller sees. */
export function mayWrite({ caller, systemOnly }: Sight, level: Level): boolean {
  return (!systemOnly || level === 'system') && mayWriteLevel(caller, level)
}

/** Whether a level of which nothing is sent is emptied by a list that replaces another. The system's is everybody's: it is not lost by what a list leaves out. */
export function mayEmpty(sight: Sight, level: Level): boolean {
  return mayWrite(sight, level) && (level !== 'system' || sight.systemOnly)
}

/** Where that goes of which nothing says the level: the highest that the caller may write; an instance only where one is named. */
export function chooseDefaultLevel(sight: Sight): Level {
  if (sight.systemOnly) return 'system'
  if (sight.instanceId !== undefined) return 'instance'
  return (['organization', 'account'] as const).find((level) => mayWrite(sight, level)) ?? 'instance'
}
