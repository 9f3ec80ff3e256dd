/** What levels say of the fields of common resources (table object_definitions), one SQL operation a function. */
import { sql } from 'kysely'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import type { Level, Scope } from '../levels.ts'
import { isAtAny } from './is-at.ts'
import type { Db } from './resources.ts'
import { showMoment } from './show-moment.ts'

/** What a level says beside the fields; null: nothing. */
export interface DefinitionAbout {
  readonly description: string | null
  readonly vdrShared: boolean | null
  readonly vdrShareLevel: string | null
}

/** Who said something first. */
export interface Maker {
  /** Null: of the system's level. */
  readonly accountId: number | null
  readonly userId: number | null
}

export interface DefinitionRow extends DefinitionAbout, Maker {
  readonly id: number
  readonly resourceId: number
  readonly objectName: string
  readonly level: Level
  readonly associatedId: number | null
  /** Without level and associated id: the row says them for all. */
  readonly fields: readonly DefinitionField[]
  /** `yyyy-MM-dd HH:mm:ss.SSSSSS`, UTC. */
  readonly createdDate: string
  readonly updatedDate: string
}

function selectDefinitions(db: Db) {
  return db
    .selectFrom('object_definitions as d')
    .innerJoin('common_resources as r', 'r.id', 'd.common_resource_id')
    .select([
      'd.id',
      'd.common_resource_id as resourceId',
      'r.object_name as objectName',
      'd.level',
      'd.associated_id as associatedId',
      sql<readonly DefinitionField[]>`d.fields`.as('fields'),
      'd.description',
      'd.vdr_shared as vdrShared',
      'd.vdr_share_level as vdrShareLevel',
      'd.account_id as accountId',
      'd.user_id as userId',
      showMoment('d.created_at').as('createdDate'),
      showMoment('d.updated_at').as('updatedDate'),
    ])
}

/** Of these resources, of all levels. */
export async function readDefinitions(db: Db, resourceIds: readonly number[]): Promise<DefinitionRow[]> {
  if (resourceIds.length === 0) return []
  return selectDefinitions(db)
    .where('d.common_resource_id', 'in', [...resourceIds])
    .orderBy('d.id')
    .execute()
}

/** By their own ids. */
export async function readDefinitionsById(db: Db, ids: readonly number[]): Promise<DefinitionRow[]> {
  if (ids.length === 0) return []
  return selectDefinitions(db)
    .where('d.id', 'in', [...ids])
    .execute()
}

/** Of one scope, by name; with a name that one alone. */
export function readDefinitionsAt(db: Db, scope: Scope, name?: string): Promise<DefinitionRow[]> {
  return readDefinitionsVisible(db, [scope], name)
}

/** Of several scopes, by name; with a name that one alone. */
export async function readDefinitionsVisible(db: Db, scopes: readonly Scope[], name?: string): Promise<DefinitionRow[]> {
  const query = selectDefinitions(db).where(isAtAny('d', scopes)).orderBy('r.object_name')
  return (name === undefined ? query : query.where('r.object_name', '=', name)).execute()
}

export interface DefinitionValues {
  readonly resourceId: number
  readonly level: Level
  readonly associatedId: number | null
  readonly fields: readonly DefinitionField[]
  /** Whoever writes it, should it be the first to. */
  readonly maker: Maker
}

/** Writes the fields that the scope says of the resource, over what it said before. */
export async function putDefinition(db: Db, { resourceId, level, associatedId, fields, maker }: DefinitionValues): Promise<void> {
  const json = JSON.stringify(fields)
  const made = { account_id: level === 'system' ? null : maker.accountId, user_id: maker.userId }
  await db
    .insertInto('object_definitions')
    .values({ common_resource_id: resourceId, level, associated_id: associatedId, fields: json, ...made })
    .onConflict((conflict) =>
      conflict.columns(['common_resource_id', 'level', 'associated_id']).doUpdateSet({ fields: json, updated_at: sql`clock_timestamp()` }),
    )
    .execute()
}

/** Writes what is said beside the fields; what is not named stays. */
export async function updateDefinition(db: Db, id: number, about: Partial<DefinitionAbout>): Promise<void> {
  await db
    .updateTable('object_definitions')
    .set({
      ...(about.description !== undefined && { description: about.description }),
      ...(about.vdrShared !== undefined && { vdr_shared: about.vdrShared }),
      ...(about.vdrShareLevel !== undefined && { vdr_share_level: about.vdrShareLevel }),
      updated_at: sql`clock_timestamp()`,
    })
    .where('id', '=', id)
    .execute()
}

/** Puts a definition under another name. Rejects with a unique violation when its place has one there. */
export async function moveDefinition(db: Db, id: number, resourceId: number): Promise<void> {
  await db
    .updateTable('object_definitions')
    .set({ common_resource_id: resourceId, updated_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}

export async function deleteDefinition(db: Db, id: number): Promise<void> {
  await db.deleteFrom('object_definitions').where('id', '=', id).execute()
}
