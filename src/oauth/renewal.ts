/** One renewal under the lock of its instance: read the row, decide, present, write down. Safe to be killed at any await: see the table in `renew.ts`. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Clock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import { createError } from '../lib/errors.ts'
import type { Sealer, SealerOf } from '../lib/sealing.ts'
import { toStorableText } from '../lib/storable-text.ts'
import type { Database } from '../store/database.ts'
import { channels } from '../store/tables.ts'
import { countRefusal, type Db, markPresented, readGrant, replaceGrant, type StoredGrant } from './grant-store.ts'
import { clearMark, describeDisabling, disableInstance, lostReplyReason, markInstance } from './marks.ts'
import { isGrantRefusal, refreshTokens } from './refresh.ts'
import { classifyRefusal, decideRenewal, refusalLimit, refusalPauseMs } from './renewal-state.ts'
import type { Configuration } from './settings.ts'
import type { TokenOutcome, TokenSet } from './token-set.ts'

/** An instance as its token endpoint needs to see it. */
export interface RenewalSubject {
  readonly organizationId: number
  readonly element: CompiledElement
  /** Effective, secrets in clear. */
  readonly configuration: Configuration
  readonly disabled: boolean
  readonly disabledReason: string | null
}

export interface RenewalParts {
  readonly database: Database
  readonly sealerOf: SealerOf
  readonly egress: Egress
  readonly clock: Clock
  /** Reads an instance anew; undefined when it is gone or its element is. */
  readonly readSubject: (instanceId: number) => Promise<RenewalSubject | undefined>
  /** Waits that many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>
}

export type Renewal =
  | { readonly kind: 'renewed'; readonly grant: StoredGrant; readonly configuration: Configuration }
  /** There is nothing to renew with; the credential stays what it is. */
  | { readonly kind: 'none' }
  /** `retryAt` (epoch ms): another try may follow. `reason`: the vendor's text. */
  | { readonly kind: 'refused'; readonly reason?: string; readonly retryAt?: number }
  | { readonly kind: 'outage'; readonly error: Error; readonly grant: StoredGrant }

interface Attempt {
  readonly parts: RenewalParts
  readonly instanceId: number
  readonly subject: RenewalSubject
  readonly sealer: Sealer
  readonly grant: StoredGrant & { readonly refreshToken: string }
  readonly again: boolean
}

/** Renews the grant of an instance unless a newer generation than the rejected one is stored. Rejects when the store fails. */
export async function renewUnderLock(parts: RenewalParts, instanceId: number, rejectedGeneration: number): Promise<Renewal> {
  return parts.database.withAdvisoryLock('refresh', instanceId, async (lost) => {
    const subject = await parts.readSubject(instanceId)
    if (subject === undefined) return { kind: 'refused' }
    const sealer = await parts.sealerOf(subject.organizationId)
    const grant = await readGrant(parts.database.db, sealer, instanceId)
    const blocked = subject.disabled || subject.disabledReason !== null
    const decision = decideRenewal({ grant, blocked, rejectedGeneration, now: parts.clock() })
    if (decision.kind === 'use') return { kind: 'renewed', grant: grant!, configuration: subject.configuration }
    if (decision.kind === 'none') return { kind: 'none' }
    if (decision.kind !== 'present') return refuse(grant?.refusalReason, decision.kind === 'wait' ? decision.until : undefined)
    const attempt = { parts, instanceId, subject, sealer, grant: grant as Attempt['grant'], again: decision.again }
    const { db } = parts.database
    if (!(await markPresented(db, { instanceId, generation: grant!.generation, at: parts.clock() }))) return readAgain(attempt)
    // Without the lock somebody else may present the same token now.
    lost.throwIfAborted()
    return settle(attempt, await present(attempt))
  })
}

async function present({ parts, instanceId, subject, grant }: Attempt): Promise<TokenOutcome> {
  const { element, configuration } = subject
  try {
    return await refreshTokens(parts.egress, { element, configuration, refreshToken: grant.refreshToken })
  } catch (error) {
    // Nothing was sent: the configuration or the guarded door forbids it.
    await markPresented(parts.database.db, { instanceId, generation: grant.generation, at: grant.presentedAt })
    throw error
  }
}

async function settle(attempt: Attempt, outcome: TokenOutcome): Promise<Renewal> {
  const { parts, instanceId, grant } = attempt
  if (outcome.kind === 'granted') return keepSuccessor(attempt, outcome.tokens)
  if (outcome.kind === 'refused') return keepRefusal(attempt, outcome)
  if (!outcome.mayHaveApplied) {
    await markPresented(parts.database.db, { instanceId, generation: grant.generation, at: grant.presentedAt })
  }
  return { kind: 'outage', error: outcome.error, grant }
}

/** Between the vendor's reply and this commit the only copy of the pair is in memory: a store that stumbles is asked again for a while. */
const storePauses = [100, 400, 1500, 4000]

async function keepSuccessor(attempt: Attempt, tokens: TokenSet): Promise<Renewal> {
  const { parts, instanceId, grant, sealer } = attempt
  const next = { instanceId, generation: grant.generation, tokens, obtainedAt: parts.clock() }
  const store = () =>
    changeInstance(parts, instanceId, async (db) => {
      const stored = await replaceGrant(db, sealer, next)
      if (stored) await clearMark(db, instanceId)
      return stored
    })
  for (const milliseconds of storePauses) {
    const stored = await store().catch(() => undefined)
    if (stored !== undefined) return readAgain(attempt)
    await parts.pause(milliseconds)
  }
  await store()
  return readAgain(attempt)
}

async function keepRefusal(attempt: Attempt, { error, description }: { error: string; description: string }): Promise<Renewal> {
  const { parts, instanceId, subject, grant, again } = attempt
  const ofGrant = isGrantRefusal(subject.element, error)
  const kind = classifyRefusal({ again, refusals: grant.refusals, ofGrant })
  // Counting must not fail on the vendor's words.
  const reason = toStorableText(description || error)
  const at = parts.clock()
  const refusals = await changeInstance(parts, instanceId, async (db) => {
    const count = await countRefusal(db, { instanceId, generation: grant.generation, at, reason, unanswered: kind === 'lost' })
    if (count !== undefined && kind === 'lost') await markInstance(db, instanceId, lostReplyReason)
    else if (count !== undefined && count >= refusalLimit) await disableInstance(db, instanceId, describeDisabling(count, reason))
    return count
  })
  if (refusals === undefined) return readAgain(attempt)
  return refuse(reason, kind === 'counted' && refusals < refusalLimit ? at + refusalPauseMs : undefined)
}

/** What stands there now: our successor, somebody else's, or nothing because the instance is gone. */
async function readAgain({ parts, instanceId, sealer, grant, subject }: Attempt): Promise<Renewal> {
  const now = await readGrant(parts.database.db, sealer, instanceId)
  if (now === undefined || now.generation <= grant.generation) return refuse(now?.refusalReason, undefined)
  return { kind: 'renewed', grant: now, configuration: subject.configuration }
}

async function changeInstance<T>(parts: RenewalParts, instanceId: number, change: (db: Db) => Promise<T>): Promise<T> {
  return parts.database.db.transaction().execute(async (transaction) => {
    const result = await change(transaction)
    await parts.database.notify(channels.instances, String(instanceId), transaction)
    return result
  })
}

function refuse(reason: string | undefined, retryAt: number | undefined): Renewal {
  return { kind: 'refused', ...(reason === undefined ? {} : { reason }), ...(retryAt === undefined ? {} : { retryAt }) }
}

/** What a call gets that met a refusal: 401 at once (contract 1.5). */
export function createCredentialError(reason: string | undefined) {
  return createError('credential-refused', reason === undefined ? {} : { providerMessage: reason })
}
