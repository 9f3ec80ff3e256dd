/** The life of one script in its thread: running → (parked → running)* → done or failed. */
import type { Failure, FromWorker, Job, ScriptReply, WorkerSettings } from '../messages.ts'
import { readMessage } from '../read-message.ts'
import { fitResult } from './fit-result.ts'
import { createGuest, type Guest, type GuestEvents } from './guest.ts'
import { libraryNames } from './libraries.ts'
import type { Priority } from './priority.ts'
import { findLibraries, readFailure, writeScript } from './write-script.ts'

export interface Run {
  start(run: number, job: Job): void
  receive(run: number, id: number, reply: ScriptReply): void
  /** Ends a script that waits. One that computes is ended by its number in `settings.cancelled`. */
  cancel(run: number): void
}

interface Parts {
  readonly settings: WorkerSettings
  /** Milliseconds, monotonic. */
  readonly now: () => number
  readonly priority: Priority
  /** Four random words. */
  readonly seed: () => readonly number[]
  readonly tell: (message: FromWorker) => void
}

/** Running longer than this, a script gives way to others (ms). */
const politeAfter = 200
/** Above this the interpreter is built anew after a script: its memory never shrinks. */
const memoryToKeep = 48 * 1024 * 1024

const cancelled: Failure = { code: 'script-timeout', reason: 'cancelled' }
/** What a timer of Node can wait (ms). */
const longestTimer = 2 ** 31 - 1

/** Creates the thread's one interpreter and what drives it. */
export async function createRun({ settings, now, priority, seed, tell }: Parts): Promise<Run> {
  let current:
    | {
        readonly run: number
        readonly job: Job
        used: number
        since: number
        isOver: boolean
        consoleLeft: number
        wake?: NodeJS.Timeout | undefined
      }
    | undefined

  function isOverTime(): boolean {
    if (current === undefined) return false
    const used = current.used + now() - current.since
    if (used > politeAfter) priority.lower()
    return used > settings.activeMs
  }
  function isCancelled(): boolean {
    return current !== undefined && Atomics.load(settings.cancelled, 0) === current.run
  }
  function fail(failure: Failure): void {
    if (current === undefined || current.isOver) return
    current.isOver = true
    tell({ type: 'failed', run: current.run, failure, isWorn: !priority.restore() })
  }
  const events: GuestEvents = {
    done(result) {
      if (current === undefined || current.isOver) return
      const fit = fitResult(result, settings)
      if (typeof fit !== 'string') return fail(fit)
      current.isOver = true
      tell({ type: 'done', run: current.run, result: fit, isWorn: !priority.restore() })
    },
    failed: (error) => fail(readFailure(error, current?.job.isLegacy === true)),
    request(message) {
      if (current === undefined || current.isOver) return
      const request = readMessage({ ...(message as object), type: 'request', run: current.run })
      if (request === undefined) throw new Error('A request needs a URL, a method and headers that are texts')
      tell(request)
    },
    console(line) {
      if (current === undefined || current.consoleLeft <= 0) return
      const read = readMessage({ ...(line as object), type: 'console', run: current.run })
      if (read?.type !== 'console') return
      const text = read.text.slice(0, current.consoleLeft)
      current.consoleLeft -= text.length
      tell({ ...read, level: read.level.slice(0, 10), text })
    },
    mustStop: () => current !== undefined && (current.isOver || isOverTime() || isCancelled()),
  }
  const consoleBytes = settings.passConsole ? settings.consoleBytes : 0
  const build = (): Promise<Guest> =>
    createGuest({
      interpreter: settings.interpreter,
      memoryBytes: settings.memoryBytes,
      consoleBytes,
      events,
    })
  let guest = build()
  const first = await guest
  // Each step waits for the interpreter, which is there at once unless it is being rebuilt.
  let ready: Guest | undefined = first

  /** Runs a step of the script; what breaks the interpreter itself ends the script and the interpreter. */
  function step(task: (guest: Guest) => void): void {
    try {
      task(ready!)
      settle(ready!)
    } catch (error) {
      fail({
        code: error instanceof RangeError ? 'script-failed' : 'script-too-large',
        reason: error instanceof RangeError ? 'RangeError: stack overflow' : 'its memory',
      })
      finish(true)
    }
  }

  /** Pumps promises until the script is over, out of time, or waits for something. */
  function settle(interpreter: Guest): void {
    while (!current!.isOver && !isOverTime() && !isCancelled() && interpreter.pump());
    if (isCancelled()) fail(cancelled)
    else if (isOverTime()) fail({ code: 'script-timeout', reason: `${settings.activeMs / 1000} s of running` })
    const wait = current!.isOver ? undefined : interpreter.call('untilNext')
    if (wait !== undefined && wait >= 0) park(wait)
    else {
      fail({ code: 'script-silent', reason: '' })
      finish(false)
    }
  }

  function park(wait: number): void {
    const parked = current!
    parked.used += now() - parked.since
    tell({ type: 'parked', run: parked.run })
    if (wait !== Number.POSITIVE_INFINITY)
      parked.wake = setTimeout(() => resume((interpreter) => void interpreter.call('runTimers')), Math.min(wait, longestTimer))
  }

  function resume(task: (guest: Guest) => void): void {
    const parked = current!
    clearTimeout(parked.wake)
    parked.since = now()
    tell({ type: 'resumed', run: parked.run })
    step(task)
  }

  /** Puts everything back while nobody waits for it. */
  function finish(isBroken: boolean): void {
    clearTimeout(current?.wake)
    current = undefined
    if (!isBroken && ready!.size() <= memoryToKeep) ready!.clean()
    else {
      ready = undefined
      guest = build()
    }
  }

  async function start(run: number, job: Job): Promise<void> {
    ready ??= await guest
    // Libraries are loaded on nobody's time.
    ready.reset(findLibraries(job.body, libraryNames))
    current = { run, job, used: 0, since: now(), isOver: false, consoleLeft: consoleBytes }
    tell({ type: 'resumed', run })
    const textNames = Object.keys(job.texts)
    const spec = JSON.stringify({ names: job.names, textNames, parsed: job.parsed, isLegacy: job.isLegacy, seed: seed() })
    step((interpreter) => {
      const script = interpreter.compile(writeScript(job))
      if (script !== undefined) interpreter.call('run', script, spec, job.values, ...textNames.map((name) => job.texts[name]!))
    })
  }

  return {
    start: (run, job) => void start(run, job),
    receive(run, id, reply) {
      if (current?.run === run) resume((interpreter) => void interpreter.call('receive', id, JSON.stringify(reply)))
    },
    cancel(run) {
      if (current?.run !== run) return
      fail(cancelled)
      finish(false)
    },
  }
}
