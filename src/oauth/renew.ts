/**
 * Keeps the tokens of every instance good. One renewal at a time per instance, in this process (flights) and across processes (advisory lock);
 * every write is fenced by the generation it was decided on, and a new pair is stored before anybody uses it.
 *
 * The row as the holder of the lock finds it → what it does (`renewal-state.ts`); a kill at any point leaves one of these rows:
 *
 *   generation > the rejected one           somebody renewed: used, nothing is presented
 *   no refresh token, or no grant at all    the credential stays as it is, nothing is presented
 *   disabled or marked                      refused (401), nothing is presented
 *   refused less than ten seconds ago       refused (401), nothing is presented
 *   presented_at empty                      presented_at is set and committed, then the token is presented
 *   presented_at set                        the holder before us was killed, or its reply was lost: the token is presented once more
 *
 * The reply → the row:
 *
 *   granted                                 generation + 1, presented_at empty, refusals 0: committed, then used
 *   granted, but the generation has moved   our pair is dropped; the stored one is used
 *   refused                                 refusals + 1, presented_at empty; the fifth disables the instance
 *   refused the second presentation         marked: the pair was issued to a lost reply; no further try
 *   no judgement, surely not applied        presented_at as before; 502, or the old access token while it is good
 *   no judgement, maybe applied             presented_at stays; the same answers
 *
 * A token whose successor is stored is never presented: it is read under the lock, in the row that the successor would have replaced.
 */
import type { Credential } from '../call/types.ts'
import { OctetError } from '../lib/errors.ts'
import { isStillValid, toCredential } from './due.ts'
import { createGate } from './gate.ts'
import { createCredentialError, type Renewal, type RenewalParts, renewUnderLock } from './renewal.ts'
import { createRetries } from './retries.ts'
import type { Schedule } from './schedule.ts'

export interface RenewerParts extends Omit<RenewalParts, 'pause'> {
  readonly schedule: Schedule
  /** Called in this process as soon as a new generation is stored; other processes learn of it by notification. */
  readonly onChange: (instanceId: number) => void
}

export interface Renewer {
  /**
   * The credential that follows `rejected`. Throws credential-refused (401) when the vendor says no, an outage (502) when it says nothing.
   * The same credential comes back when there is nothing to renew it with, and while it is good when a renewal ahead of time met an outage.
   */
  renew(instanceId: number, rejected: Credential): Promise<Credential>
  /** Takes up the tries that an earlier process left, and looks for such now and then. */
  start(): Promise<void>
  /** Takes back what is planned and waits for what is under way. */
  stop(): Promise<void>
}

/** Each renewal holds a connection for its lock; the pool of those has twenty. */
const renewalsAtOnce = 12
/** Who renews that long before the due time or later does so ahead of need: calls whose body cannot be sent twice are the earliest. */
const earliestMs = 60_000
/** After an outage calls go on with the old token for so long before the next one tries again. */
const outagePauseMs = 30_000

export function createRenewer(parts: RenewerParts): Renewer {
  const { clock, schedule, onChange } = parts
  const renewal: RenewalParts = { ...parts, pause: (milliseconds) => new Promise((resolve) => void schedule(resolve, milliseconds)) }
  const flights = new Map<number, Promise<Renewal>>()
  const pauses = new Map<number, { generation: number; until: number }>()
  const runInGate = createGate(renewalsAtOnce)
  const retries = createRetries({
    database: parts.database,
    clock,
    schedule,
    retry: (instanceId, generation) => fly(instanceId, generation),
  })

  function fly(instanceId: number, rejectedGeneration: number): Promise<Renewal> {
    const known = flights.get(instanceId)
    if (known !== undefined) return known
    const flight = runInGate(() => renewUnderLock(renewal, instanceId, rejectedGeneration))
      .then((result) => {
        if (result.kind === 'refused' && result.retryAt !== undefined)
          retries.plan({ instanceId, generation: rejectedGeneration, at: result.retryAt })
        if (result.kind !== 'outage') pauses.delete(instanceId)
        if (result.kind === 'renewed') onChange(instanceId)
        return result
      })
      .finally(() => flights.delete(instanceId))
    flights.set(instanceId, flight)
    return flight
  }

  /** A flight that was under way may have been for an older generation than ours. */
  async function flyBeyond(instanceId: number, generation: number): Promise<Renewal> {
    for (;;) {
      const result = await fly(instanceId, generation)
      if (result.kind !== 'renewed' || result.grant.generation > generation) return result
    }
  }

  async function renew(instanceId: number, rejected: Credential): Promise<Credential> {
    if (rejected.kind !== 'bearer') throw createCredentialError(undefined)
    const isAhead = rejected.dueAt !== undefined && clock() >= rejected.dueAt - earliestMs
    const pause = pauses.get(instanceId)
    if (isAhead && pause?.generation === rejected.generation && clock() < pause.until) return { ...rejected, dueAt: pause.until }
    try {
      const result = await flyBeyond(instanceId, rejected.generation)
      if (result.kind === 'renewed') return toCredential(result.grant, result.configuration)
      if (result.kind === 'none') return rejected
      if (result.kind === 'refused') throw createCredentialError(result.reason)
      if (!isAhead || !isStillValid(result.grant, clock())) throw result.error
    } catch (error) {
      // A store that is away is no better reason to fail a call than a token endpoint that is.
      if (!isAhead || error instanceof OctetError) throw error
    }
    const until = clock() + outagePauseMs
    pauses.set(instanceId, { generation: rejected.generation, until })
    return { ...rejected, dueAt: until }
  }

  return {
    renew,
    start: retries.start,
    async stop() {
      retries.stop()
      await Promise.allSettled(flights.values())
    },
  }
}
