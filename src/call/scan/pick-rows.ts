/** The records of one page in the vendor's order, and where the next one begins. */
import type { PageState } from '../paging/paging.ts'
import type { Picker } from './picker.ts'

/** `skip`: matching records before the page. */
export function pickRows({ skip, take }: { skip: number; take: number }): Picker {
  const records: unknown[] = []
  let passed = 0
  let next: PageState | undefined
  return {
    take(record, { at, inside }) {
      if (next !== undefined) return
      if (passed < skip) passed += 1
      else if (records.length < take) records.push(record)
      else next = { ...at, inside }
    },
    endPage(following) {
      if (records.length < take) return false
      // Whether another record follows, only further pages would tell: the next page may come empty (contract 7.3).
      next ??= following
      return true
    },
    count: () => records.length,
    finish: () => ({ records, next }),
  }
}
