/** The tables of elements and hubs as TypeScript sees them. */
import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Json } from './column-types.ts'

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
