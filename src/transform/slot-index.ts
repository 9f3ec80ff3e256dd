/** Collections whose items are told apart by a member: each is looked through once per record, whatever number of fields read from it. */
import { compileReader, type JsonReader } from '../lib/json-path.ts'

type Members = Readonly<Record<string, unknown>>

/** The items found in a record, by the place of their slot. */
export type Slots = readonly (Members | undefined)[]

export interface SlotIndex {
  readonly read: JsonReader
  readonly discriminator: string
  /** Slot → its place among all slots of the object. */
  readonly places: Map<unknown, number>
}

/** Gives the place of a slot, which is a new one when nobody has asked for it. */
export function registerSlot(indexes: Map<string, SlotIndex>, slot: { collection: string; discriminator: string; slot: string }): number {
  let index = indexes.get(slot.collection)
  if (index === undefined) {
    index = { read: compileReader(slot.collection), discriminator: slot.discriminator, places: new Map() }
    indexes.set(slot.collection, index)
  }
  const known = index.places.get(slot.slot)
  if (known !== undefined) return known
  const place = [...indexes.values()].reduce((sum, { places }) => sum + places.size, 0)
  index.places.set(slot.slot, place)
  return place
}

/** Two items in one slot: the first counts. */
export function findSlots(record: Members, indexes: readonly SlotIndex[]): Slots {
  const found: (Members | undefined)[] = []
  for (const { read, discriminator, places } of indexes) {
    const items = read(record)
    if (!Array.isArray(items)) continue
    for (const item of items as (Members | null)[]) {
      const place = typeof item === 'object' && item !== null ? places.get(item[discriminator]) : undefined
      if (place !== undefined) found[place] ??= item!
    }
  }
  return found
}
