/** The tables of common resources as TypeScript sees them. */
import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Json } from './column-types.ts'

/** A name of objects, the same for all elements (contract 9); without an organization: the system's. */
export interface CommonResourcesTable {
  id: Generated<number>
  organization_id: number | null
  /** Who said something of it first. */
  account_id: number | null
  user_id: number | null
  object_name: string
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

export type CommonResourceLevel = 'system' | 'organization' | 'account' | 'instance'

/** What one level says of the fields of a common resource, and beside them; null: nothing. */
export interface ObjectDefinitionsTable {
  id: Generated<number>
  common_resource_id: number
  level: CommonResourceLevel
  /** The organization, account or instance; null for the system's. */
  associated_id: number | null
  fields: Json<unknown[]>
  description: string | null
  vdr_shared: boolean | null
  vdr_share_level: string | null
  /** Who said it first. */
  account_id: number | null
  user_id: number | null
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** What one level says of how an element's records become a common resource. */
export interface TransformationsTable {
  id: Generated<number>
  common_resource_id: number
  element_id: number | null
  element_key: string | null
  level: CommonResourceLevel
  associated_id: number | null
  vendor_name: string
  document: Json<Record<string, unknown>>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** Pieces of script that people keep for mappings. */
export interface SnippetsTable {
  id: Generated<number>
  /** Null: the system's. */
  organization_id: number | null
  /** Null: all accounts'. */
  account_id: number | null
  user_id: number | null
  level: 'system' | 'organization' | 'account'
  name: string
  description: string | null
  snippet_type: string | null
  body: string
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}
