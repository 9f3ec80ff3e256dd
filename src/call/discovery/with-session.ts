/** A session for questions to the vendor that no resource of the element stands for. */
import { openBudget } from '../budget.ts'
import type { CallSession } from '../send.ts'
import type { CallInstance, CallParts } from '../types.ts'

/** Runs `ask` with a session of its own, counted as one call of the instance. Throws what `ask` throws, or too-many-calls (429). */
export async function withSession<T>(parts: CallParts, instance: CallInstance, ask: (session: CallSession) => Promise<T>): Promise<T> {
  const release = parts.limits.acquire(instance.id)
  try {
    const { credential, configuration } = instance
    const budget = openBudget(parts.clock, parts.budget)
    return await ask({ parts, instance, signal: undefined, budget, credential, configuration })
  } finally {
    release()
  }
}
