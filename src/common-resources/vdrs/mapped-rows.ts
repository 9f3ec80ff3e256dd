/** Which elements have a transformation, without what it says. */
import type { Placed } from '../levels.ts'
import type { Db } from '../store/resources.ts'

export interface MappedRow extends Placed {
  readonly id: number
  readonly resourceId: number
  readonly elementId: number | null
}

/** Of these common resources, of all levels. */
export async function readMapped(db: Db, resourceIds: readonly number[]): Promise<MappedRow[]> {
  if (resourceIds.length === 0) return []
  return db
    .selectFrom('transformations')
    .select(['id', 'common_resource_id as resourceId', 'element_id as elementId', 'level', 'associated_id as associatedId'])
    .where('common_resource_id', 'in', [...resourceIds])
    .orderBy('id')
    .execute()
}

/** The elements that have one, in the order they got it. */
export function listElementIds(mapped: readonly MappedRow[]): number[] {
  return [...new Set(mapped.flatMap(({ elementId }) => elementId ?? []))]
}

/** A row takes over the id of one that is no more. */
export async function takeOverId(db: Db, { from, to }: { readonly from: number; readonly to: number }): Promise<void> {
  await db.updateTable('transformations').set({ id: to }).where('id', '=', from).execute()
}
