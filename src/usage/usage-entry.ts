/** The shape of a usage entry (contract 10). */

/** One hub call, named as the table's columns; `traffic_date` in epoch ms, `process_time` in ms. */
export interface UsageEntry {
  readonly traffic_id: string
  readonly organization_id: number
  readonly account_id: number
  readonly user_id: number
  readonly instance_id: number | null
  readonly element_key: string | null
  readonly hub: string | null
  readonly method: string
  readonly request_uri: string
  readonly element_api: string | null
  /** The common resource that the call was made under; left out: none. */
  readonly vdr?: string
  readonly status: number
  readonly process_time: number
  readonly request_ip: string
  readonly traffic_date: number
}
