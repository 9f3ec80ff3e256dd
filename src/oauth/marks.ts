/** What refreshing leaves on the instance itself: the mark of a lost reply, the automatic disabling (contract 3.8). One SQL operation a function. */
import { sql } from 'kysely'
import { recordChange } from '../audit/record-change.ts'
import { toStorableText } from '../lib/storable-text.ts'
import type { Db } from './grant-store.ts'

export const lostReplyReason = "the vendor's reply to a refresh of its credentials was lost; authenticate it again"

export function describeDisabling(refusals: number, vendorText: string): string {
  return `the vendor refused to refresh its credentials ${refusals} times in a row (${vendorText}); authenticate it again`
}

/** First in every transaction that changes an instance and its grant: in one order, two of them wait for each other and never cross. */
export async function lockInstance(db: Db, instanceId: number): Promise<void> {
  await db.selectFrom('instances').select('id').where('id', '=', instanceId).forNoKeyUpdate().execute()
}

/** Marks an instance: it stays enabled, but its calls are answered 401 until it is authenticated again. */
export async function markInstance(db: Db, instanceId: number, reason: string): Promise<void> {
  await recordMark(
    db,
    await changeMark(db, instanceId, { disabled_reason: toStorableText(reason) })
      .where('disabled', '=', false)
      .execute(),
  )
}

export async function disableInstance(db: Db, instanceId: number, reason: string): Promise<void> {
  const change = { disabled: true, disabled_reason: toStorableText(reason) }
  await recordMark(db, await changeMark(db, instanceId, change).where('disabled', '=', false).execute())
}

/** A successor has been stored after all: a mark of this platform goes, whoever set it. What a user disabled stays disabled. */
export async function clearMark(db: Db, instanceId: number): Promise<void> {
  const change = { disabled: false, disabled_reason: null }
  await recordMark(db, await changeMark(db, instanceId, change).where('disabled_reason', 'is not', null).execute())
}

function changeMark(db: Db, instanceId: number, change: { readonly disabled?: boolean; readonly disabled_reason: string | null }) {
  return db
    .updateTable('instances')
    .set({ ...change, updated_at: sql`now()` })
    .where('id', '=', instanceId)
    .returning(['id', 'name', 'organization_id', 'account_id'])
}

interface Marked {
  readonly id: number
  readonly name: string
  readonly organization_id: number
  readonly account_id: number
}

/** Nobody asked for it, but users will ask when it was. */
async function recordMark(db: Db, rows: readonly Marked[]): Promise<void> {
  for (const { id, name, organization_id: organizationId, account_id: accountId } of rows)
    await recordChange(db, { area: 'element-instances', entityId: id, entityName: name, instanceId: id, organizationId, accountId })
}
