/** The tables as TypeScript sees them; `migrations/` creates them. Names are the product's terms. */
import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, string, string>
/** Filled by the database when left out. */
type CreatedAt = ColumnType<Date, Date | undefined, never>

export interface OrganizationsTable {
  id: Generated<number>
  name: string
  /** SHA-256 of the organization secret, for look-up. */
  secret_hash: Buffer
  secret_sealed: Buffer
  /** The organization's data key, wrapped by the key-encryption key `key_id`. */
  data_key_wrapped: ColumnType<Buffer, Buffer, Buffer>
  key_id: string
  created_at: CreatedAt
}

export interface AccountsTable {
  id: Generated<number>
  organization_id: number
  name: string
  description: string | null
  external_id: string | null
  /** `Default` or `CompanyAccount` (contract 8.2). */
  type: string
  default_account: boolean
  active: Generated<boolean>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

export interface UsersTable {
  id: Generated<number>
  organization_id: number
  account_id: number
  email: string
  first_name: string
  last_name: string
  secret_hash: Buffer
  secret_sealed: Buffer
  roles: string[]
  active: Generated<boolean>
  created_at: CreatedAt
}

/** Ids inside built-in elements: one per (element, kind, natural key), the same in every process and version, never reused. */
export interface ElementIdsTable {
  id: Generated<number>
  element_key: string
  /** `element`, `configuration`, `resource`, … */
  kind: string
  natural_key: string
}

/** Elements that accounts own. */
export interface ElementsTable {
  id: Generated<number>
  organization_id: number
  account_id: number
  /** Who made it. */
  user_id: number
  /** Unique within the account. */
  key: string
  version: Generated<number>
  /** The whole document, as text: its order is kept and only its reader parses it. */
  document: ColumnType<never, string, string>
  /** The document without its lists, for lists of elements. */
  outline: Json<Record<string, unknown>>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** What an account added to an element of the system. */
export interface ElementExtensionsTable {
  account_id: number
  element_id: number
  version: Generated<number>
  document: ColumnType<never, string, string>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** Other accounts that may use an own element. */
export interface ElementGrantsTable {
  element_id: number
  account_id: number
  created_at: CreatedAt
}

/** Hubs that organizations made for themselves. */
export interface HubsTable {
  id: Generated<number>
  organization_id: number
  /** Unique within the organization. */
  key: string
  name: string
  description: string
  video_link: string | null
  active: boolean
  created_at: CreatedAt
}

export interface InstancesTable {
  id: Generated<number>
  organization_id: number
  account_id: number
  user_id: number
  element_id: number
  element_key: string
  name: string
  tags: string[]
  token_hash: Buffer
  token_sealed: Buffer
  /** What is not secret: configuration key → string or null. */
  configuration: Json<Record<string, string | null>>
  /** Sealed JSON of the secret configuration (password items, application key and secret). */
  secrets_sealed: Buffer
  external_authentication: string
  disabled: Generated<boolean>
  /** Why it was disabled or marked by the platform; shown in messages, never a secret. */
  disabled_reason: string | null
  trace_logging: Generated<boolean>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** What the vendor gave us for an instance. A refresh replaces the row only where the generation is still the one it presented (fencing). */
export interface InstanceCredentialsTable {
  instance_id: number
  generation: number
  /** Sealed JSON: access token, refresh token, token type, scope. */
  sealed: Buffer
  /** There is a refresh token among them. */
  refreshable: boolean
  /** When the access token was obtained, and how long it is good for in seconds (null: unknown). */
  obtained_at: ColumnType<Date, Date, Date>
  expires_in: number | null
  /** Set before the refresh token of this generation is presented, cleared by the next generation: a crash in between is seen by the next holder of the lock. */
  presented_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  /** The process (its presence) that waits for the answer to that presentation; null when nobody does. */
  presented_by: ColumnType<number | null, number | null | undefined, number | null>
  /** Refusals of the token endpoint in a row (contract 3.8). */
  refusals: Generated<number>
  refused_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  refusal_reason: string | null
}

/** The secret half of a code that is bound to who asked for it (RFC 7636), until the code comes back. */
export interface OAuthVerifiersTable {
  flow_hash: Buffer
  verifier: string
  expires_at: ColumnType<Date, Date, Date>
}

/** Many application URLs behind one callback that is registered at the vendor (contract 4.7). */
export interface OAuthProxiesTable {
  id: Generated<number>
  organization_id: number
  account_id: number
  name: string
  callback_url: string | null
  /** Sealed JSON: application key and secret. */
  client_sealed: ColumnType<Buffer, Buffer, Buffer>
  /** Patterns of URLs that users may be sent on to. */
  application_urls: Generated<string[]>
  created_at: CreatedAt
}

/** A user who is at the vendor, and where he goes on to. */
export interface OAuthProxyFlowsTable {
  state_hash: Buffer
  proxy_id: number
  application_url: string
  expires_at: ColumnType<Date, Date, Date>
}

/** Exchanges with a vendor that somebody asked to see (contract 4.9), kept for a day. */
export interface TracesTable {
  id: string
  organization_id: number
  account_id: number
  element_key: string
  /** Sealed JSON, free of secrets already. */
  sealed: Buffer
  created_at: Date
}

/** How a quota of a vendor stands (`quotas/`). */
export interface QuotaLedgersTable {
  /** A hash of who shares the quota. */
  key: string
  /** Its name, for the operator. */
  quota: string
  ledger: Json<object>
  /** Nothing in it matters any longer. */
  expires_at: ColumnType<Date, Date, Date>
}

/** Key-encryption keys this database has been sealed with, by id. The fingerprint tells a server with another key apart; the key itself is never stored. */
export interface SealingKeysTable {
  key_id: string
  fingerprint: Buffer
  created_at: CreatedAt
  retired_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}

/** One row a hub call (contract 10), written behind in batches. */
export interface UsageTable {
  traffic_id: string
  organization_id: number
  account_id: number
  user_id: number
  instance_id: number | null
  element_key: string | null
  hub: string | null
  method: string
  /** Path and allow-listed query only. */
  request_uri: string
  element_api: string | null
  status: number
  process_time: number
  request_ip: string
  traffic_date: Date
}

/** One row a change (contract 10), written in the change's own transaction. */
export interface AuditLogsTable {
  id: Generated<number>
  request_id: string | null
  organization_id: number
  account_id: number | null
  user_id: number | null
  area: string
  entity_id: string
  entity_name: string | null
  instance_id: number | null
  method: string
  resource_uri: string
  status: number
  ip_address: string | null
  created_at: ColumnType<Date, Date, never>
}

export interface Tables {
  audit_logs: AuditLogsTable
  organizations: OrganizationsTable
  accounts: AccountsTable
  users: UsersTable
  element_ids: ElementIdsTable
  elements: ElementsTable
  element_extensions: ElementExtensionsTable
  element_grants: ElementGrantsTable
  hubs: HubsTable
  instances: InstancesTable
  instance_credentials: InstanceCredentialsTable
  oauth_verifiers: OAuthVerifiersTable
  oauth_proxies: OAuthProxiesTable
  oauth_proxy_flows: OAuthProxyFlowsTable
  traces: TracesTable
  quota_ledgers: QuotaLedgersTable
  sealing_keys: SealingKeysTable
  usage: UsageTable
}

/**
 * LISTEN/NOTIFY channels; payloads are ids as text. A process drops what it remembers of the id named.
 * `elements` carries the id of an element, and after a blank that of the account when the change is seen by that account only.
 */
export const channels = { secrets: 'octet_secrets', instances: 'octet_instances', keys: 'octet_keys', elements: 'octet_elements' } as const
export type Channel = (typeof channels)[keyof typeof channels]
