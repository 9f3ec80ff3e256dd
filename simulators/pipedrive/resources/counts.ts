// Counts that `include_fields` adds to people, organizations and deals.
import type { Call } from '../call.ts'
import { listRows, type Row, type TableName } from '../tenant.ts'
import { isThere } from './entity.ts'

type Count = (row: Row, call: Call) => number

/** Counts of what points to a record by `link` (`person_id`, `org_id`, `deal_id`). */
export function countLinked(link: string): Record<string, Count> {
  const count = (table: TableName, test: (row: Row) => boolean = isThere): Count => {
    return (row, call) => listRows(call.tenant.tables[table]).filter((each) => each[link] === row.id && test(each)).length
  }
  const deals = (test: (row: Row) => boolean): Count =>
    link === 'deal_id' ? () => 0 : count('deals', (each) => isThere(each) && test(each))
  return {
    activities_count: count('activities'),
    done_activities_count: count('activities', (each) => isThere(each) && each['done'] === true),
    undone_activities_count: count('activities', (each) => isThere(each) && each['done'] !== true),
    notes_count: count('notes', (each) => each['active_flag'] === true),
    open_deals_count: deals((each) => each['status'] === 'open'),
    closed_deals_count: deals((each) => each['status'] !== 'open'),
    won_deals_count: deals((each) => each['status'] === 'won'),
    lost_deals_count: deals((each) => each['status'] === 'lost'),
    people_count: count('persons'),
  }
}

/** The named ones of a set of counts. */
export function pickCounts(counts: Record<string, Count>, names: readonly string[]): Record<string, Count> {
  return Object.fromEntries(names.map((name) => [name, counts[name] ?? (() => 0)]))
}
