/** The tables as TypeScript sees them; `migrations/` creates them. Names are the product's terms. */
import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Json } from './column-types.ts'
import type { CommonResourcesTable, ObjectDefinitionsTable, SnippetsTable, TransformationsTable } from './common-resource-tables.ts'
import type { ElementExtensionsTable, ElementGrantsTable, ElementIdsTable, ElementsTable, HubsTable } from './element-tables.ts'

/** Who has organizations (contract 8): one customer on a server of one's own. */
export interface CustomersTable {
  id: Generated<number>
  name: string
  environment: Generated<string>
  status: Generated<string>
  active: Generated<boolean>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

export interface OrganizationsTable {
  id: Generated<number>
  customer_id: ColumnType<number | null, number | null | undefined, number | null>
  name: string
  /** `production` or `test`. */
  environment: Generated<string>
  /** `paid` or `trial`. */
  status: Generated<string>
  active: Generated<boolean>
  /** `v1` or `v2` (contract 9.5). */
  vdr_version: Generated<string>
  external_id: ColumnType<string | null, string | null | undefined, string | null>
  settings: ColumnType<Record<string, unknown>, string | undefined, string>
  /** SHA-256 of the organization secret, for look-up. */
  secret_hash: Buffer
  secret_sealed: Buffer
  /** The organization's data key, wrapped by the key-encryption key `key_id`. */
  data_key_wrapped: ColumnType<Buffer, Buffer, Buffer>
  key_id: string
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
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
  settings: ColumnType<Record<string, unknown>, string | undefined, string>
  /** Of all its users, beside their own. */
  roles: Generated<string[]>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

export interface UsersTable {
  id: Generated<number>
  organization_id: number
  account_id: number
  /** Unique on the server, whatever its case. */
  email: string
  first_name: string
  last_name: string
  external_id: ColumnType<string | null, string | null | undefined, string | null>
  /** Phone and address, by their names on the wire. */
  profile: ColumnType<Record<string, string>, string | undefined, string>
  secret_hash: Buffer
  secret_sealed: Buffer
  roles: string[]
  active: Generated<boolean>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** What an organization made of a role; a role without a row is as the server has it. */
export interface RolesTable {
  id: Generated<number>
  organization_id: number
  key: string
  name: string
  description: string
  active: boolean
  privileges: string[]
  features: ColumnType<readonly object[], string | undefined, string>
  updated_at: ColumnType<Date, Date | undefined, Date>
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
  /** The common resource that the call was made under. */
  vdr: ColumnType<string | null, string | null | undefined, string | null>
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

/** What logging in knows of a user; a user without a row has never had a password. */
export interface LoginsTable {
  user_id: number
  /** With its parameters, as `passwords.ts` writes it. */
  password_hash: ColumnType<string | null, string | null | undefined, string | null>
  password_set_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  /** Newest first. */
  previous_hashes: Generated<string[]>
  /** In a row, up to now. */
  failed_attempts: Generated<number>
  locked_until: ColumnType<Date | null, Date | null | undefined, Date | null>
  last_login_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}

/** What a log-in gave out: a token that stands for User + Organization until it expires. */
export interface SessionsTable {
  token_hash: Buffer
  user_id: number
  created_at: CreatedAt
  expires_at: Date
}

/** A link that lets one set a password, once. */
export interface PasswordLinksTable {
  token_hash: Buffer
  user_id: number
  created_at: CreatedAt
  expires_at: Date
}

/** What passwords of an organization must be (contract 8.5). */
export interface PasswordPoliciesTable {
  organization_id: number
  min_length: number
  min_uppercase: number
  min_lowercase: number
  min_numbers: number
  min_symbols: number
  symbol_character_set: string
  previous_password_count: number
  expiration_days: number
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** Colours and fonts of an organization's pages (contract 8.6). */
export interface BrandingTable {
  organization_id: number
  document: Json<Record<string, string>>
  updated_at: ColumnType<Date, Date | undefined, Date>
}

export interface BrandingImagesTable {
  organization_id: number
  /** `logo` or `favicon`. */
  kind: string
  content_type: string
  bytes: Buffer
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** A SAML identity provider of an organization or of a customer (contract 8.7). */
export interface IdentityProvidersTable {
  id: Generated<number>
  organization_id: number | null
  customer_id: number | null
  document: Json<Record<string, string>>
  created_at: CreatedAt
}

export interface Tables {
  snippets: SnippetsTable
  common_resources: CommonResourcesTable
  object_definitions: ObjectDefinitionsTable
  transformations: TransformationsTable
  audit_logs: AuditLogsTable
  customers: CustomersTable
  organizations: OrganizationsTable
  accounts: AccountsTable
  users: UsersTable
  roles: RolesTable
  logins: LoginsTable
  sessions: SessionsTable
  password_links: PasswordLinksTable
  password_policies: PasswordPoliciesTable
  branding: BrandingTable
  branding_images: BrandingImagesTable
  identity_providers: IdentityProvidersTable
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
 * `sessions` carries the id of a user.
 * `commonResources` carries the id of an organization, or `*` when the system's changed.
 * `elements` carries the id of an element, and after a blank that of the account when the change is seen by that account only.
 */
export const channels = {
  secrets: 'octet_secrets',
  sessions: 'octet_sessions',
  instances: 'octet_instances',
  keys: 'octet_keys',
  elements: 'octet_elements',
  commonResources: 'octet_common_resources',
} as const
export type Channel = (typeof channels)[keyof typeof channels]
