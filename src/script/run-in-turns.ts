/** A script on each of many inputs: in parts that others can come between, within the limits of one script altogether. */
import { createError, OctetError } from '../lib/errors.ts'
import { countValues } from '../lib/json-bounds.ts'
import type { ScriptLimits } from './limits.ts'
import type { Ending, Job } from './messages.ts'
import { describeFailure, readEnding } from './read-result.ts'
import type { Script, ScriptList, ScriptResult, ScriptRun } from './script.ts'
import { isRunOut } from './thread.ts'
import { writeJob } from './write-job.ts'

export interface JobCall extends ScriptRun {
  readonly job: Job
}

export interface TurnParts {
  /** Runs a job in a turn of its account: how its first inputs ended, one at least. */
  readonly submit: (call: JobCall) => Promise<readonly Ending[]>
  readonly limits: ScriptLimits
}

/** Inputs of the first part, and the fewest and most of those after it: what a turn does not get to has to be sent again. */
const sizes = { first: 200, least: 8, most: 1000 }
/** Characters of a part, about: writing more at once would hold up the server. */
const partSize = 1024 * 1024

/** Runs it on all. What fails is an error in its place. Rejects with the reason of an aborted `signal`, and when the sandbox does not start. */
export async function runInTurns(list: ScriptList, { submit, limits }: TurnParts): Promise<readonly (ScriptResult | OctetError)[]> {
  const { each, keeps, ...call } = list
  const { script, hide } = call
  const outcomes: (ScriptResult | OctetError)[] = []
  const time = limitTime(list, limits)
  const spend = createBudget(limits)
  try {
    for (let size = sizes.first; outcomes.length < each.length; ) {
      const inputs = each.slice(outcomes.length, outcomes.length + size)
      const job = writeJob({ script, inputs, keeps, size: partSize })
      const endings = (await submit({ ...call, signal: time.signal, job })).slice(0, inputs.length).map(spend)
      outcomes.push(...endings.map((ending) => readEnding(ending, script, hide)))
      if (endings.some(isRunOut)) break
      size = Math.min(Math.max(2 * endings.length, sizes.least), sizes.most)
    }
  } catch (error) {
    call.signal?.throwIfAborted()
    if (!(error instanceof OctetError)) throw error
    outcomes.push(error)
  } finally {
    time.stop()
  }
  return each.map((_, index) => outcomes[index] ?? createNotTried(script))
}

/** The call's own end, and that of the time a script has in all. */
function limitTime({ script, signal }: ScriptRun, { totalMs }: ScriptLimits): { signal: AbortSignal; stop(): void } {
  const late = new AbortController()
  const reason = `${totalMs / 1000} s in all`
  const timer = setTimeout(() => late.abort(describeFailure(script, { code: 'script-timeout', reason })), totalMs)
  return {
    signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    stop: () => clearTimeout(timer),
  }
}

/** Lets results through as long as all together are no larger than one may be. */
function createBudget({ resultBytes, resultValues }: ScriptLimits): (ending: Ending) => Ending {
  const left = { bytes: resultBytes, values: resultValues }
  return (ending) => {
    if ('failure' in ending) return ending
    left.bytes -= Buffer.byteLength(ending.result)
    left.values -= countValues(ending.result)
    if (left.bytes >= 0 && left.values >= 0) return ending
    return { failure: { code: 'script-too-large', reason: 'what it hands to done' } }
  }
}

function createNotTried({ name }: Script): OctetError {
  return createError('script-timeout', { params: { script: name, reason: 'the time and size of the records before this one' } })
}
