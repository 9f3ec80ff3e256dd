/** Calls in flight, counted per instance and per process: a vendor that hangs must not take the server with it. */
import { createError } from '../lib/errors.ts'
import type { CallLimits } from './types.ts'

export interface CallLimitOptions {
  /** Calls in flight for one instance. Default 128. */
  readonly perInstance?: number
  /** Calls in flight in this process. Default 2,048. */
  readonly perProcess?: number
}

/** Creates the counters; beyond a limit `acquire` throws too-many-calls (429) with `retry-after: 1`. */
export function createCallLimits(options: CallLimitOptions = {}): CallLimits {
  const perInstance = options.perInstance ?? 128
  const perProcess = options.perProcess ?? 2048
  const inFlight = new Map<number, number>()
  let all = 0
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
  }
}

function createLimitError(scope: string) {
  return createError('too-many-calls', { params: { scope, seconds: 1 }, headers: { 'retry-after': '1' } })
}
