/** The life of one script in its thread, on one input after another: running → (parked → running)* → done or failed. */
import type { QuickJSHandle } from 'quickjs-emscripten-core'
import type { Ending, Failure, FromWorker, Job, ScriptReply, WorkerSettings } from '../messages.ts'
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
/** After so much running, or with results so large, further inputs wait for the account's next turn (ms, characters). */
const turn = { ms: 100, results: 1024 * 1024 }
/** From so many inputs on the compiled script becomes part of what memory is put back to. */
const manyInputs = 4
/** Numbers of requests are those of their input, plus so many for each input before it. */
const requestsApart = 2 ** 20
/** Above this the interpreter is built anew after a script: its memory never shrinks. */
const memoryToKeep = 48 * 1024 * 1024

interface CurrentRun {
  readonly run: number
  readonly job: Job
  /** How the inputs ended so far; the one being run is the next, or the last of these once it is over. */
  readonly endings: Ending[]
  /** Running time before `since` (ms), of all inputs together. */
  used: number
  since: number
  /** The current input has ended. */
  isOver: boolean
  isTold: boolean
  /** Characters of all results. */
  resultSize: number
  consoleLeft: number
  requestsLeft: number
  /** Compiled once for all inputs. */
  script: QuickJSHandle | undefined
  wake?: NodeJS.Timeout | undefined
}

const cancelled: Failure = { code: 'script-timeout', reason: 'cancelled' }
/** What a timer of Node can wait (ms). */
const longestTimer = 2 ** 31 - 1

/** Creates the thread's one interpreter and what drives it. */
export async function createRun({ settings, now, priority, seed, tell }: Parts): Promise<Run> {
  let current: CurrentRun | undefined

  function isOverTime(): boolean {
    if (current === undefined) return false
    const used = measureUsed(current)
    if (used > politeAfter) priority.lower()
    return used > settings.activeMs
  }
  const measureUsed = ({ used, since }: CurrentRun): number => used + now() - since
  function isCancelled(): boolean {
    return current !== undefined && Atomics.load(settings.cancelled, 0) === current.run
  }
  /** Keeps how the current input ended; tells it at once when no other comes behind it in this turn. */
  function end(ending: Ending, mayGoOn = true): void {
    if (current === undefined || current.isOver) return
    current.isOver = true
    current.endings.push(ending)
    if ('result' in ending) current.resultSize += ending.result.length
    const isSpent = 'failure' in ending && ending.failure.code !== 'script-failed' && ending.failure.code !== 'script-silent'
    const isLast = current.endings.length === current.job.inputs.length
    if (isLast || isSpent || !mayGoOn || measureUsed(current) > turn.ms || current.resultSize > turn.results) tellEndings(current)
  }
  function tellEndings(told: CurrentRun): void {
    if (told.isTold) return
    told.isTold = true
    tell({ type: 'ended', run: told.run, endings: told.endings, isWorn: !priority.restore() })
  }
  const events: GuestEvents = {
    done(result) {
      if (current === undefined || current.isOver) return
      const fit = fitResult(result, settings)
      end(typeof fit === 'string' ? { result: fit } : { failure: fit })
    },
    failed: (error) => end({ failure: readFailure(error, current?.job.isLegacy === true) }),
    request(message) {
      if (current === undefined || current.isOver) return
      const request = readMessage({ ...(message as object), type: 'request', run: current.run })
      if (request?.type !== 'request' || request.id >= requestsApart)
        throw new Error('A request needs a URL, a method and headers that are texts')
      const { run } = current
      const id = request.id + current.endings.length * requestsApart
      if (--current.requestsLeft >= 0) tell({ ...request, id })
      else setTimeout(() => receive(run, id, { error: `A script may send ${settings.requests} requests`, code: 'ECONNREFUSED' }))
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
      const isDeep = error instanceof RangeError
      const failure: Failure = isDeep
        ? { code: 'script-failed', reason: 'RangeError: stack overflow' }
        : { code: 'script-too-large', reason: 'its memory' }
      end({ failure }, false)
      tellEndings(current!)
      finish(true)
    }
  }

  /** Pumps promises until the script is over, out of time, or waits for something; then goes on to the next input. */
  function settle(interpreter: Guest): void {
    for (const told = current!; ; next(told, interpreter)) {
      while (!told.isOver && !isOverTime() && !isCancelled() && interpreter.pump());
      if (isCancelled()) end({ failure: cancelled })
      else if (isOverTime()) end({ failure: { code: 'script-timeout', reason: `${settings.activeMs / 1000} s of running` } })
      const wait = told.isOver ? undefined : interpreter.call('untilNext')
      if (wait !== undefined && wait >= 0) {
        park(wait)
        return
      }
      if (!told.isOver && told.job.keeps !== undefined) interpreter.call('keep')
      end({ failure: { code: 'script-silent', reason: '' } })
      if (!told.isTold && interpreter.size() > memoryToKeep) tellEndings(told)
      if (told.isTold) break
    }
    finish(false)
  }

  function next(told: CurrentRun, interpreter: Guest): void {
    clearTimeout(told.wake)
    interpreter.clean()
    told.isOver = false
    told.requestsLeft = settings.requests
    runInput(told, interpreter)
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
    current = {
      run,
      job,
      endings: [],
      used: 0,
      since: now(),
      isOver: false,
      isTold: false,
      resultSize: 0,
      consoleLeft: consoleBytes,
      requestsLeft: settings.requests,
      script: undefined,
    }
    tell({ type: 'resumed', run })
    const started = current
    step((interpreter) => {
      if (job.inputs.length >= manyInputs) started.script = interpreter.compile(writeScript(job))
      if (started.script !== undefined) interpreter.keepImage()
      if (!started.isOver) runInput(started, interpreter)
    })
  }

  function runInput({ job, endings, script: ready }: CurrentRun, interpreter: Guest): void {
    const { values, texts } = job.inputs[endings.length]!
    const textNames = Object.keys(texts)
    const { names, parsed, isLegacy, keeps } = job
    const spec = JSON.stringify({ names, textNames, parsed, isLegacy, keeps, seed: seed() })
    const script = ready ?? interpreter.compile(writeScript(job))
    if (script !== undefined) interpreter.call('run', script, spec, values, ...textNames.map((name) => texts[name]!))
  }

  function receive(run: number, id: number, reply: ScriptReply): void {
    // A reply to an input that is over is nobody's: numbers begin anew with each.
    if (current?.run !== run || Math.floor(id / requestsApart) !== current.endings.length) return
    resume((interpreter) => void interpreter.call('receive', id % requestsApart, JSON.stringify(reply)))
  }

  return {
    start: (run, job) => void start(run, job),
    receive,
    cancel(run) {
      if (current?.run !== run) return
      end({ failure: cancelled })
      finish(false)
    },
  }
}
