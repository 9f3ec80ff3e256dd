/**
 * A page of a list that the vendor cannot search or sort as asked: its rows are read in the vendor's largest pages, mapped to the hub, kept where the
 * condition is true, sorted. Reading is bounded; what has been read further than the page needed is read again by the next one, at most one vendor page.
 */
import { compareForOrder } from '../../ceql/compare-for-order.ts'
import { compileSparing } from '../../ceql/evaluate.ts'
import { checkAnswer } from '../check-answer.ts'
import { compileMapping, readDirectories } from '../map-rows.ts'
import type { PageState, Paging } from '../paging/paging.ts'
import { fetchRecords, needsRecords } from '../search/fetch-rows.ts'
import { listFields } from '../search/list-fields.ts'
import type { CallSession } from '../send.ts'
import type { Plan, Residual, Target, VendorReply } from '../types.ts'
import { readKnownFields } from './field-types.ts'
import { pickRows } from './pick-rows.ts'
import { type PlacedPage, readPlaces } from './read-places.ts'
import { findScanFault, refuseScan, type Scanned } from './refuse-scan.ts'
import { sortRows } from './sort-rows.ts'
import { takeTurns } from './take-turns.ts'
import { watchFields } from './watch-fields.ts'

export interface Scanning {
  readonly target: Target
  readonly plan: Plan
  readonly paging: Paging
  readonly residual: Residual
}

/**
 * Reads the page. Its rows are hub records with their nulls.
 * Throws scan-limit, field-not-searchable, field-not-sortable, invalid-parameter (400), too-many-calls (429) when the scans of the instance keep too much,
 * scan-timeout (502), and what an exchange throws.
 */
export async function scanPages(session: CallSession, scanning: Scanning): Promise<VendorReply> {
  const { target, paging, residual } = scanning
  const { isKnown, typeOf } = await readKnownFields(session, scanning)
  let matching = 0
  const searchable = target.resource.where?.fields.open().searchable ?? []
  const scanned: Scanned = { residual, searchable, isFound: () => matching > 0 }
  const { spend, betweenRows } = takeTurns(session, scanned)
  const { text } = target.resource
  const isTrue = residual.where === undefined ? undefined : compileSparing(residual.where, { typeOf, text, spend })
  const { resumed, take, page } = paging.request
  // The page before this one has seen the fields.
  const watch = watchFields(
    resumed === undefined ? residual : { ...residual, where: undefined, orderBy: undefined },
    (path) => isKnown(path) || target.resource.declared.has(path) || residual.asked.includes(path),
  )
  const compare = residual.orderBy === undefined ? undefined : compareForOrder(residual.orderBy, typeOf, text)
  const skip = compare === undefined && resumed !== undefined ? 0 : (resumed?.skip ?? page * take)
  if (compare !== undefined && skip >= residual.limit) throw refuseScan(scanned)
  const picker = compare === undefined ? pickRows({ skip, take }) : sortRows({ skip, take, compare })
  const from = compare === undefined && resumed !== undefined ? resumed : { skip: 0 }
  let read = 0
  let first: OpenedPage | undefined
  const held = session.parts.limits.hold(session.instance.id)
  try {
    for await (const placed of openPages(session, scanning, { scanned, from })) {
      first ??= placed
      if (read >= residual.limit && placed.rows.length > 0) throw refuseScan(scanned)
      read += placed.passed + placed.rows.length
      const map = await openMapping(session, scanning, placed.rows)
      for (const [index, row] of placed.rows.entries()) {
        if (row === undefined) continue
        const pause = betweenRows()
        if (pause !== undefined) await pause
        const record = map(row)
        watch.look(record)
        if (isTrue !== undefined && !isTrue(record)) continue
        matching += 1
        picker.take(record, { at: placed.at, inside: placed.passed + index })
      }
      // One page of rows tells which fields there are: a vendor is not read through for a misspelt name.
      const mistake = watch.complain(scanned.searchable)
      if (mistake !== undefined) throw mistake
      if (picker.endPage(placed.next)) break
      held.set(Math.ceil((session.budget.spent() / read) * picker.count()))
    }
  } finally {
    held.close()
  }
  const { records, next } = picker.finish()
  return {
    kind: 'page',
    rows: records,
    isMapped: true,
    nextPage: next === undefined ? undefined : paging.writeToken(next),
    // What the vendor counts is the whole list.
    total: residual.where === undefined ? first?.total : undefined,
    told: first?.told ?? {},
  }
}

/** Pages from the row on that has not been looked at, which many rows of the page may have been passed over for. */
interface OpenedPage extends PlacedPage {
  readonly passed: number
}

/** Rows that name a record are the record; undefined where it is gone. */
async function* openPages(
  session: CallSession,
  { target, plan, paging }: Scanning,
  { scanned, from }: { scanned: Scanned; from: PageState },
): AsyncGenerator<OpenedPage> {
  const { resource } = target
  const reading = { target, plan, style: resource.paging!, isOrdered: paging.isOrdered, from }
  try {
    for await (const placed of readPlaces(session, reading)) {
      const passed = placed.at.inside ?? 0
      const rows = passed === 0 ? placed.rows : placed.rows.slice(passed)
      yield { ...placed, passed, rows: needsRecords(resource) ? await fetchRecords(session, plan, rows) : rows }
    }
  } catch (error) {
    throw findScanFault(error, session, scanned)
  }
}

/** Nulls stay until it is known which records are answered: a field that is null is a field. */
async function openMapping(session: CallSession, { target, plan, residual }: Scanning, rows: readonly unknown[]) {
  const { resource } = target
  const records = rows.filter((row) => row !== undefined)
  checkAnswer(resource, { kind: 'page', rows: records, nextPage: undefined, total: undefined, told: {} }, records)
  const looked = [...listFields(residual.where), ...(residual.orderBy ?? []).map(({ field }) => field.path)]
  const fields = plan.fields === undefined ? undefined : [...plan.fields, ...looked]
  const directories = await readDirectories(session, { resource, records, fields, notes: plan.notes })
  return compileMapping(resource, directories, 'keep')
}
