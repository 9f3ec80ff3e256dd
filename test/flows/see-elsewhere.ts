/** A change made through one server, awaited at another that was asked before: it had the old state by heart. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reply } from '../app.ts'

export interface Change {
  readonly what: string
  /** Asks the other server. */
  ask(): Promise<unknown>
  readonly before: unknown
  readonly after: unknown
  /** Through the first server. */
  change(): Promise<Reply>
}

/** The promise: whatever changes through one process is seen by every other within so many milliseconds. */
export const longestDelayMs = 1000

/** Gives how long the other server took, in milliseconds after the change was answered. Throws when that is too long, or when the old state comes back. */
export async function seeElsewhere({ what, ask, before, after, change }: Change): Promise<number> {
  assert.notDeepEqual(before, after, what)
  for (let warming = 0; warming < 2; warming++) assert.deepEqual(await ask(), before, `${what}: before`)
  const reply = await change()
  assert.equal(reply.status, 200, `${what}: ${reply.text}`)
  const delay = await waitFor({ what, ask, expected: after })
  for (let again = 0; again < 3; again++) assert.deepEqual(await ask(), after, `${what}: and it stays so`)
  return delay
}

/** Asks until the answer is as expected; gives after how many milliseconds it was. */
export async function waitFor({ what, ask, expected }: { what: string; ask: () => Promise<unknown>; expected: unknown }): Promise<number> {
  const since = performance.now()
  for (;;) {
    const asked = performance.now() - since
    const answer = await ask()
    if (JSON.stringify(answer) === JSON.stringify(expected)) return asked
    if (asked > longestDelayMs) assert.deepEqual(answer, expected, `${what}: not seen elsewhere within ${longestDelayMs} ms`)
    await sleep(3)
  }
}
