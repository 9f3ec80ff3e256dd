/** The rows of traces: one SQL operation a function. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** Whose trace, and of which element. */
export interface TraceOwner {
  readonly organizationId: number
  readonly accountId: number
  readonly elementKey: string
}

export interface NewTrace extends TraceOwner {
  readonly id: string
  readonly sealed: Buffer
  readonly at: Date
}

/** Stores a trace, and takes away what is over: everybody's older than `before`, and the account's own beyond the newest `keep`. */
export async function insertTrace(db: Kysely<Tables>, trace: NewTrace, { before, keep }: { before: Date; keep: number }): Promise<void> {
  await db
    .insertInto('traces')
    .values({
      id: trace.id,
      organization_id: trace.organizationId,
      account_id: trace.accountId,
      element_key: trace.elementKey,
      sealed: trace.sealed,
      created_at: trace.at,
    })
    .execute()
  const beyond = db
    .selectFrom('traces')
    .select('id')
    .where('account_id', '=', trace.accountId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(keep)
  await db
    .deleteFrom('traces')
    .where((row) => row.or([row('created_at', '<', before), row('id', 'in', beyond)]))
    .execute()
}

/** Within an account only. */
export async function findTrace(db: Kysely<Tables>, { id, accountId, since }: { id: string; accountId: number; since: Date }) {
  return db
    .selectFrom('traces')
    .select('sealed')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('created_at', '>=', since)
    .executeTakeFirst()
}

export function placeOf(id: string) {
  return { table: 'traces', row: id, column: 'sealed' }
}
