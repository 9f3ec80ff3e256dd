/**
 * Many look-ups, one statement: while a statement is under way the next batch gathers. A flood of unknown secrets so holds one connection,
 * and nothing has to be remembered about secrets that do not exist.
 */

/** Finds what it can of the keys, in one go. */
export type FetchMany<V> = (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>

const largestBatch = 500

/**
 * Turns a look-up of many keys into one of a single key (undefined: not found). A look-up never joins a statement that was sent before it was asked for,
 * so it sees everything committed until then. Rejects with whatever `fetchMany` rejects with.
 */
export function createBatchedLookup<V>(fetchMany: FetchMany<V>): (key: string) => Promise<V | undefined> {
  const waiting = new Map<string, PromiseWithResolvers<V | undefined>>()
  let running = false

  async function run(): Promise<void> {
    running = true
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, largestBatch)
      for (const [key] of batch) waiting.delete(key)
      try {
        const found = await fetchMany(batch.map(([key]) => key))
        for (const [key, answer] of batch) answer.resolve(found.get(key))
      } catch (error) {
        for (const [, answer] of batch) answer.reject(error)
      }
    }
    running = false
  }

  return (key) => {
    const answer = waiting.get(key) ?? Promise.withResolvers<V | undefined>()
    waiting.set(key, answer)
    if (!running) void run()
    return answer.promise
  }
}
