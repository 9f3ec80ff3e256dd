/** Kinds of columns that tables share. */
import type { ColumnType } from 'kysely'

/** Parsed when read, written as text. */
export type Json<T> = ColumnType<T, string, string>
/** Filled by the database when left out. */
export type CreatedAt = ColumnType<Date, Date | undefined, never>
