/**
 * The sandbox as the rest of the server sees it: scripts wait their turn, run in threads that hold nothing of the host, and come back as a result or an error
 * in words. See docs/decisions/0012-the-sandbox.md.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Clock, systemClock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import { completeLimits, type ScriptLimits } from './limits.ts'
import type { Failure, Job } from './messages.ts'
import { readResult } from './read-result.ts'
import { createScheduler } from './scheduler.ts'
import type { Script, ScriptCall, ScriptResult, ScriptRunner } from './script.ts'
import { sendScriptRequest } from './send-request.ts'
import { startThread, type Thread } from './thread.ts'
import type { InterpreterCode } from './web-assembly.ts'
import { measureJob, writeJob } from './write-job.ts'

export interface ScriptRunnerOptions {
  /** The guarded door that requests of scripts go through. */
  readonly egress: Pick<Egress, 'send'>
  readonly limits?: Partial<ScriptLimits>
  /** Told every line a script writes to the console; without it they are dropped. What scripts print may be secret. */
  readonly onConsole?: (line: { readonly script: string; readonly level: string; readonly text: string }) => void
  readonly clock?: Clock
}

interface Waiting {
  readonly accountId: number
  readonly script: Script
  readonly job: Job
  readonly signal: AbortSignal | undefined
  readonly resolve: (result: ScriptResult) => void
  readonly reject: (error: unknown) => void
}

/** Creates the runner; threads start when the first script comes. Throws a plain Error when a limit is no positive whole number. */
export function createScriptRunner(options: ScriptRunnerOptions): ScriptRunner {
  const limits = completeLimits(options.limits)
  const scheduler = createScheduler<Waiting>(limits, options.clock ?? systemClock)
  const threads = new Set<Thread>()
  const idle: Thread[] = []
  let isClosed = false
  let interpreter: Promise<InterpreterCode> | undefined

  async function openThread(): Promise<Thread> {
    interpreter ??= compileInterpreter()
    const { activeMs, memoryBytes, resultBytes, consoleBytes } = limits
    const passConsole = options.onConsole !== undefined
    const settings = { interpreter: await interpreter, activeMs, memoryBytes, resultBytes, consoleBytes, passConsole }
    const thread = startThread(settings, limits)
    threads.add(thread)
    return thread
  }

  async function takeThread(): Promise<Thread> {
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
      if (thread.isAlive) return thread
      threads.delete(thread)
    }
    return openThread()
  }

  function dispatch(): void {
    if (isClosed || countBusy() >= limits.workers + limits.parkedWorkers) return
    const next = scheduler.take()
    if (next === undefined) return
    busy++
    void runNext(next).finally(() => {
      busy--
      dispatch()
    })
    dispatch()
  }
  let busy = 0
  const countBusy = (): number => busy

  async function runNext(waiting: Waiting): Promise<void> {
    const { accountId, script, job, signal } = waiting
    const ending = new AbortController()
    let thread: Thread | undefined
    let ranOut = false
    try {
      thread = await takeThread()
      if (isClosed) throw createError('shutting-down')
      signal?.throwIfAborted()
      const abort = () => {
        thread?.cancel()
        waiting.reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      const until = performance.now() + limits.totalMs
      let requests = 0
      const outcome = await thread
        .run(job, {
          parked() {
            scheduler.park(accountId)
            dispatch()
          },
          resumed: () => scheduler.resume(accountId),
          async request(request) {
            if (++requests > limits.requests) return { error: `A script may send ${limits.requests} requests`, code: 'ECONNREFUSED' }
            const leftMs = until - performance.now()
            return sendScriptRequest(request, { egress: options.egress, bodyBytes: limits.bodyBytes, leftMs, signal: ending.signal })
          },
          console: ({ level, text }) => options.onConsole?.({ script: script.name, level, text }),
        })
        .finally(() => signal?.removeEventListener('abort', abort))
      if ('result' in outcome) waiting.resolve(readResult(outcome.result))
      else {
        ranOut = outcome.failure.code === 'script-timeout' || !thread.isAlive
        throw describeFailure(script, outcome.failure)
      }
    } catch (error) {
      waiting.reject(error)
    } finally {
      ending.abort()
      scheduler.release(accountId, ranOut)
      if (thread?.isAlive === true) idle.push(thread)
      else if (thread !== undefined) threads.delete(thread)
      if (idle.length > limits.workers) void idle.shift()!.end()
    }
  }

  return {
    run({ script, accountId, variables, parsed, signal }: ScriptCall): Promise<ScriptResult> {
      return new Promise((resolve, reject) => {
        if (isClosed) throw createError('shutting-down')
        signal?.throwIfAborted()
        const job = writeJob({ script, variables, ...(parsed !== undefined && { parsed }) })
        if (measureJob(job) > limits.variableBytes) throw describeFailure(script, { code: 'script-too-large', reason: 'what it is given' })
        const waiting: Waiting = { accountId, script, job, signal, resolve, reject }
        scheduler.add(waiting)
        signal?.addEventListener('abort', () => scheduler.remove(waiting) && reject(signal.reason), { once: true })
        dispatch()
      })
    },
    async close() {
      isClosed = true
      for (const waiting of scheduler.clear()) waiting.reject(createError('shutting-down'))
      await Promise.all([...threads].map((thread) => thread.end()))
    },
  }
}

async function compileInterpreter(): Promise<InterpreterCode> {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  return WebAssembly.compile(await readFile(file))
}

function describeFailure({ name }: Script, { code, reason, line }: Failure): OctetError {
  const where = line === undefined ? '' : ` at line ${line}`
  return createError(code, { params: { script: name, reason, where } })
}
