/** What GET /metrics/{name} counts (contract 10): where it stands, when it happened, whose it is, and what its details tell apart. */
import { type RawBuilder, sql } from 'kysely'

export interface MetricSource {
  /** SQL: rows of (organization_id, account_id, at, detail). */
  readonly rows: RawBuilder<unknown>
  /** The member of a detail that holds what is told apart; left out: there are no details. */
  readonly detail?: string
}

/** What belongs to an organization as a whole counts as of its default account. */
const ofDefaultAccount = sql`join accounts on accounts.organization_id = made.organization_id and accounts.default_account`

/** Nothing of the kind happens on this server yet. */
const none = sql`select 0::bigint as organization_id, 0::bigint as account_id, now() as at, null::text as detail where false`

/** In the order of the contract. */
export const metricSources: Readonly<Record<string, MetricSource>> = {
  // Calls of the platform itself are not usage.
  api: { rows: sql`select organization_id, account_id, traffic_date as at, 'hub' as detail from usage`, detail: 'type' },
  'hub-api': { rows: sql`select organization_id, account_id, traffic_date as at, coalesce(hub, '') as detail from usage`, detail: 'hub' },
  'elements-created': { rows: sql`select organization_id, account_id, created_at as at, null as detail from elements` },
  'element-instances-created': {
    rows: sql`select organization_id, account_id, created_at as at, element_key as detail from instances`,
    detail: 'elementKey',
  },
  'formulas-created': { rows: none },
  'formula-executions': { rows: none },
  'bulk-jobs': { rows: none },
  events: { rows: none },
  'hubs-created': {
    rows: sql`select made.organization_id, accounts.id as account_id, made.created_at as at, null as detail from hubs made ${ofDefaultAccount}`,
  },
  'vdrs-created': {
    rows: sql`select made.organization_id, coalesce(made.account_id, accounts.id) as account_id, made.created_at as at, null as detail
              from common_resources made ${ofDefaultAccount}`,
  },
  'vdrs-invoked': { rows: sql`select organization_id, account_id, traffic_date as at, null as detail from usage where vdr is not null` },
}
