/** Reading what is on record, always within one organization. */
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { AuditArea } from './record-change.ts'

/** What was changed; every part narrows. */
export interface LogSubject {
  readonly area?: AuditArea
  /** The id; of elements and formulas the key will do too. */
  readonly entityId?: string
  readonly entityName?: string
}

export interface LogSelection {
  readonly organizationId: number
  /** Undefined: all accounts, and what was done in none. */
  readonly accountIds: readonly number[] | undefined
  /** Epoch ms, both ends inclusive. */
  readonly range: { readonly from: number; readonly to: number }
  readonly subject: LogSubject
  readonly userId: number | undefined
}

export interface LogPlace {
  /** Epoch in microseconds: as exact as the table. */
  readonly micros: string
  readonly id: number
}

/** Newest first. */
export function selectLogs(
  db: Kysely<Tables>,
  { organizationId, accountIds, range, subject, userId }: LogSelection,
  { after, limit }: { after: LogPlace | undefined; limit: number },
) {
  const { area, entityId, entityName } = subject
  let query = db
    .selectFrom('audit_logs')
    .selectAll()
    .select(sql<string>`(extract(epoch from created_at) * 1000000)::bigint::text`.as('micros'))
    .where('organization_id', '=', organizationId)
    .where('created_at', '>=', new Date(range.from))
    // To the end of the millisecond: rows are more exact than that.
    .where('created_at', '<', new Date(range.to + 1))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (accountIds !== undefined) query = query.where('account_id', 'in', accountIds)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  if (area !== undefined) query = query.where('area', '=', area)
  if (entityId !== undefined) query = query.where((row) => row.or([row('entity_id', '=', entityId), row('entity_name', '=', entityId)]))
  if (entityName !== undefined) query = query.where('entity_name', '=', entityName)
  if (after === undefined) return query.execute()
  const moment = sql`timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond'`
  return query.where(sql<SqlBool>`(created_at, id) < (${moment}, ${after.id})`).execute()
}

export type LogRow = Awaited<ReturnType<typeof selectLogs>>[number]
