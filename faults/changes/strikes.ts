/** What is done to the servers while they work, and what an answer owes to it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Server } from '../../test/server-process.ts'
import type { LockBreaker } from '../break-locks.ts'
import type { Random } from '../random.ts'

export interface Strike {
  /** `listeners`: the connections by which servers hear of changes are cut; `connections`: all of them. */
  readonly kind: 'kill' | 'listeners' | 'connections'
  readonly at: number
  /** When a killed process was gone, and when it served again; when the cut was done. */
  readonly overAt: number
  /** The one that was killed. */
  readonly server?: Server
}

/** Twice as many kills as cuts of either kind. */
const order = ['kill', 'listeners', 'kill', 'connections'] as const
/** Long enough that usage of the time before one strike is written before the next, and that old states would show. */
const restMs = 2500
/** A server connects anew at once; a busy machine takes its time. */
const reconnectMs = 2000

export interface Target {
  readonly servers: readonly Server[]
  readonly breaker: LockBreaker
  readonly random: Random
}

/** Strikes number `number` (from 0): calls `onGone` when it has fallen, and resolves after the rest that follows. */
export async function strike({ servers, breaker, random }: Target, number: number, onStrike: (strike: Strike) => void): Promise<void> {
  const kind = order[number % order.length]!
  const at = performance.now()
  if (kind === 'kill') {
    const server = servers[Math.floor(random() * servers.length)]!
    await server.kill()
    onStrike({ kind, at, overAt: performance.now(), server })
    await server.start()
  } else {
    await (kind === 'listeners' ? breaker.breakLocks() : breaker.breakAll())
    onStrike({ kind, at, overAt: performance.now() })
  }
  await sleep(restMs + random() * 500)
}

/** A call without an answer is a kill's when it was under way through that server when it fell. */
export function wasKilled(strikes: readonly Strike[], call: { server: Server; startedAt: number; endedAt: number }): boolean {
  return strikes.some(({ server, at, overAt }) => server === call.server && at <= call.endedAt && call.startedAt <= overAt)
}

/** A 503 that says that the database is away is due only while a server connects anew. */
export function wasCut(strikes: readonly Strike[], { startedAt, endedAt }: { startedAt: number; endedAt: number }): boolean {
  return strikes.some(({ kind, at, overAt }) => kind !== 'kill' && at <= endedAt && startedAt <= overAt + reconnectMs)
}
