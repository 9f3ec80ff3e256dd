/** One thread of the sandbox as the server sees it: it is given a job, watched, and ended when it does not end by itself. */
import { Worker } from 'node:worker_threads'
import type { ScriptLimits } from './limits.ts'
import type { Ending, Failure, FromWorker, Job, ScriptReply, ScriptRequest, ToWorker, WorkerSettings } from './messages.ts'
import { readMessage } from './read-message.ts'

export interface Outcome {
  /** Of the first inputs, one at least. When the thread itself broke, the one failure of all. */
  readonly endings: readonly Ending[]
  /** It used up its time or memory, or computed for long before it was given up: who gives up again and again would never run out of time. */
  readonly ranOut: boolean
}

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
  /** The run is no longer wanted: it ends at once, whether it waits or computes; with its thread when it does not hear that within `graceMs`. */
  cancel(): void
  /** Whether it can take another job. */
  readonly isAlive: boolean
  /** Never rejects. */
  end(): Promise<void>
}

interface CurrentRun {
  readonly run: number
  readonly events: ThreadEvents
  readonly finish: (endings: readonly Ending[]) => void
  /** Its libraries are loaded: from now on its time counts. */
  isStarted: boolean
  /** Why it was told to stop. */
  stopped?: Failure
}

const givenUp: Failure = { code: 'script-timeout', reason: 'its call' }

/** Whether an input used up its time or memory: what comes behind it is not tried. */
export function isRunOut(ending: Ending): boolean {
  return 'failure' in ending && (ending.failure.code === 'script-timeout' || ending.failure.code === 'script-too-large')
}

/** How long a thread may take to come up and load libraries (ms). */
const startLimit = 20_000

/** Starts a thread. It does not keep the process alive while it has nothing to do. */
export function startThread(
  settings: Omit<WorkerSettings, 'cancelled'>,
  limits: Pick<ScriptLimits, 'activeMs' | 'totalMs' | 'graceMs'>,
): Thread {
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), {
    workerData: { ...settings, cancelled } satisfies WorkerSettings,
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
  let current: CurrentRun | undefined
  let watch: NodeJS.Timeout | undefined
  let total: NodeJS.Timeout | undefined
  let used = 0
  /** Since when it computes; undefined while it waits. */
  let since: number | undefined

  const measureUsed = () => used + (since === undefined ? 0 : performance.now() - since)
  function hasRunOut(endings: readonly Ending[]): boolean {
    if (current?.stopped === givenUp) return measureUsed() > limits.activeMs / 10
    return endings.some(isRunOut)
  }
  const post = (message: ToWorker) => worker.postMessage(message)
  function end(): Promise<void> {
    isAlive = false
    return worker.terminate().then(
      () => {},
      () => {},
    )
  }
  function watchFor(ms: number): void {
    clearTimeout(watch)
    watch = setTimeout(() => {
      void end()
      const failure = current?.stopped ?? { code: 'script-timeout', reason: `${limits.activeMs / 1000} s of running` }
      current?.finish([{ failure }])
    }, ms)
  }
  /** Only the thread knows whether its script waits or computes: it is free again when it says so, or gone. */
  function stop(failure: Failure): void {
    if (current === undefined || current.stopped !== undefined) return
    current.stopped = failure
    Atomics.store(cancelled, 0, current.run)
    post({ type: 'cancel', run: current.run })
    if (current.isStarted) watchFor(limits.graceMs)
  }
  function fall(reason: string, code: Failure['code']): void {
    isAlive = false
    current?.finish([{ failure: { code, reason } }])
  }

  function breakOff(): void {
    void end()
    fall('the sandbox broke', 'script-failed')
  }
  async function answer({ run, id, request }: FromWorker & { type: 'request' }, { events }: CurrentRun): Promise<void> {
    const reply = await events.request(request)
    if (isAlive) post({ type: 'reply', run, id, reply })
  }
  function hear(message: FromWorker, told: CurrentRun): void {
    if (message.type === 'ended') {
      if (message.isWorn) void end()
      const { stopped } = told
      told.finish(
        stopped === undefined ? message.endings : message.endings.map((ending) => ('failure' in ending ? { failure: stopped } : ending)),
      )
    } else if (message.type === 'parked') {
      used = measureUsed()
      since = undefined
      if (told.stopped === undefined) clearTimeout(watch)
      told.events.parked()
    } else if (message.type === 'resumed') {
      since = performance.now()
      told.isStarted = true
      total ??= setTimeout(() => stop({ code: 'script-timeout', reason: `${limits.totalMs / 1000} s in all` }), limits.totalMs)
      watchFor((told.stopped === undefined ? Math.max(limits.activeMs - used, 0) : 0) + limits.graceMs)
      told.events.resumed()
    } else if (message.type === 'request') answer(message, told).catch(breakOff)
    else told.events.console(message)
  }

  // Nothing that a thread says, or that comes of it, may end the server: an error here would.
  worker.on('message', (value: unknown) => {
    try {
      const message = readMessage(value)
      if (message === undefined) breakOff()
      else if (current !== undefined && message.run === current.run) hear(message, current)
    } catch {
      breakOff()
    }
  })
  worker.on('messageerror', breakOff)
  worker.on('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    fall(isMemory ? 'its memory' : 'the sandbox broke', isMemory ? 'script-too-large' : 'script-failed')
  })
  worker.on('exit', () => fall('the sandbox ended', 'script-failed'))

  return {
    run(job, events) {
      worker.ref()
      used = 0
      since = undefined
      watchFor(startLimit)
      return new Promise<Outcome>((resolve) => {
        const finish = (endings: readonly Ending[]) => {
          const outcome = { endings, ranOut: hasRunOut(endings) }
          current = undefined
          clearTimeout(watch)
          clearTimeout(total)
          total = undefined
          worker.unref()
          resolve(outcome)
        }
        current = { run: ++number, events, finish, isStarted: false }
        post({ type: 'run', run: number, job })
      })
    },
    cancel: () => stop(givenUp),
    get isAlive() {
      return isAlive
    },
    end,
  }
}
