/** Calls in flight and the rows that they keep, counted per instance and per process: a vendor that hangs, or never ends, must not take the server with it. */
import { createError } from '../lib/errors.ts'
import type { CallLimits } from './types.ts'

export interface CallLimitOptions {
  /** Calls in flight for one instance. Default 128. */
  readonly perInstance?: number
  /** Calls in flight in this process. Default 2,048. */
  readonly perProcess?: number
  /** Characters of rows that calls of one instance keep while they read on. Default 64 MB, which one call may read. */
  readonly heldPerInstance?: number
  /** The same in this process. Default 512 MB. */
  readonly heldPerProcess?: number
}

const megabyte = 1024 * 1024

/** Creates the counters; beyond a limit `acquire` throws too-many-calls (429) with `retry-after: 1`. */
export function createCallLimits(options: CallLimitOptions = {}): CallLimits {
  const perInstance = options.perInstance ?? 128
  const perProcess = options.perProcess ?? 2048
  const heldPerInstance = options.heldPerInstance ?? 64 * megabyte
  const heldPerProcess = options.heldPerProcess ?? 512 * megabyte
  const inFlight = new Map<number, number>()
  let all = 0
  const held = new Map<number, number>()
  let heldByAll = 0
  return {
    acquire(instanceId) {
      const own = inFlight.get(instanceId) ?? 0
      if (own >= perInstance) throw createLimitError('this element instance')
      if (all >= perProcess) throw createLimitError('this server')
      all++
      inFlight.set(instanceId, own + 1)
      return () => {
        all--
        const left = (inFlight.get(instanceId) ?? 1) - 1
        if (left === 0) inFlight.delete(instanceId)
        else inFlight.set(instanceId, left)
      }
    },
    hold(instanceId) {
      let mine = 0
      const set = (characters: number) => {
        const more = characters - mine
        const own = (held.get(instanceId) ?? 0) + more
        if (more > 0 && own > heldPerInstance) throw createLimitError('this element instance')
        if (more > 0 && heldByAll + more > heldPerProcess) throw createLimitError('this server')
        mine = characters
        heldByAll += more
        if (own === 0) held.delete(instanceId)
        else held.set(instanceId, own)
      }
      return { set, close: () => set(0) }
    },
  }
}

function createLimitError(scope: string) {
  return createError('too-many-calls', { params: { scope, seconds: 1 }, headers: { 'retry-after': '1' } })
}
