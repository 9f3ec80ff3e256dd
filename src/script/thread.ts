/** One thread of the sandbox as the server sees it: it is given a job, watched, and ended when it does not end by itself. */
import { Worker } from 'node:worker_threads'
import type { ScriptLimits } from './limits.ts'
import type { Failure, FromWorker, Job, ScriptReply, ScriptRequest, ToWorker, WorkerSettings } from './messages.ts'

export type Outcome = { readonly result: string } | { readonly failure: Failure }

/** What a run tells while it goes on. */
export interface ThreadEvents {
  parked(): void
  resumed(): void
  request(request: ScriptRequest): Promise<ScriptReply>
  console(line: { readonly level: string; readonly text: string }): void
}

export interface Thread {
  /** Runs a job; one at a time. Never rejects. */
  run(job: Job, events: ThreadEvents): Promise<Outcome>
  /** The run is no longer wanted: a waiting script is dropped at once. */
  cancel(): void
  /** Whether it can take another job. */
  readonly isAlive: boolean
  end(): Promise<void>
}

/** How long a thread may take to come up and load libraries (ms). */
const startLimit = 20_000

/** Starts a thread. It does not keep the process alive while it has nothing to do. */
export function startThread(settings: WorkerSettings, limits: Pick<ScriptLimits, 'activeMs' | 'totalMs' | 'graceMs'>): Thread {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), {
    workerData: settings,
    env: {},
    // Without the condition that gives ES modules to require.
    execArgv: ['--no-experimental-require-module'],
    stdin: false,
    // What the interpreter needs beside its own memory, which is no part of these.
    resourceLimits: { stackSizeMb: 8, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
  })
  worker.unref()
  let isAlive = true
  let number = 0
  let current: { readonly run: number; readonly events: ThreadEvents; readonly finish: (outcome: Outcome) => void } | undefined
  let watch: NodeJS.Timeout | undefined
  let total: NodeJS.Timeout | undefined
  let used = 0
  let since = 0
  let isParked = false

  const post = (message: ToWorker) => worker.postMessage(message)
  function end(): Promise<void> {
    isAlive = false
    return worker.terminate().then(() => {})
  }
  function watchFor(ms: number): void {
    clearTimeout(watch)
    watch = setTimeout(() => {
      void end()
      current?.finish({ failure: { code: 'script-timeout', reason: `${limits.activeMs / 1000} s of running` } })
    }, ms)
  }
  function endInAll(): void {
    if (isParked) post({ type: 'cancel', run: number })
    else void end()
    current?.finish({ failure: { code: 'script-timeout', reason: `${limits.totalMs / 1000} s in all` } })
  }
  function fall(reason: string, code: Failure['code']): void {
    isAlive = false
    current?.finish({ failure: { code, reason } })
  }

  worker.on('message', (message: FromWorker) => {
    if (message.run !== current?.run) return
    if (message.type === 'done' || message.type === 'failed') {
      if (message.isWorn) void end()
      current.finish(message.type === 'done' ? { result: message.result } : { failure: message.failure })
    } else if (message.type === 'parked') {
      used += performance.now() - since
      isParked = true
      clearTimeout(watch)
      current.events.parked()
    } else if (message.type === 'resumed') {
      since = performance.now()
      isParked = false
      total ??= setTimeout(endInAll, limits.totalMs)
      watchFor(Math.max(limits.activeMs - used, 0) + limits.graceMs)
      current.events.resumed()
    } else if (message.type === 'request') {
      const { run, id } = message
      void current.events.request(message.request).then((reply) => isAlive && post({ type: 'reply', run, id, reply }))
    } else current.events.console(message)
  })
  worker.on('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    fall(isMemory ? 'its memory' : 'the sandbox broke', isMemory ? 'script-too-large' : 'script-failed')
  })
  worker.on('exit', () => fall('the sandbox ended', 'script-failed'))

  return {
    run(job, events) {
      worker.ref()
      used = 0
      watchFor(startLimit)
      return new Promise<Outcome>((resolve) => {
        const finish = (outcome: Outcome) => {
          current = undefined
          clearTimeout(watch)
          clearTimeout(total)
          total = undefined
          worker.unref()
          resolve(outcome)
        }
        current = { run: ++number, events, finish }
        post({ type: 'run', run: number, job })
      })
    },
    cancel: () => current !== undefined && post({ type: 'cancel', run: current.run }),
    get isAlive() {
      return isAlive
    },
    end,
  }
}
