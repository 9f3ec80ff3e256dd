/** Lists of a record that is built: one item a row of the list read, or items at places of their own (`[0]`, `[id=4]`). */
import type { ItemFilter } from './item-filter.ts'
import { compileTap, listItems } from './place-reader.ts'
import type { ListPlace, ListSource, Place } from './place-tree.ts'

/** Makes what stands at a place out of what is read, over what stands there already. Undefined: nothing. */
export type Builder = (source: unknown, beneath: unknown) => unknown

/** Who compiles what an item is made of. */
export interface ListContext {
  readonly compilePlace: (place: Place, isSingle: boolean) => Builder
  readonly isSingle: boolean
}

/** Rows that have nothing of what is mapped are items all the same: the place of an item says whose it is. */
export function compileList({ sources, filter, place }: ListPlace, { compilePlace, isSingle }: ListContext): Builder {
  const readers = [...sources.values()].map((source) => compileSource(source, isSingle))
  const build = compilePlace(place, readers.length === 1)
  const empty = place.members.size > 0 ? () => ({}) : () => null
  return (source, beneath) => {
    const rows = readRows(readers, source)
    if (rows === undefined) return undefined
    const items = Array.isArray(beneath) ? beneath.slice() : []
    const taken = filter === undefined ? undefined : listFulfilling(items, filter)
    for (let row = 0; row < rows.length; row++) {
      const at = taken === undefined ? row : (taken[row] ?? items.length)
      const item = build(rows[row], items[at]) ?? items[at]
      items[at] = filter?.fulfil === undefined ? (item ?? empty()) : filter.fulfil(item)
    }
    return items
  }
}

/** Where the items are that a list of the same kind took from: they are written to, one after the other, before any is added. */
function listFulfilling(items: readonly unknown[], { test }: ItemFilter): readonly number[] {
  return [...items.keys()].filter((at) => test(items[at]))
}

type RowReader = (source: unknown) => readonly unknown[] | undefined

function compileSource({ tap, filter }: ListSource, isSingle: boolean): RowReader {
  const read = compileTap(tap, isSingle)
  if (filter === undefined) return (source) => listItems(read(source))
  return (source) => listItems(read(source))?.filter(filter.test)
}

/** One list: its items. Several: a row has one of each, as long as the longest. */
function readRows(readers: readonly RowReader[], source: unknown): readonly unknown[] | undefined {
  if (readers.length === 1) return readers[0]!(source)
  const lists = readers.map((read) => read(source))
  if (lists.every((list) => list === undefined)) return undefined
  const length = Math.max(...lists.map((list) => list?.length ?? 0))
  return Array.from({ length }, (_, at) => lists.map((list) => list?.[at]))
}

interface Position {
  readonly at: number | ItemFilter
  readonly place: Place
}

/** Places before the first that is set are null. Numbers come before filters, whose items are added at the end. */
export function compilePositions(positions: readonly Position[], { compilePlace, isSingle }: ListContext): Builder {
  const ordered = positions.toSorted((one, other) => Number(typeof one.at !== 'number') - Number(typeof other.at !== 'number'))
  const builders = ordered.map(({ at, place }) => ({ at, build: compilePlace(place, isSingle) }))
  return (source, beneath) => {
    let items: unknown[] | undefined
    for (const { at, build } of builders) {
      const present = items ?? (Array.isArray(beneath) ? beneath : [])
      const index = typeof at === 'number' ? at : findOrAppend(present, at)
      const value = build(source, present[index])
      if (value === undefined) continue
      items ??= present.slice()
      while (items.length < index) items.push(null)
      items[index] = typeof at === 'number' || at.fulfil === undefined ? value : at.fulfil(value)
    }
    return items
  }
}

function findOrAppend(items: readonly unknown[], { test }: ItemFilter): number {
  const found = items.findIndex(test)
  return found < 0 ? items.length : found
}
