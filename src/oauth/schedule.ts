/** Later work as an argument: runs `work` once after that many milliseconds; what it returns takes it back. */
export type Schedule = (work: () => void, afterMs: number) => () => void

/** What a timer can hold (24.8 days); beyond it, Node would run the work at once. */
const longestMs = 2 ** 31 - 1

/** Timers of the process; they do not keep it alive. Later than 24.8 days is after 24.8 days. */
export const systemSchedule: Schedule = (work, afterMs) => {
  const timer = setTimeout(work, Math.min(afterMs, longestMs)).unref()
  return () => clearTimeout(timer)
}
