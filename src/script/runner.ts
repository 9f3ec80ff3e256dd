/**
 * The sandbox as the rest of the server sees it: scripts wait their turn, run in threads that hold nothing of the host, and come back as a result or an error
 * in words. See docs/decisions/0019-the-sandbox.md.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type Clock, systemClock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import { createError, OctetError } from '../lib/errors.ts'
import { completeLimits, type ScriptLimits } from './limits.ts'
import type { Ending, ScriptReply, ScriptRequest } from './messages.ts'
import { readDepth, runAtDepth } from './nesting.ts'
import { describeFailure, readEnding } from './read-result.ts'
import { type JobCall, runInTurns } from './run-in-turns.ts'
import { createScheduler, createTooManyScripts } from './scheduler.ts'
import type { ScriptRunner } from './script.ts'
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

interface Turn extends JobCall {
  readonly depth: number
  /** Runs what the script asks for as its caller's doing: messages of a thread come as that of whoever started it. */
  readonly asCaller: <T>(work: () => T) => T
  readonly resolve: (endings: readonly Ending[]) => void
  readonly reject: (error: unknown) => void
  /** Called when the wait is over. */
  stopWaiting: () => void
}

export interface WarmableRunner extends ScriptRunner {
  /** Scripts are about to come: starts a thread, which takes half a second, unless there is one. */
  warm(): void
  /** How many scripts wait for their turn, and how many have it. */
  count(): { readonly waiting: number; readonly running: number }
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
      if (isClosed && outcome.endings.some((ending) => 'failure' in ending)) throw createError('shutting-down')
      turn.resolve(outcome.endings)
    } catch (error) {
      turn.reject(error)
    } finally {
      scheduler.release(turn, ranOut)
      if (thread !== undefined) pool.give(thread)
    }
  }

  async function runOn(thread: Thread, turn: Turn): Promise<Outcome> {
    const { script, job, signal, reject } = turn
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
          if (scheduler.park(turn)) return dispatch()
          reject(createTooManyScripts('the network or a timer'))
          thread.cancel()
        },
        resumed() {
          until ??= performance.now() + limits.totalMs
          scheduler.resume(turn)
        },
        async request(request) {
          if (++requests > limits.requests * job.inputs.length) return { error: 'Too many requests', code: 'ECONNREFUSED' }
          return turn.asCaller(() => send(request, { turn, leftMs: (until ?? 0) - performance.now(), signal: ending.signal }))
        },
        console: ({ level, text }) => options.onConsole?.({ script: script.name, level, text }),
      })
    } finally {
      signal?.removeEventListener('abort', abort)
      ending.abort()
    }
  }

  /** Requests for this server itself are answered in this process, one depth further in. */
  async function send(
    request: ScriptRequest,
    { turn, leftMs, signal }: { turn: Turn; leftMs: number; signal: AbortSignal },
  ): Promise<ScriptReply> {
    const { bodyBytes, nesting } = limits
    const { ownServer } = turn
    if (ownServer?.owns(request.url)) {
      if (turn.depth >= nesting) return { error: `Calls of this server by scripts may be ${nesting} within one another`, code: 'ELOOP' }
      return runAtDepth(turn.depth + 1, () => ownServer.answer(request, { bodyBytes, leftMs, signal }))
    }
    return sendScriptRequest(request, { egress: options.egress, bodyBytes, leftMs, signal })
  }

  function submit(call: JobCall): Promise<readonly Ending[]> {
    return new Promise((resolve, reject) => {
      if (isClosed) throw createError('shutting-down')
      call.signal?.throwIfAborted()
      if (measureJob(call.job) > limits.variableBytes)
        throw describeFailure(call.script, { code: 'script-too-large', reason: 'what it is given' })
      const turn: Turn = { ...call, depth: readDepth(), asCaller: AsyncLocalStorage.snapshot(), resolve, reject, stopWaiting() {} }
      scheduler.add(turn)
      dispatch()
      if (scheduler.isWaiting(turn)) giveUpInTime(turn)
    })
  }

  return {
    async run({ variables, parsed, hide, ...call }) {
      const job = writeJob({ script: call.script, inputs: [variables], ...(parsed !== undefined && { parsed }) })
      const [ending] = await submit({ ...call, job })
      const result = readEnding(ending!, call.script, hide)
      if (result instanceof OctetError) throw result
      return result
    },
    runEach: (list) => runInTurns(list, { submit, limits }),
    warm: pool.warm,
    count: scheduler.count,
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
