/** Later work as an argument: runs `work` once after that many milliseconds; what it returns takes it back. */
export type Schedule = (work: () => void, afterMs: number) => () => void

/** Timers of the process; they do not keep it alive. */
export const systemSchedule: Schedule = (work, afterMs) => {
  const timer = setTimeout(work, afterMs).unref()
  return () => clearTimeout(timer)
}
