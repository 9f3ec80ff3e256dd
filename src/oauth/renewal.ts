/** One renewal under the lock of its instance: read the row, decide, present, write down. Safe to be killed at any await: see the table in `renew.ts`. */
import type { Values } from '../call/types.ts'
import { createError } from '../lib/errors.ts'
import type { Sealer } from '../lib/sealing.ts'
import { toStorableText } from '../lib/storable-text.ts'
import { channels } from '../store/tables.ts'
import { toCredential } from './due.ts'
import {
  claimPresentation,
  countRefusal,
  type Db,
  endPresentation,
  type Presentation,
  readGrant,
  replaceGrant,
  type StoredGrant,
} from './grant-store.ts'
import { judgeReply } from './kept-members.ts'
import { logIn } from './log-in.ts'
import { clearMark, describeDisabling, disableInstance, lockInstance, lostReplyReason, markInstance } from './marks.ts'
import { chooseGrant, chooseMeans, type Means, type MeansSubject } from './means.ts'
import { type Obtained, obtainTokens } from './obtain.ts'
import { isGrantRefusal } from './refresh.ts'
import type { RenewalParts, RenewalSubject } from './renewal-parts.ts'
import { classifyRefusal, refusalLimit, refusalPauseMs } from './renewal-state.ts'
import { storePatiently } from './store-patience.ts'
import { checkTenant, findMismatch, readTenant } from './tenant.ts'
import type { TokenSet } from './token-set.ts'
import { awaitTurn } from './turn.ts'

const delaySeconds = 5

export type Renewal =
  | { readonly kind: 'renewed'; readonly grant: StoredGrant; readonly subject: MeansSubject }
  /** There is nothing to renew with; the credential stays what it is. */
  | { readonly kind: 'none' }
  /** `retryAt` (epoch ms): another try may follow. `reason`: the vendor's text. */
  | { readonly kind: 'refused'; readonly reason?: string; readonly retryAt?: number }
  /** `retryAt`: another try will follow by itself. */
  | { readonly kind: 'outage'; readonly error: Error; readonly grant: StoredGrant; readonly retryAt?: number }

interface Attempt {
  readonly parts: RenewalParts
  readonly instanceId: number
  readonly subject: RenewalSubject
  readonly sealer: Sealer
  readonly grant: StoredGrant
  readonly means: Means
  readonly presentation: Presentation
  /** When it was presented, epoch ms. */
  readonly at: number
  readonly again: boolean
}

/** Renews the grant of an instance unless a newer generation than the rejected one is stored. Rejects when the store fails. */
export async function renewUnderLock(parts: RenewalParts, instanceId: number, rejectedGeneration: number): Promise<Renewal> {
  // The lock makes others wait instead of asking. It may break unseen: what keeps a token from being presented twice at once is the claim.
  return parts.database.withAdvisoryLock('refresh', instanceId, async () => {
    for (;;) {
      const turn = await awaitTurn(parts, instanceId, rejectedGeneration)
      if (turn === undefined) return refuse(undefined, undefined)
      const { subject, sealer, grant, decision } = turn
      if (grant === undefined || decision.kind === 'none') return { kind: 'none' }
      if (decision.kind === 'use') return hand(subject, grant)
      if (decision.kind === 'hold')
        return { kind: 'outage', error: createDelay('an earlier refresh has no answer yet'), grant, retryAt: decision.until }
      if (decision.kind !== 'present') return refuse(grant.refusalReason, decision.kind === 'wait' ? decision.until : undefined)
      const means = chooseMeans(subject, grant)
      if (means === undefined) return { kind: 'none' }
      const presentation = { instanceId, generation: grant.generation, by: parts.database.presence }
      const at = parts.clock()
      if (!(await claimPresentation(parts.database.db, presentation, { at, found: grant }))) continue
      const attempt = { parts, instanceId, subject, sealer, grant, means, presentation, at, again: decision.again }
      return settle(attempt, await present(attempt))
    }
  })
}

/** What stands there for one who cannot wait for a turn of its own. */
export async function readDelayed(parts: RenewalParts, instanceId: number, rejectedGeneration: number): Promise<Renewal> {
  const subject = await parts.readSubject(instanceId)
  if (subject === undefined) return refuse(undefined, undefined)
  const grant = await readGrant(parts.database.db, await parts.sealerOf(subject.organizationId), instanceId)
  if (grant === undefined) return { kind: 'none' }
  if (grant.generation > rejectedGeneration) return hand(subject, grant)
  return { kind: 'outage', error: createDelay('too many refreshes are under way'), grant }
}

/** Nobody but the vendor ends this request: without the lock, its reply is as good as with it. */
async function present({ parts, instanceId, subject, grant, means, presentation }: Attempt): Promise<Obtained> {
  const { accountId, element, configuration } = subject
  const account = { id: instanceId, accountId, element, configuration, credential: toCredential(grant, subject) }
  try {
    if (means.kind === 'log-in') return await logIn(parts.call, account, means)
    const obtained = await obtainTokens(parts.call, account, means)
    const other = means.kind === 'refresh-token' && obtained.outcome.kind === 'refused' ? chooseGrant(subject) : undefined
    // A refresh token that is over is no reason to stop where the configuration alone gets new tokens.
    return other?.kind === 'password' || other?.kind === 'client-credentials' ? await obtainTokens(parts.call, account, other) : obtained
  } catch (error) {
    // Nothing was sent: the configuration or the guarded door forbids it.
    await endPresentation(parts.database.db, presentation, grant.presentedAt)
    throw error
  }
}

async function settle(attempt: Attempt, { outcome, changes }: Obtained): Promise<Renewal> {
  const { parts, grant, presentation, at } = attempt
  if (outcome.kind === 'granted') return keepSuccessor(attempt, outcome.tokens, changes)
  if (outcome.kind === 'refused') return keepRefusal(attempt, outcome)
  await endPresentation(parts.database.db, presentation, outcome.mayHaveApplied ? at : grant.presentedAt)
  return { kind: 'outage', error: outcome.error, grant }
}

async function keepSuccessor(attempt: Attempt, tokens: TokenSet, changes: Values): Promise<Renewal> {
  const { parts, instanceId, grant, sealer, subject } = attempt
  const { element } = subject
  const tenant = readTenant(element, tokens) ?? grant.tenant
  const told = judgeReply(element, subject.configuration, tokens.members)
  const refusal = findMismatch(element, subject.configuration, tenant) ?? told.refusal
  const changed = { ...changes, ...told.changes }
  const next = { instanceId, generation: grant.generation, tokens, tenant, obtainedAt: parts.clock() }
  const stored = await storePatiently(
    () =>
      changeInstance(parts, instanceId, async (db) => {
        const stored = await replaceGrant(db, sealer, next)
        // What the vendor gave is kept, and nobody uses it: it opens somebody else's account, or is for a host that nobody named.
        if (stored && refusal !== undefined) await disableInstance(db, instanceId, refusal.message)
        if (!stored || refusal !== undefined) return stored
        await clearMark(db, instanceId)
        if (Object.keys(changed).length > 0) await parts.storeChanges(db, { instanceId, element, sealer, changes: changed, tenant })
        return stored
      }),
    parts.pause,
  )
  if (stored && told.refusal !== undefined) throw told.refusal
  return readAgain({ ...attempt, subject: { ...subject, configuration: { ...subject.configuration, ...changed } } })
}

async function keepRefusal(attempt: Attempt, { error, description }: { error: string; description: string }): Promise<Renewal> {
  const { parts, instanceId, subject, grant, means, presentation, again } = attempt
  const ofGrant = means.kind === 'refresh-token' && isGrantRefusal(subject.element, error)
  const kind = classifyRefusal({ again, refusals: grant.refusals, ofGrant })
  // Counting must not fail on the vendor's words.
  const reason = toStorableText(description || error)
  const at = parts.clock()
  const writeDown = async (db: Db) => {
    const count = await countRefusal(db, { ...presentation, at, reason, unanswered: kind === 'lost' })
    if (count !== undefined && kind === 'lost') await markInstance(db, instanceId, lostReplyReason)
    else if (count !== undefined && count >= refusalLimit) await disableInstance(db, instanceId, describeDisabling(count, reason))
    return count
  }
  const refusals = await storePatiently(() => changeInstance(parts, instanceId, writeDown), parts.pause)
  if (refusals === undefined) return readAgain(attempt)
  return refuse(reason, kind === 'counted' && refusals < refusalLimit ? at + refusalPauseMs : undefined)
}

/** What stands there now: our successor, somebody else's, or nothing because the instance is gone. */
async function readAgain({ parts, instanceId, sealer, grant, subject }: Attempt): Promise<Renewal> {
  const now = await readGrant(parts.database.db, sealer, instanceId)
  if (now === undefined || now.generation <= grant.generation) return refuse(now?.refusalReason, undefined)
  return hand(subject, now)
}

/** Throws tenant-mismatch (400) rather than hand out tokens for another tenant than the configuration names. */
function hand({ element, configuration }: RenewalSubject, grant: StoredGrant): Renewal {
  checkTenant(element, configuration, grant.tenant)
  return { kind: 'renewed', grant, subject: { element, configuration } }
}

/** `change` answers false or undefined when it has changed nothing: then there is nothing to announce. */
async function changeInstance<T>(parts: RenewalParts, instanceId: number, change: (db: Db) => Promise<T>): Promise<T> {
  return parts.database.db.transaction().execute(async (transaction) => {
    await lockInstance(transaction, instanceId)
    const result = await change(transaction)
    if (result !== false && result !== undefined) await parts.database.notify(channels.instances, String(instanceId), transaction)
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

/** What a call gets that cannot wait any longer for a refresh: 502, and when to come back. Never a 401: nobody has refused anything. */
function createDelay(reason: string) {
  return createError('refresh-delayed', { params: { reason, seconds: delaySeconds }, headers: { 'retry-after': String(delaySeconds) } })
}
