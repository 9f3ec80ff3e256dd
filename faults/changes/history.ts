/** What one thing was changed to, and when: against it each answer is judged. Times are milliseconds of one clock, that of this process. */

export interface Step {
  readonly value: unknown
  readonly begunAt: number
  /** When the change was answered with success; undefined while it is under way, and for good when nobody knows whether it was done. */
  doneAt: number | undefined
}

/** The first state, then one step after the other: a thing has one change at a time. */
export type History = Step[]

/** A value that an answer showed, and the call that got it. */
export interface Sighting {
  readonly value: unknown
  readonly startedAt: number
  readonly endedAt: number
}

export type Judgement =
  /** `ageMs`: how long before the call started a newer state had been answered for; 0 when there was none. */
  | { readonly kind: 'sound'; readonly ageMs: number }
  | { readonly kind: 'stale'; readonly ageMs: number }
  /** The thing never had that value until then. */
  | { readonly kind: 'impossible' }

/** An answer may show the state of so many milliseconds before its call, and any later one. */
export const longestAgeMs = 1000

/** Judges a sighting once the history is long enough: steps begun before its end must be in it. */
export function judgeSighting(history: History, { value, startedAt, endedAt }: Sighting): Judgement {
  const at = history.findLastIndex((step) => step.value === value && step.begunAt <= endedAt)
  if (at < 0) return { kind: 'impossible' }
  const replaced = history.slice(at + 1).find(({ doneAt }) => doneAt !== undefined)
  const ageMs = replaced === undefined ? 0 : Math.max(0, startedAt - replaced.doneAt!)
  return { kind: ageMs <= longestAgeMs ? 'sound' : 'stale', ageMs }
}
