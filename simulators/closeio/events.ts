// The event log: what was created, updated and deleted, with the fields that changed; kept for the newest few thousand.
import type { Call } from './call.ts'
import { createId, type Row } from './tenant.ts'
import { formatTime } from './time.ts'
import { renderRow, type View } from './view.ts'

const kept = 5_000

/** Notes one change and hands it to the webhooks. For an update, `previous` is the record as it was shown before. */
export function recordEvent(
  call: Call,
  change: { objectType: string; action: string; row: Row; view: View; previous?: Record<string, unknown> },
): void {
  const { tenant } = call
  const { objectType, action, row, previous } = change
  const data = renderRow(change.view, row, { tenant })
  const changed = previous ? Object.keys(data).filter((name) => JSON.stringify(data[name]) !== JSON.stringify(previous[name])) : []
  const at = formatTime(call.now).slice(0, 26)
  const event: Row = {
    id: createId(tenant, 'ev'),
    date_created: at,
    date_updated: at,
    organization_id: tenant.organizationId,
    user_id: call.user.id,
    request_id: call.requestId,
    api_key_id: null,
    oauth_client_id: null,
    oauth_scope: null,
    object_type: objectType,
    object_id: row.id,
    lead_id: objectType === 'lead' ? row.id : (row['lead_id'] ?? null),
    action,
    changed_fields: changed,
    meta: { request_path: call.path, request_method: call.method },
    data: action === 'deleted' ? {} : data,
    previous_data: previous ? Object.fromEntries(changed.map((name) => [name, previous[name] ?? null])) : action === 'deleted' ? data : {},
  }
  tenant.events.push(event)
  if (tenant.events.length > kept * 2) tenant.events.splice(0, tenant.events.length - kept)
  call.deliver(tenant, event)
}
