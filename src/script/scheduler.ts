/**
 * Who runs next: at most one script of an account at a time, accounts in turn, and never all threads in the hands of accounts whose scripts ran out of time
 * a moment ago. Pure state; nothing here runs anything.
 */
import type { Clock } from '../lib/clock.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import type { ScriptLimits } from './limits.ts'

interface Waiting {
  readonly accountId: number
  /** How many calls of this server by scripts it is within: those are waited for by scripts of the same account, so each depth has a line of its own. */
  readonly depth: number
}

export interface Scheduler<T extends Waiting> {
  /** Puts a script in its account's line. Throws too-many-scripts (429) when that or all lines together are full. */
  add(waiting: T): void
  /** Takes out one that no longer waits for its turn; whether it was there. */
  remove(waiting: T): boolean
  isWaiting(waiting: T): boolean
  /** The next to run, or undefined when none may. It holds a thread for its account until `release`. */
  take(): T | undefined
  /**
   * The account's script waits for something outside: it gives up its turn, but no other of the account may start. False when so many wait already that it
   * has to end.
   */
  park(holder: Waiting): boolean
  resume(holder: Waiting): void
  /** The account's script ended; `ranOut` when it used up its time. */
  release(holder: Waiting, ranOut: boolean): void
  /** How many wait for their turn, and how many have it. */
  count(): { readonly waiting: number; readonly running: number }
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
  const lines = new Map<string, T[]>()
  const holders = new Map<string, { readonly accountId: number; state: 'computing' | 'parked' }>()
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
    for (const { accountId, state } of holders.values()) if (state === 'computing' && mayCount(accountId)) count++
    return count
  }

  function setState(holder: Waiting, state: 'computing' | 'parked'): void {
    const held = holders.get(nameLine(holder))
    if (held !== undefined) held.state = state
  }

  function dropSuspects(): void {
    for (const accountId of suspects.keys()) isSuspect(accountId)
  }

  return {
    add(entry) {
      const line = lines.get(nameLine(entry)) ?? []
      if (line.length >= limits.waitingPerAccount || waiting >= limits.waiting) {
        throw createTooManyScripts(line.length >= limits.waitingPerAccount ? 'this account' : 'this server')
      }
      line.push(entry)
      lines.set(nameLine(entry), line)
      waiting++
    },
    remove(entry) {
      const line = lines.get(nameLine(entry)) ?? []
      const at = line.indexOf(entry)
      if (at < 0) return false
      line.splice(at, 1)
      if (line.length === 0) lines.delete(nameLine(entry))
      waiting--
      return true
    },
    isWaiting: (entry) => lines.get(nameLine(entry))?.includes(entry) === true,
    take() {
      if (waiting === 0 || countComputing(() => true) >= limits.workers) return undefined
      const mayTakeSuspects = countComputing(isSuspect) < limits.workers - 1
      for (const [name, line] of lines) {
        const { accountId } = line[0]!
        if (holders.has(name) || (!mayTakeSuspects && isSuspect(accountId))) continue
        const entry = line.shift()!
        waiting--
        lines.delete(name)
        if (line.length > 0) lines.set(name, line)
        holders.set(name, { accountId, state: 'computing' })
        return entry
      }
      return undefined
    },
    park(holder) {
      if (holders.size - countComputing(() => true) >= limits.parkedWorkers) return false
      setState(holder, 'parked')
      return true
    },
    resume: (holder) => setState(holder, 'computing'),
    release(holder, ranOut) {
      const { accountId } = holder
      holders.delete(nameLine(holder))
      if (!ranOut) return
      if (suspects.size > 1000) dropSuspects()
      suspects.set(accountId, now() + limits.suspicionMs)
    },
    count: () => ({ waiting, running: holders.size }),
    clear() {
      const all = [...lines.values()].flat()
      lines.clear()
      waiting = 0
      return all
    },
  }
}

function nameLine({ accountId, depth }: Waiting): string {
  return depth === 0 ? String(accountId) : `${accountId} ${depth}`
}
