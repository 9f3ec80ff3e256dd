/** The four levels that speak of a common resource (contract 9.1): each extends those above it. */
import type { CommonResourceLevel } from '../store/common-resource-tables.ts'

export type Level = CommonResourceLevel

/** Highest first. */
export const levels: readonly Level[] = ['system', 'organization', 'account', 'instance']

/** Whose word something is: one level of one organization, account or instance. */
export interface Placed {
  readonly level: Level
  /** The id of the organization, account or instance; null for the system's. */
  readonly associatedId: number | null
}

export interface Scope extends Placed {
  /** Null for the system's. */
  readonly organizationId: number | null
}

/** Who is under what: the levels that an organization, one of its accounts and an instance of that see. */
export interface Standing {
  readonly organizationId: number
  readonly accountId?: number | undefined
  readonly instanceId?: number | undefined
}

/** The scopes that a standing sees, lowest first; the system's is the last. */
export function scopesOf({ organizationId, accountId, instanceId }: Standing): Scope[] {
  const scopes: Scope[] = [
    { level: 'organization', associatedId: organizationId, organizationId },
    { level: 'system', associatedId: null, organizationId: null },
  ]
  if (accountId !== undefined) scopes.unshift({ level: 'account', associatedId: accountId, organizationId })
  if (instanceId !== undefined) scopes.unshift({ level: 'instance', associatedId: instanceId, organizationId })
  return scopes
}

export function isSamePlace(one: Placed, other: Placed): boolean {
  return one.level === other.level && one.associatedId === other.associatedId
}

/** Whether `from` is at `at` or below it, and so sees what is said there. Both are of one organization; `accountOf`: instance → account. */
export function isUnder(from: Placed, at: Placed, accountOf: ReadonlyMap<number, number>): boolean {
  if (at.level === 'system' || isSamePlace(from, at)) return true
  if (at.level === 'organization') return from.level !== 'system'
  return at.level === 'account' && from.level === 'instance' && accountOf.get(from.associatedId ?? 0) === at.associatedId
}

/** The instances that these are the words of. */
export function listInstanceIds(placed: readonly Placed[]): number[] {
  return placed.flatMap(({ level, associatedId }) => (level === 'instance' && associatedId !== null ? [associatedId] : []))
}

/** Positive when `a` is below `b`. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b)
}
