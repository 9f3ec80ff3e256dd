/** What one script, and all scripts together, may use. Checked when the runner is built. */
export interface ScriptLimits {
  /** Running time of one script without its waiting for network and timers (ms). */
  readonly activeMs: number
  /** One script in all, or all runs of a list, waiting included (ms). */
  readonly totalMs: number
  /** How long after `activeMs` a script that does not hear its own interrupt is ended with its thread (ms). */
  readonly graceMs: number
  /** Memory of one script (bytes). */
  readonly memoryBytes: number
  /** Its variables together, as JSON and text (bytes). */
  readonly variableBytes: number
  /** What it hands to `done`, as JSON, in all runs of a list together (bytes). */
  readonly resultBytes: number
  /** Values in that, in all runs together: the whole and all members and items. Reading a million takes the server a tenth of a second and more. */
  readonly resultValues: number
  /** Lists and objects in that, one within another. */
  readonly resultDepth: number
  /** Console output that is passed on; the rest is dropped (bytes). */
  readonly consoleBytes: number
  /** Requests one script may send; of a list, for each input. */
  readonly requests: number
  /** One body that a script receives or sends (bytes). */
  readonly bodyBytes: number
  /** Calls of this server by scripts, one within another. */
  readonly nesting: number
  /** Threads that compute at a time. */
  readonly workers: number
  /** Scripts that may wait for network or timers at a time, each in a thread beyond `workers`; one more is ended. */
  readonly parkedWorkers: number
  /** Scripts of one account that may wait. */
  readonly waitingPerAccount: number
  /** Scripts that may wait in all. */
  readonly waiting: number
  /** How long a script may wait for its turn (ms). */
  readonly waitingMs: number
  /** How long after a time-out its account may not hold the last thread (ms). */
  readonly suspicionMs: number
}

const megabyte = 1024 * 1024

export const defaultLimits: ScriptLimits = {
  activeMs: 5000,
  totalMs: 30_000,
  graceMs: 500,
  memoryBytes: 128 * megabyte,
  variableBytes: 32 * megabyte,
  resultBytes: 16 * megabyte,
  resultValues: 500_000,
  resultDepth: 200,
  consoleBytes: 64 * 1024,
  requests: 20,
  bodyBytes: 8 * megabyte,
  nesting: 3,
  workers: 2,
  parkedWorkers: 16,
  waitingPerAccount: 100,
  waiting: 1000,
  waitingMs: 60_000,
  suspicionMs: 60_000,
}

/** Fills in the defaults. Throws a plain Error that names the limit when one is no positive whole number, or `workers` is below 2. */
export function completeLimits(given: Partial<ScriptLimits> = {}): ScriptLimits {
  const limits = { ...defaultLimits, ...given }
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isInteger(value) || value < 1) throw new Error(`Script limit ${name}: expected a positive whole number, got ${value}`)
  }
  if (limits.workers < 2)
    throw new Error(`Script limit workers: expected at least 2, got ${limits.workers}: one account may hold all but one`)
  return limits
}
