/** Whose turn it is to hash: few at once, for each hash costs a core and memory; and attempts on one user one after the other, so that right ones do not lock it. */
import { createError } from '../../lib/errors.ts'

export interface HashTurns {
  /** Runs `work` when it is its turn; work with the same key never overlaps. Throws too-many-calls (429) when too many wait already. */
  take<T>(key: string | number | undefined, work: () => Promise<T>): Promise<T>
}

/** Creates turns of which `atOnce` run and at most `waiting` more wait. */
export function createHashTurns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): HashTurns {
  const queue: (() => void)[] = []
  const last = new Map<string | number, Promise<unknown>>()
  let running = 0
  let held = 0

  async function runInTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) running--
      else next()
    }
  }

  function runAfter<T>(key: string | number, work: () => Promise<T>): Promise<T> {
    const before = last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    last.set(key, mine)
    const leave = () => void (last.get(key) === mine && last.delete(key))
    mine.then(leave, leave)
    return mine
  }

  return {
    async take(key, work) {
      if (held >= atOnce + waiting) throw createError('too-many-calls', { params: { scope: 'passwords', seconds: 2 } })
      held++
      try {
        const turn = () => runInTurn(work)
        return await (key === undefined ? turn() : runAfter(key, turn))
      } finally {
        held--
      }
    },
  }
}
