/** How levels map the records of elements (table transformations), one SQL operation a function. */
import { sql } from 'kysely'
import type { Level, Scope } from '../levels.ts'
import { isAtAny } from './is-at.ts'
import type { Db } from './resources.ts'
import { showMoment } from './show-moment.ts'
import type { TransformationDocument } from './transformation-document.ts'

export interface TransformationRow {
  readonly id: number
  readonly resourceId: number
  readonly objectName: string
  readonly elementId: number | null
  readonly elementKey: string | null
  readonly level: Level
  readonly associatedId: number | null
  readonly vendorName: string
  readonly document: TransformationDocument
  /** `yyyy-MM-dd HH:mm:ss.SSSSSS`, UTC. */
  readonly createdDate: string
  readonly updatedDate: string
}

function selectTransformations(db: Db) {
  return db
    .selectFrom('transformations as t')
    .innerJoin('common_resources as r', 'r.id', 't.common_resource_id')
    .select([
      't.id',
      't.common_resource_id as resourceId',
      'r.object_name as objectName',
      't.element_id as elementId',
      't.element_key as elementKey',
      't.level',
      't.associated_id as associatedId',
      't.vendor_name as vendorName',
      sql<TransformationDocument>`t.document`.as('document'),
      showMoment('t.created_at').as('createdDate'),
      showMoment('t.updated_at').as('updatedDate'),
    ])
}

/** Of these resources, of all levels and elements. */
export async function readTransformations(db: Db, resourceIds: readonly number[]): Promise<TransformationRow[]> {
  if (resourceIds.length === 0) return []
  return selectTransformations(db)
    .where('t.common_resource_id', 'in', [...resourceIds])
    .orderBy('t.id')
    .execute()
}

/** By their own ids. */
export async function readTransformationsById(db: Db, ids: readonly number[]): Promise<TransformationRow[]> {
  if (ids.length === 0) return []
  return selectTransformations(db)
    .where('t.id', 'in', [...ids])
    .execute()
}

/** Which of a scope; every part narrows. */
export interface TransformationFilter {
  readonly elementId?: number | undefined
  readonly name?: string | undefined
}

/** Of these scopes, by name. */
export async function readTransformationsAt(
  db: Db,
  scopes: readonly Scope[],
  { elementId, name }: TransformationFilter = {},
): Promise<TransformationRow[]> {
  let query = selectTransformations(db).where(isAtAny('t', scopes))
  if (elementId !== undefined) query = query.where('t.element_id', '=', elementId)
  if (name !== undefined) query = query.where('r.object_name', '=', name)
  return query.orderBy('r.object_name').orderBy('t.id').execute()
}

export interface TransformationValues {
  readonly resourceId: number
  readonly elementId: number | null
  readonly elementKey: string | null
  readonly level: Level
  readonly associatedId: number | null
  readonly vendorName: string
  readonly document: TransformationDocument
}

/** Writes what the scope says of the element's records, over what it said before; gives the row's id. */
export async function putTransformation(db: Db, values: TransformationValues): Promise<number> {
  const content = { vendor_name: values.vendorName, document: JSON.stringify(values.document) }
  const row = await db
    .insertInto('transformations')
    .values({
      common_resource_id: values.resourceId,
      element_id: values.elementId,
      element_key: values.elementKey,
      level: values.level,
      associated_id: values.associatedId,
      ...content,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['common_resource_id', 'element_id', 'level', 'associated_id'])
        .doUpdateSet({ ...content, element_key: values.elementKey, updated_at: sql`clock_timestamp()` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Puts transformations under another name. Rejects with a unique violation when one's place and element have one there. */
export async function moveTransformations(db: Db, ids: readonly number[], resourceId: number): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('transformations')
    .set({ common_resource_id: resourceId, updated_at: sql`clock_timestamp()` })
    .where('id', 'in', [...ids])
    .execute()
}

export async function deleteTransformation(db: Db, id: number): Promise<void> {
  await db.deleteFrom('transformations').where('id', '=', id).execute()
}
