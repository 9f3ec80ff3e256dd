/**
 * Keeps the tokens of every instance good. One renewal at a time per instance, in this process (flights) and across processes (advisory lock);
 * every write is fenced by the generation it was decided on, and a new pair is stored before anybody uses it.
 *
 * The row as the holder of the lock finds it → what it does (`renewal-state.ts`); a kill at any point leaves one of these rows:
 *
 *   generation > the rejected one           somebody renewed: used, nothing is presented
 *   nothing to present, or no grant at all  the credential stays as it is, nothing is presented
 *   disabled or marked                      refused (401), nothing is presented
 *   refused less than ten seconds ago       refused (401), nothing is presented
 *   presented_at empty                      claimed: presented_at and presented_by are set and committed; then the token is presented
 *   presented_at set, presented_by empty    an answer was lost: claimed, then the token is presented once more
 *   presented_by set to a process that runs the lock broke, the request did not: nothing is presented; its result is waited for, then 502
 *   presented_by set, that process is gone  (three seconds without its presence) claimed, then the token is presented once more
 *   presented_by set, older than 35 seconds the same: no token request takes that long
 *
 * What is presented (`means.ts`): a refresh token; where there is none, the grant that needs no user (password, client credentials) again; for elements
 * that log in by resources of their own (`onRefresh`), that log-in, whose session takes the place of the tokens.
 *
 * A claim changes the row only as it was read. So of two that read the same row, with or without the lock, one presents.
 *
 * The reply → the row:
 *
 *   granted                                 generation + 1, presented_at and _by empty, refusals 0: committed, then used
 *   granted, but the generation has moved   our pair is dropped; the stored one is used
 *   refused                                 refusals + 1, presented_at empty; the fifth disables the instance
 *   refused the second presentation         marked: the pair was issued to a lost reply; no further try
 *   no judgement, surely not applied        presented_at as before, presented_by empty; 502, or the old access token while it is good
 *   no judgement, maybe applied             presented_at stays, presented_by empty; the same answers
 *
 * A token whose successor is stored is never presented: it is claimed in the row that the successor would have replaced. What remains: a process that
 * is cut off from the database, and not from the vendor, seems gone after three seconds; its request would have to take longer than that.
 */
import type { Credential } from '../call/types.ts'
import { OctetError } from '../lib/errors.ts'
import { endOfLife, toCredential } from './due.ts'
import { createGate } from './gate.ts'
import { chooseLogIn } from './means.ts'
import { createNightly } from './nightly.ts'
import { createCredentialError, type Renewal, readDelayed, renewUnderLock } from './renewal.ts'
import type { RenewalParts } from './renewal-parts.ts'
import { createRetries } from './retries.ts'
import type { Schedule } from './schedule.ts'
import { readTokenUrl } from './settings.ts'

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
  /** Takes up the tries that an earlier process left, looks for such now and then, and for what has long not been renewed. */
  start(): Promise<void>
  /** Takes back what is planned and waits for what is under way. */
  stop(): Promise<void>
}

/** Each renewal holds a connection for its lock; the pool of those has twenty. A token endpoint that hangs takes no place from another. */
const renewalsAtOnce = { total: 18, perKey: 6, reserved: 6 }
/** Who renews that long before the due time or later does so ahead of need: calls whose body cannot be sent twice are the earliest. */
const earliestMs = 60_000
/** After an outage calls go on with the old token for so long before the next one tries again. */
const outagePauseMs = 30_000
/** With an old token that is over, calls get the outage itself for so long: each would hold a place at the gate to learn the same. */
const failurePauseMs = 1_500
/** How long a call waits at the gate. */
const gatePatienceMs = 5_000

/** Until then the token endpoint of an instance is left alone. `error`: what calls get; absent: they use the old token. */
interface Pause {
  readonly generation: number
  readonly until: number
  readonly error?: Error
}

export function createRenewer(parts: RenewerParts): Renewer {
  const { clock, schedule, onChange } = parts
  const renewal: RenewalParts = { ...parts, pause: (milliseconds) => new Promise((resolve) => void schedule(resolve, milliseconds)) }
  const flights = new Map<number, Promise<Renewal>>()
  const pauses = new Map<number, Pause>()
  const runInGate = createGate({ ...renewalsAtOnce, patienceMs: gatePatienceMs, schedule })
  const retries = createRetries({
    database: parts.database,
    clock,
    schedule,
    retry: (instanceId, generation) => fly(instanceId, generation),
  })
  const nightly = createNightly({
    database: parts.database,
    clock,
    schedule,
    renew: (instanceId, generation) => fly(instanceId, generation),
  })

  function fly(instanceId: number, rejectedGeneration: number): Promise<Renewal> {
    const known = flights.get(instanceId)
    if (known !== undefined) return known
    const renewNow = () => renewUnderLock(renewal, instanceId, rejectedGeneration)
    const work = () => parts.watchRenewal?.(renewNow) ?? renewNow()
    const late = () => readDelayed(renewal, instanceId, rejectedGeneration)
    const flight = findOrigin(renewal, instanceId)
      .then((key) => runInGate({ key, work, late }))
      .then((result) => {
        if ((result.kind === 'refused' || result.kind === 'outage') && result.retryAt !== undefined)
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
    if (rejected.kind !== 'bearer' && rejected.kind !== 'custom') throw createCredentialError(undefined)
    const isAhead = rejected.dueAt !== undefined && clock() >= rejected.dueAt - earliestMs
    const pause = pauses.get(instanceId)
    if (pause?.generation === rejected.generation && clock() < pause.until) {
      if (pause.error !== undefined) throw pause.error
      if (isAhead) return { ...rejected, dueAt: pause.until }
    }
    let until = clock() + outagePauseMs
    try {
      const result = await flyBeyond(instanceId, rejected.generation)
      if (result.kind === 'renewed') return toCredential(result.grant, result.subject)
      if (result.kind === 'none') return rejected
      if (result.kind === 'refused') throw createCredentialError(result.reason)
      const end = endOfLife(result.grant)
      if (!isAhead || clock() >= end) {
        pauses.set(instanceId, { generation: rejected.generation, until: clock() + failurePauseMs, error: result.error })
        throw result.error
      }
      until = Math.min(clock() + outagePauseMs, end)
    } catch (error) {
      // A store that is away is no better reason to fail a call than a token endpoint that is.
      if (!isAhead || error instanceof OctetError) throw error
    }
    pauses.set(instanceId, { generation: rejected.generation, until })
    return { ...rejected, dueAt: until }
  }

  return {
    renew,
    async start() {
      await retries.start()
      nightly.start()
    },
    async stop() {
      retries.stop()
      nightly.stop()
      await Promise.allSettled(flights.values())
    },
  }
}

/** Whose answer a renewal will wait for: the token endpoint, or where the element's own resources are; empty when neither is named. */
async function findOrigin({ readSubject }: Pick<RenewalParts, 'readSubject'>, instanceId: number): Promise<string> {
  const subject = await readSubject(instanceId)
  if (subject === undefined) return ''
  try {
    const url = chooseLogIn(subject) === undefined ? readTokenUrl({ ...subject, grant: 'refresh' }) : subject.configuration['base.url']
    return new URL(url ?? '').origin
  } catch {
    // What is wrong with it is told under the lock.
    return ''
  }
}
