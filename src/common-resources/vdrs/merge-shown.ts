/** Fields of several levels in one list, as a caller sees them; what the list hides is found again when it comes back. */
import { mergeFields } from '../effective/merge-levels.ts'
import { compareLevels, isSamePlace, type Placed } from '../levels.ts'

export interface FieldsRow<F> extends Placed {
  readonly fields: readonly F[]
}

export type Shown<F> = F & Placed

/** Highest level first. */
export function highestFirst<R extends Placed>(rows: readonly R[]): R[] {
  return rows.toSorted((a, b) => compareLevels(a.level, b.level))
}

/** A lower level hides what an upper one says of the same path. One of several instances hides nothing: the upper word holds for the others. */
export function mergeShown<F extends { readonly path: string }>(rows: readonly FieldsRow<F>[], ofOneInstance = false): Shown<F>[] {
  const sorted = highestFirst(rows)
  const isMerged = ({ level }: Placed) => ofOneInstance || level !== 'instance'
  const merged = sorted.filter(isMerged).reduce<Shown<F>[]>((upper, row) => mergeFields(namePlace(row), upper), [])
  return [...merged, ...sorted.filter((row) => !isMerged(row)).flatMap((row) => namePlace(row))]
}

/** The fields of all levels, none hidden: of one path there may be several. */
export function listAll<F>(rows: readonly FieldsRow<F>[]): Shown<F>[] {
  return highestFirst(rows).flatMap((row) => namePlace(row))
}

/** What of a row `mergeShown` leaves out. */
export function hiddenFields<F extends { readonly path: string }>(row: FieldsRow<F>, shown: readonly Shown<F>[]): F[] {
  const paths = new Set(shown.filter((field) => isSamePlace(field, row)).map(({ path }) => path))
  return row.fields.filter(({ path }) => !paths.has(path))
}

function namePlace<F>({ level, associatedId, fields }: FieldsRow<F>): Shown<F>[] {
  return fields.map((field) => ({ ...field, level, associatedId }))
}
