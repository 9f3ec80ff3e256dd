/** Waits, under the lock of an instance, until its row says what to do: as long as a presentation by somebody else may be under way, there is nothing. */
import type { Sealer } from '../lib/sealing.ts'
import { readGrant, type StoredGrant } from './grant-store.ts'
import { chooseMeans } from './means.ts'
import type { RenewalParts, RenewalSubject } from './renewal-parts.ts'
import { absenceLimitMs, type Decision, decideRenewal } from './renewal-state.ts'

export interface Turn {
  readonly subject: RenewalSubject
  readonly sealer: Sealer
  readonly grant: StoredGrant | undefined
  readonly decision: Decision
}

/** How long a call waits for a presentation that it cannot see the end of. More than it takes to know that its maker is gone. */
const patienceMs = 5_000
const lookEveryMs = 250

/** Resolves with `hold` when patience has run out, undefined when the instance is gone. */
export async function awaitTurn(parts: RenewalParts, instanceId: number, rejectedGeneration: number): Promise<Turn | undefined> {
  const { database, clock, pause } = parts
  let seen: string | undefined
  let absentMs = 0
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const subject = await parts.readSubject(instanceId)
    if (subject === undefined) return undefined
    const sealer = await parts.sealerOf(subject.organizationId)
    const grant = await readGrant(database.db, sealer, instanceId)
    const blocked = subject.disabled || subject.disabledReason !== null
    const presentation = `${grant?.presentedBy} ${grant?.presentedAt}`
    if (presentation !== seen) absentMs = 0
    seen = presentation
    const presenterIsGone = grant?.presentedBy === database.presence || absentMs >= absenceLimitMs
    const renewable = grant !== undefined && chooseMeans(subject, grant) !== undefined
    const decision = decideRenewal({ grant, renewable, blocked, rejectedGeneration, presenterIsGone, now: clock() })
    if (decision.kind !== 'hold' || waitedMs >= patienceMs) return { subject, sealer, grant, decision }
    await pause(lookEveryMs)
    absentMs = (await database.isPresent(grant!.presentedBy!)) ? 0 : absentMs + lookEveryMs
  }
}
