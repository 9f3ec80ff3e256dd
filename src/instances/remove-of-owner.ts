/** What happens to the instances of an account or a user that goes for good (contract 8.2, 8.3): they go in the same transaction, vendors are told afterwards. */
import type { Transaction } from 'kysely'
import { recordChange } from '../audit/record-change.ts'
import { channels, type Tables } from '../store/tables.ts'
import { type InstanceRecord, type InstanceRow, openRecord } from './instance-record.ts'
import { findById } from './instance-store.ts'
import { runFarewell } from './life-cycle.ts'
import { type InstancesParts, toProvisionParts } from './parts.ts'

export interface Owner {
  readonly organizationId: number
  readonly accountId: number
  /** Absent: of all users of the account. */
  readonly userId?: number
}

/**
 * Deletes the instances and announces each to all processes. What it resolves with is for after the commit: it lets this process forget them and
 * says goodbye to the vendors, one after the other; it never rejects.
 */
export async function removeOfOwner(parts: InstancesParts, transaction: Transaction<Tables>, owner: Owner): Promise<() => Promise<void>> {
  const rows = await lockRows(transaction, owner)
  for (const row of rows) {
    await transaction.deleteFrom('instances').where('id', '=', row.id).execute()
    await recordChange(transaction, describeChange(row))
    await parts.database.notify(channels.instances, String(row.id), transaction)
  }
  return async () => {
    for (const row of rows) parts.onChange?.(row.id)
    for (const row of rows) await sayGoodbye(parts, row).catch(() => undefined)
  }
}

async function lockRows(transaction: Transaction<Tables>, { organizationId, accountId, userId }: Owner): Promise<readonly InstanceRow[]> {
  let query = transaction
    .selectFrom('instances')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', accountId)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  const rows: InstanceRow[] = []
  for (const { id } of await query.orderBy('id').forUpdate().execute()) {
    const row = await findById(transaction, id)
    if (row !== undefined) rows.push(row)
  }
  return rows
}

function describeChange(row: InstanceRow) {
  const { id, name, organization_id: organizationId, account_id: accountId } = row
  return { area: 'element-instances', entityId: id, entityName: name, instanceId: id, organizationId, accountId } as const
}

async function sayGoodbye(parts: InstancesParts, row: InstanceRow): Promise<void> {
  const record: InstanceRecord = openRecord(await parts.sealerOf(row.organization_id), row)
  const element = await parts.catalog.find(record.elementId, record)
  if (element !== undefined) await runFarewell(toProvisionParts(parts), element, record)
}
