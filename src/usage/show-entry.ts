/** An entry of usage on the wire (contract 10): the names that clients check stand first, what the original has no name for after them. */
import { formatMilliseconds } from '../lib/instant.ts'
import type { EntryRow } from './entry-store.ts'

/** `name`: of the element, as the catalog has it now. */
export function showEntry(row: EntryRow, name: string | undefined) {
  return {
    user_id: row.user_id,
    account_id: row.account_id,
    company_id: row.organization_id,
    process_time: row.process_time,
    traffic_id: row.traffic_id,
    request_status: row.status < 400 ? 'SUCCESS' : 'FAILED',
    request_ip: row.request_ip,
    element_key: row.element_key ?? undefined,
    request_uri: row.request_uri,
    element_api: row.element_api ?? '',
    request_id: row.traffic_id,
    element_name: name ?? row.element_key ?? undefined,
    traffic_date: formatMilliseconds(row.traffic_date.getTime()),
    company_external_id: row.organization_external_id ?? '',
    company_external_name: row.organization_name,
    request_method: row.method,
    response_status: row.status,
    hub: row.hub ?? undefined,
    instance_id: row.instance_id ?? undefined,
    instance_name: row.instance_name ?? undefined,
    vdr_name: row.vdr ?? undefined,
  }
}
