/** Judges every call: was what it showed new enough, and was a failure the due of a strike. */
import type { Call } from './call.ts'
import { type History, judgeSighting } from './history.ts'
import { type Strike, wasCut, wasKilled } from './strikes.ts'

export interface Verdict {
  readonly calls: number
  /** Values that answers showed. */
  readonly sightings: number
  /** Sightings of a state that was replaced more than a second before the call. */
  readonly stale: readonly string[]
  /** Sightings of a state that never was, or not yet. */
  readonly impossible: readonly string[]
  /** Milliseconds from the success of a change to the start of the last call that showed the state before it. */
  readonly oldestMs: number
  /** Calls that broke off with the server that was killed. */
  readonly killed: number
  /** Calls answered with 503, the database being out of reach after a cut. */
  readonly unavailable: number
  /** Failures that no strike explains. */
  readonly unexplained: readonly string[]
}

type Failure = 'none' | 'killed' | 'unavailable' | 'unexplained'

export function judgeCalls(
  subjects: readonly { readonly name: string; readonly history: History }[],
  { calls, strikes }: { readonly calls: readonly Call[]; readonly strikes: readonly Strike[] },
): Verdict {
  const histories = new Map(subjects.map(({ name, history }) => [name, history]))
  const verdict = { calls: calls.length, sightings: 0, stale: [] as string[], impossible: [] as string[], oldestMs: 0 }
  const failures = calls.map((call) => ({ call, failure: judgeFailure(call, strikes) }))
  for (const call of calls) {
    for (const [name, value] of Object.entries(call.shown ?? {})) {
      const judgement = judgeSighting(histories.get(name)!, { value, ...call })
      verdict.sightings++
      if (judgement.kind === 'impossible') verdict.impossible.push(`${name}: ${value}`)
      else verdict.oldestMs = Math.max(verdict.oldestMs, judgement.ageMs)
      if (judgement.kind === 'stale') verdict.stale.push(`${name}: ${value}, replaced ${Math.round(judgement.ageMs)} ms before the call`)
    }
  }
  const count = (wanted: Failure) => failures.filter(({ failure }) => failure === wanted).length
  const unexplained = failures.flatMap(({ call, failure }) => (failure === 'unexplained' ? [describeFailure(call, strikes)] : []))
  return { ...verdict, killed: count('killed'), unavailable: count('unavailable'), unexplained }
}

function judgeFailure(call: Call, strikes: readonly Strike[]): Failure {
  const { kind, answer, shown } = call
  if (answer === undefined) return wasKilled(strikes, call) ? 'killed' : 'unexplained'
  if (kind === 'change' ? answer.status === 200 : shown !== undefined) return 'none'
  return answer.status === 503 && /cannot be reached/.test(answer.body?.message) && wasCut(strikes, call) ? 'unavailable' : 'unexplained'
}

function describeFailure({ kind, answer, startedAt, endedAt }: Call, strikes: readonly Strike[]): string {
  const last = strikes.findLast(({ at }) => at <= endedAt)
  const since = last === undefined ? 'before any strike' : `${Math.round(endedAt - last.at)} ms after a strike (${last.kind})`
  return `${kind} of ${Math.round(endedAt - startedAt)} ms, ${since}: ${answer === undefined ? 'broke off' : `${answer.status} ${answer.body?.message}`}`
}
