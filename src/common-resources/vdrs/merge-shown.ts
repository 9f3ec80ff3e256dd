/** Fields of several levels in one list, as a caller sees them; what the list hides is found again when it comes back. */
import { mergeFields } from '../effective/merge-levels.ts'
import { compareLevels } from '../levels.ts'
import { isSameTarget, type Target } from './sight.ts'

export interface FieldsRow<F> extends Target {
  readonly fields: readonly F[]
}

export type Shown<F> = F & Target

/** Highest level first. */
export function highestFirst<R extends Target>(rows: readonly R[]): R[] {
  return rows.toSorted((a, b) => compareLevels(a.level, b.level))
}

/** A lower level hides what an upper one says of the same path. One of several instances hides nothing: the upper word holds for the others. */
export function mergeShown<F extends { readonly path: string }>(rows: readonly FieldsRow<F>[], ofOneInstance = false): Shown<F>[] {
  const sorted = highestFirst(rows)
  const isMerged = ({ level }: Target) => ofOneInstance || level !== 'instance'
  const merged = sorted.filter(isMerged).reduce<Shown<F>[]>((upper, row) => mergeFields(nameTarget(row), upper), [])
  return [...merged, ...sorted.filter((row) => !isMerged(row)).flatMap((row) => nameTarget(row))]
}

/** The fields of all levels, none hidden: of one path there may be several. */
export function listAll<F>(rows: readonly FieldsRow<F>[]): Shown<F>[] {
  return highestFirst(rows).flatMap((row) => nameTarget(row))
}

/** What of a row `mergeShown` leaves out. */
export function hiddenFields<F extends { readonly path: string }>(row: FieldsRow<F>, shown: readonly Shown<F>[]): F[] {
  const paths = new Set(shown.filter((field) => isSameTarget(field, row)).map(({ path }) => path))
  return row.fields.filter(({ path }) => !paths.has(path))
}

function nameTarget<F>({ level, associatedId, fields }: FieldsRow<F>): Shown<F>[] {
  return fields.map((field) => ({ ...field, level, associatedId }))
}
