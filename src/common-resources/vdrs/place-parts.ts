/** Sorts the parts of a body (fields, flags, scripts) to the levels they speak for; what the caller may not write is left out, and told (contract 9.1). */
import { createError } from '../../lib/errors.ts'
import { type Level, levels, type Placed } from '../levels.ts'
import { mayWrite, type OwnInstances, type Sight } from './sight.ts'

/** How clients say whose word a part is. */
export interface Leveled {
  readonly level?: unknown
  readonly associatedLevel?: unknown
  readonly associatedId?: unknown
  readonly instanceId?: unknown
}

export interface Placing {
  readonly sight: Sight
  readonly own: OwnInstances
  /** Of parts that say none. */
  readonly defaultLevel: Level
  /** Of parts of an instance that name none. */
  readonly instanceId?: number | undefined
}

export interface Placer {
  /** Where a part goes; undefined: it is ignored. `what` is the kind of parts, in the plural. Throws invalid-body (400) for a level that there is not. */
  place(part: Leveled, what: string): Placed | undefined
  /** Notes that something was left out. */
  ignore(reason: string): void
  /** The header that tells what was ignored; none when nothing was. */
  headers(): Record<string, string>
}

export function createPlacer({ sight, own, defaultLevel, instanceId }: Placing): Placer {
  const ignored = new Set<string>()
  const ignore = (reason: string) => void ignored.add(reason)
  return {
    place(part, what) {
      const level = readLevel(part) ?? defaultLevel
      const refuse = (why: string) => {
        ignore(`${what} of level ${level} were ignored: ${why}`)
        return undefined
      }
      if (!mayWrite(sight, level)) return refuse('this user may not write them')
      const named = readNumber(part.associatedId) ?? readNumber(part.instanceId)
      const { organizationId, accountId } = sight.caller
      switch (level) {
        case 'system':
          return { level, associatedId: null }
        case 'organization':
          return { level, associatedId: organizationId }
        case 'account':
          return named === undefined || named === accountId ? { level, associatedId: accountId } : refuse('they belong to another account')
        case 'instance': {
          const id = named ?? instanceId
          return id !== undefined && own.has(id)
            ? { level, associatedId: id }
            : refuse('they name no element instance of this account and element')
        }
      }
    },
    ignore,
    headers() {
      return ignored.size === 0 ? {} : { 'Elements-Error': [...ignored].join('; ') }
    },
  }
}

/** Instances that parts name, to be looked up before they are placed. */
export function listNamedInstances(parts: readonly Leveled[]): number[] {
  return parts.flatMap(({ associatedId, instanceId }) => [readNumber(associatedId) ?? [], readNumber(instanceId) ?? []].flat())
}

/** Throws invalid-body (400). */
export function readLevel({ level, associatedLevel }: Leveled): Level | undefined {
  const word = level ?? associatedLevel
  if (word === undefined || word === null) return undefined
  const found = levels.find((each) => each === String(word).toLowerCase())
  if (found === undefined) throw createError('invalid-body', { params: { reason: `level: expected one of ${levels.join(', ')}` } })
  return found
}

/** An id as clients send it, as a number or as text; undefined for anything else. */
export function readNumber(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined
}
