/** The transformations of a common resource that a caller sees, whole. */
import type { Db } from '../store/resources.ts'
import { readTransformations, type TransformationRow } from '../store/transformations.ts'
import { resourceIdsOf, type Whole } from './whole.ts'

/** In the order in which they were made. */
export async function readSeen(db: Db, whole: Whole): Promise<TransformationRow[]> {
  const seen = new Set(whole.mapped.map(({ id }) => id))
  return (await readTransformations(db, resourceIdsOf(whole))).filter(({ id }) => seen.has(id))
}
