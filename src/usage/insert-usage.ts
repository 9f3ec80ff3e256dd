/** One statement for a whole batch: the rows travel as one JSON parameter, which costs the server less than a parameter per value. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { UsageEntry } from './usage-entry.ts'

/** Inserts all entries or none. */
export async function insertUsage(db: Kysely<Tables>, entries: readonly UsageEntry[]): Promise<void> {
  await sql`
    insert into usage (traffic_id, organization_id, account_id, user_id, instance_id, element_key, hub, method,
                       request_uri, element_api, vdr, status, process_time, request_ip, traffic_date)
    select traffic_id, organization_id, account_id, user_id, instance_id, element_key, hub, method,
           request_uri, element_api, vdr, status, process_time, request_ip, to_timestamp(traffic_date / 1000.0)
    from json_to_recordset(${JSON.stringify(entries)}::json) as entry
      (traffic_id text, organization_id bigint, account_id bigint, user_id bigint, instance_id bigint, element_key text, hub text, method text,
       request_uri text, element_api text, vdr text, status integer, process_time integer, request_ip text, traffic_date bigint)
  `.execute(db)
}
