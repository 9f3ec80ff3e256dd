/** How many calls of this server by scripts the running code is within. It follows the code through whatever it awaits. */
import { AsyncLocalStorage } from 'node:async_hooks'

const depths = new AsyncLocalStorage<number>()

/** 0 outside of any call that a script made. */
export function readDepth(): number {
  return depths.getStore() ?? 0
}

/** Runs a task at a depth. */
export function runAtDepth<T>(depth: number, task: () => T): T {
  return depths.run(depth, task)
}
