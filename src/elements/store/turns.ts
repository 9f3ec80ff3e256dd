/** One after the other: what changes the same thing waits in this process, not on a database connection each. */

export type TakeTurn = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** Creates the queues: work under one name runs in the order it came, whatever became of the work before it. */
export function createTurns(): TakeTurn {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve()
    const turn = before.then(work, work)
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (last.get(name) === settled) last.delete(name)
      })
    last.set(name, settled)
    return turn
  }
}
