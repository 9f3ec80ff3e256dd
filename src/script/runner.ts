/**
 * The sandbox as the rest of the server sees it: scripts wait their turn, run in threads that hold nothing of the host, and come back as a result or an error
 * in words. See docs/decisions/0019-the-sandbox.md.
 */
import { type Clock, systemClock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import { completeLimits, type ScriptLimits } from './limits.ts'
import type { Failure, Job } from './messages.ts'
import { readResult } from './read-result.ts'
import { createScheduler, createTooManyScripts } from './scheduler.ts'
import type { Script, ScriptCall, ScriptResult, ScriptRunner } from './script.ts'
import { sendScriptRequest } from './send-request.ts'
import type { Outcome, Thread } from './thread.ts'
import { createThreadPool } from './thread-pool.ts'
import { measureJob, writeJob } from './write-job.ts'

export interface ScriptRunnerOptions {
  /** The guarded door that requests of scripts go through. */
  readonly egress: Pick<Egress, 'send'>
  readonly limits?: Partial<ScriptLimits>
  /** Told every line a script writes to the console; without it they are dropped. What scripts print may be secret. */
  readonly onConsole?: (line: { readonly script: string; readonly level: string; readonly text: string }) => void
  readonly clock?: Clock
}

interface Turn {
  readonly accountId: number
  readonly script: Script
  readonly job: Job
  readonly hide: (text: string) => string
  readonly signal: AbortSignal | undefined
  readonly resolve: (result: ScriptResult) => void
  readonly reject: (error: unknown) => void
  /** Called when the wait is over. */
  stopWaiting: () => void
}

export interface WarmableRunner extends ScriptRunner {
  /** Scripts are about to come: starts a thread, which takes half a second, unless there is one. */
  warm(): void
}

/** Creates the runner; threads start when the first script comes, or with `warm`. Throws a plain Error when a limit is no positive whole number. */
export function createScriptRunner(options: ScriptRunnerOptions): WarmableRunner {
  const limits = completeLimits(options.limits)
  const scheduler = createScheduler<Turn>(limits, options.clock ?? systemClock)
  const pool = createThreadPool(limits, options.onConsole !== undefined)
  let isClosed = false

  function dispatch(): void {
    while (!isClosed) {
      const turn = scheduler.take()
      if (turn === undefined) return
      turn.stopWaiting()
      void serve(turn).then(dispatch, dispatch)
    }
  }

  /** A script that waits for its turn stops waiting when its call is over, or when it has waited long enough. */
  function giveUpInTime(turn: Turn): void {
    const { signal } = turn
    const leave = (error: unknown) => {
      turn.stopWaiting()
      if (scheduler.remove(turn)) turn.reject(error)
    }
    const abort = () => leave(signal?.reason)
    const late = setTimeout(() => leave(createTooManyScripts('this account')), limits.waitingMs)
    signal?.addEventListener('abort', abort, { once: true })
    turn.stopWaiting = () => {
      clearTimeout(late)
      signal?.removeEventListener('abort', abort)
    }
  }

  async function serve(turn: Turn): Promise<void> {
    let thread: Thread | undefined
    let ranOut = false
    try {
      thread = await pool.take()
      if (isClosed) throw createError('shutting-down')
      turn.signal?.throwIfAborted()
      const outcome = await runOn(thread, turn)
      ranOut = outcome.ranOut
      if ('result' in outcome) turn.resolve(readResult(outcome.result, turn.script))
      else
        throw isClosed
          ? createError('shutting-down')
          : describeFailure(turn.script, { ...outcome.failure, reason: turn.hide(outcome.failure.reason) })
    } catch (error) {
      turn.reject(error)
    } finally {
      scheduler.release(turn.accountId, ranOut)
      if (thread !== undefined) pool.give(thread)
    }
  }

  async function runOn(thread: Thread, { accountId, script, job, signal, reject }: Turn): Promise<Outcome> {
    const ending = new AbortController()
    let until: number | undefined
    let requests = 0
    const abort = () => {
      reject(signal?.reason)
      thread.cancel()
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await thread.run(job, {
        parked() {
          if (scheduler.park(accountId)) return dispatch()
          reject(createTooManyScripts('the network or a timer'))
          thread.cancel()
        },
        resumed() {
          until ??= performance.now() + limits.totalMs
          scheduler.resume(accountId)
        },
        async request(request) {
          if (++requests > limits.requests) return { error: `A script may send ${limits.requests} requests`, code: 'ECONNREFUSED' }
          const leftMs = (until ?? 0) - performance.now()
          return sendScriptRequest(request, { egress: options.egress, bodyBytes: limits.bodyBytes, leftMs, signal: ending.signal })
        },
        console: ({ level, text }) => options.onConsole?.({ script: script.name, level, text }),
      })
    } finally {
      signal?.removeEventListener('abort', abort)
      ending.abort()
    }
  }

  return {
    run({ script, accountId, variables, parsed, signal, hide = (text) => text }: ScriptCall): Promise<ScriptResult> {
      return new Promise((resolve, reject) => {
        if (isClosed) throw createError('shutting-down')
        signal?.throwIfAborted()
        const job = writeJob({ script, variables, ...(parsed !== undefined && { parsed }) })
        if (measureJob(job) > limits.variableBytes) throw describeFailure(script, { code: 'script-too-large', reason: 'what it is given' })
        const turn: Turn = { accountId, script, job, hide, signal, resolve, reject, stopWaiting() {} }
        scheduler.add(turn)
        dispatch()
        if (scheduler.isWaiting(turn)) giveUpInTime(turn)
      })
    },
    warm: pool.warm,
    async close() {
      isClosed = true
      for (const turn of scheduler.clear()) {
        turn.stopWaiting()
        turn.reject(createError('shutting-down'))
      }
      await pool.close()
    },
  }
}

function describeFailure({ name }: Script, { code, reason, line }: Failure): OctetError {
  const where = line === undefined ? '' : ` at line ${line}`
  return createError(code, { params: { script: name, reason, where } })
}
