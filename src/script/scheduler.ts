/**
 * Who runs next: at most one script of an account at a time, accounts in turn, and never all threads in the hands of accounts whose scripts ran out of time
 * a moment ago. Pure state; nothing here runs anything.
 */
import type { Clock } from '../lib/clock.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import type { ScriptLimits } from './limits.ts'

interface Waiting {
  readonly accountId: number
}

export interface Scheduler<T extends Waiting> {
  /** Puts a script in its account's line. Throws too-many-scripts (429) when that or all lines together are full. */
  add(waiting: T): void
  /** Takes out one that no longer waits for its turn; whether it was there. */
  remove(waiting: T): boolean
  isWaiting(waiting: T): boolean
  /** The next to run, or undefined when none may. Its account holds a thread until `release`. */
  take(): T | undefined
  /**
   * The account's script waits for something outside: it gives up its turn, but no other of the account may start. False when so many wait already that it
   * has to end.
   */
  park(accountId: number): boolean
  resume(accountId: number): void
  /** The account's script ended; `ranOut` when it used up its time. */
  release(accountId: number, ranOut: boolean): void
  /** Takes out all that wait. */
  clear(): T[]
}

/** What a client reads whose script does not get its turn. */
export function createTooManyScripts(scope: string): OctetError {
  return createError('too-many-scripts', { params: { scope, seconds: 1 }, headers: { 'retry-after': '1' } })
}

/** Creates the lines. `now` is epoch milliseconds. */
export function createScheduler<T extends Waiting>(limits: ScriptLimits, now: Clock): Scheduler<T> {
  // The order of the accounts is the order of their turns: who had one goes to the end.
  const lines = new Map<number, T[]>()
  const holders = new Map<number, 'computing' | 'parked'>()
  const suspects = new Map<number, number>()
  let waiting = 0

  function isSuspect(accountId: number): boolean {
    const until = suspects.get(accountId)
    if (until === undefined) return false
    if (until > now()) return true
    suspects.delete(accountId)
    return false
  }

  function countComputing(mayCount: (accountId: number) => boolean): number {
    let count = 0
    for (const [accountId, state] of holders) if (state === 'computing' && mayCount(accountId)) count++
    return count
  }

  function dropSuspects(): void {
    for (const accountId of suspects.keys()) isSuspect(accountId)
  }

  return {
    add(entry) {
      const line = lines.get(entry.accountId) ?? []
      if (line.length >= limits.waitingPerAccount || waiting >= limits.waiting) {
        throw createTooManyScripts(line.length >= limits.waitingPerAccount ? 'this account' : 'this server')
      }
      line.push(entry)
      lines.set(entry.accountId, line)
      waiting++
    },
    remove(entry) {
      const line = lines.get(entry.accountId) ?? []
      const at = line.indexOf(entry)
      if (at < 0) return false
      line.splice(at, 1)
      if (line.length === 0) lines.delete(entry.accountId)
      waiting--
      return true
    },
    isWaiting: (entry) => lines.get(entry.accountId)?.includes(entry) === true,
    take() {
      if (waiting === 0 || countComputing(() => true) >= limits.workers) return undefined
      const mayTakeSuspects = countComputing(isSuspect) < limits.workers - 1
      for (const [accountId, line] of lines) {
        if (holders.has(accountId) || (!mayTakeSuspects && isSuspect(accountId))) continue
        const entry = line.shift()!
        waiting--
        lines.delete(accountId)
        if (line.length > 0) lines.set(accountId, line)
        holders.set(accountId, 'computing')
        return entry
      }
      return undefined
    },
    park(accountId) {
      if (holders.size - countComputing(() => true) >= limits.parkedWorkers) return false
      if (holders.has(accountId)) holders.set(accountId, 'parked')
      return true
    },
    resume: (accountId) => void (holders.has(accountId) && holders.set(accountId, 'computing')),
    release(accountId, ranOut) {
      holders.delete(accountId)
      if (!ranOut) return
      if (suspects.size > 1000) dropSuspects()
      suspects.set(accountId, now() + limits.suspicionMs)
    },
    clear() {
      const all = [...lines.values()].flat()
      lines.clear()
      waiting = 0
      return all
    },
  }
}
