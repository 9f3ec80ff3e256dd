/** Long scripts step back: their thread gets a lower priority, so that calls without scripts do not feel them. Linux has priorities of threads; elsewhere nothing happens. */
import { setPriority } from 'node:os'

/** Nice values: about a tenth of the share of a usual thread that wants the same core. */
const [usual, low] = [0, 10]

export interface Priority {
  /** Lowers it, once. */
  lower(): void
  /** Back to the usual; false when the system does not let us: then the thread is worn. */
  restore(): boolean
}

/** The priority of the calling thread. */
export function createPriority(platform: NodeJS.Platform): Priority {
  let isLow = false
  const set = (value: number): boolean => {
    try {
      // Process 0 is the calling thread (setpriority(2), under "C library/kernel differences").
      setPriority(0, value)
      return true
    } catch {
      return false
    }
  }
  return {
    lower() {
      if (!isLow && platform === 'linux') isLow = set(low)
    },
    restore() {
      if (isLow) isLow = !set(usual)
      return !isLow
    },
  }
}
