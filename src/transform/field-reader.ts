/** What reading a record is put together of. */
import type { SlotIndex, Slots } from './slot-index.ts'
import type { Directories } from './transformation.ts'

type Members = Readonly<Record<string, unknown>>

/** Reads one field; null when the record does not have it. */
export interface FieldReader {
  (record: Members, found: Slots, directories: Directories | undefined): unknown
  /** Set where the value stands in a slot: without an item there, the field need not be read. */
  slot?: number
}

/** What a record is read with besides its fields. */
export interface Surroundings {
  readonly indexes: readonly SlotIndex[]
  /** Vendor-defined fields; undefined: the object has none. */
  readonly readCustom: ((record: Members, reading: CustomReading) => void) | undefined
}

export interface CustomReading {
  readonly directories: Directories
  readonly answer: Record<string, unknown>
  readonly omit: boolean
}
