/** Puts a change on record: who, what, from where (contract 10). The row shares the transaction of the change, so there is neither without the other. */
import { type Kysely, sql } from 'kysely'
import { currentOrigin } from '../lib/change-origin.ts'
import type { Tables } from '../store/tables.ts'

/** What the record is listed under: `/audit-logs/{area}` where the original has such a list. */
export type AuditArea =
  | 'accounts'
  | 'authentication'
  | 'common-resources'
  | 'element-instances'
  | 'elements'
  | 'formula-instances'
  | 'formulas'
  | 'hubs'
  | 'organizations'
  | 'roles'
  | 'users'

export interface Change {
  readonly area: AuditArea
  readonly entityId: string | number
  readonly entityName?: string
  readonly instanceId?: number
  /** Default: of who asked. Needed where nobody is known to have asked. */
  readonly organizationId?: number
  readonly accountId?: number
  /** Default: of who asked. */
  readonly userId?: number
  /** HTTP status of the answer. Default: 200. A refused log-in has another. */
  readonly status?: number
}

/** Writes the row into the transaction of the change. Without an organization, given or of who asked, there is nobody to show it to: throws a plain Error. */
export async function recordChange(transaction: Kysely<Tables>, change: Change): Promise<void> {
  const origin = currentOrigin()
  const organizationId = change.organizationId ?? origin?.caller?.organizationId
  if (organizationId === undefined) throw new Error(`A change of ${change.area} ${change.entityId} has no organization`)
  await transaction
    .insertInto('audit_logs')
    .values({
      request_id: origin?.requestId ?? null,
      organization_id: organizationId,
      account_id: change.accountId ?? origin?.caller?.accountId ?? null,
      user_id: change.userId ?? origin?.caller?.user.id ?? null,
      area: change.area,
      entity_id: String(change.entityId),
      entity_name: change.entityName ?? null,
      instance_id: change.instanceId ?? null,
      method: origin?.method ?? 'SYSTEM',
      resource_uri: origin?.uri ?? '',
      status: change.status ?? 200,
      ip_address: origin?.clientAddress ?? null,
      created_at: sql`clock_timestamp()`,
    })
    .execute()
}
