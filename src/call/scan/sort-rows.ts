/** The records of one page in an order that the vendor does not have: all are seen, those are kept that may be on the page or before it. */
import type { Picker } from './picker.ts'

export interface Sorting {
  readonly skip: number
  readonly take: number
  readonly compare: (left: object, right: object) => number
}

/** Records that are equal stay as the vendor has them. */
export function sortRows({ skip, take, compare }: Sorting): Picker {
  const end = skip + take
  const kept: object[] = []
  let count = 0
  const trim = () => {
    kept.sort(compare)
    kept.length = Math.min(kept.length, end)
  }
  return {
    take(record) {
      count += 1
      // A list that is not mapped may hold anything.
      kept.push(Object(record) as object)
      if (kept.length >= 2 * end + roomAtLeast) trim()
    },
    endPage: () => false,
    count: () => kept.length,
    finish() {
      trim()
      return { records: kept.slice(skip, end), next: count > end ? { skip: end } : undefined }
    },
  }
}

/** Sorting in batches of fewer is not worth it. */
const roomAtLeast = 1000
