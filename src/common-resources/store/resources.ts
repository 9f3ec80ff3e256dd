/** The names of common resources (table common_resources), one SQL operation a function. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { showMoment } from './show-moment.ts'

export type Db = Kysely<Tables>

export interface ResourceRow {
  readonly id: number
  /** Null: the system's. */
  readonly organizationId: number | null
  readonly accountId: number | null
  readonly userId: number | null
  readonly objectName: string
  /** `yyyy-MM-dd HH:mm:ss.SSSSSS`, UTC. */
  readonly createdDate: string
  readonly updatedDate: string
}

function selectResources(db: Db) {
  return db.selectFrom('common_resources as r').select(columns)
}

const columns = [
  'r.id',
  'r.organization_id as organizationId',
  'r.account_id as accountId',
  'r.user_id as userId',
  'r.object_name as objectName',
  showMoment('r.created_at').as('createdDate'),
  showMoment('r.updated_at').as('updatedDate'),
] as const

/** How a row is read; `lock` keeps it, and what hangs on it, from being changed until the transaction ends. */
export interface Reading {
  readonly lock?: boolean
}

/** By its name in an organization; null: the system's. */
export async function findResource(
  db: Db,
  { organizationId, name }: { readonly organizationId: number | null; readonly name: string },
  { lock = false }: Reading = {},
): Promise<ResourceRow | undefined> {
  const query = selectResources(db).where(ofOrganization(organizationId)).where('r.object_name', '=', name)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** By id, of whatever organization: who asks checks whose it is. */
export async function findResourceById(db: Db, id: number, { lock = false }: Reading = {}): Promise<ResourceRow | undefined> {
  const query = selectResources(db).where('r.id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** All of an organization, or all of the system, by name. */
export async function listResources(db: Db, organizationId: number | null): Promise<ResourceRow[]> {
  return selectResources(db).where(ofOrganization(organizationId)).orderBy('r.object_name').execute()
}

export interface NewResource {
  readonly organizationId: number | null
  readonly objectName: string
  /** Who makes it. */
  readonly accountId?: number | null
  readonly userId?: number | null
}

/** Undefined when the organization has one of that name. */
export async function insertResource(db: Db, resource: NewResource): Promise<ResourceRow | undefined> {
  const inserted = await db
    .insertInto('common_resources')
    .values({
      organization_id: resource.organizationId,
      account_id: resource.accountId ?? null,
      user_id: resource.userId ?? null,
      object_name: resource.objectName,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'object_name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted && findResourceById(db, inserted.id)
}

/** The one of that name, made where there is none yet, locked until the transaction ends. */
export async function ensureResource(transaction: Db, resource: NewResource): Promise<ResourceRow> {
  const named = { organizationId: resource.organizationId, name: resource.objectName }
  // Who waits for the lock of a row that goes away meanwhile finds none and makes it anew.
  for (;;) {
    const found = await findResource(transaction, named, { lock: true })
    if (found !== undefined) return found
    const inserted = await insertResource(transaction, resource)
    if (inserted !== undefined) return inserted
  }
}

/** Rejects with a unique violation when the organization has another of that name. */
export async function renameResource(db: Db, id: number, name: string): Promise<void> {
  await db.updateTable('common_resources').set({ object_name: name, updated_at: sql`clock_timestamp()` }).where('id', '=', id).execute()
}

/** With its definitions and transformations of all levels. */
export async function deleteResource(db: Db, id: number): Promise<void> {
  await db.deleteFrom('common_resources').where('id', '=', id).execute()
}

/** Deletes a resource of which no level says anything any more. */
export async function deleteResourceIfEmpty(db: Db, id: number): Promise<void> {
  await db
    .deleteFrom('common_resources as r')
    .where('r.id', '=', id)
    .where((where) =>
      where.not(where.exists(where.selectFrom('object_definitions as d').select('d.id').whereRef('d.common_resource_id', '=', 'r.id'))),
    )
    .where((where) =>
      where.not(where.exists(where.selectFrom('transformations as t').select('t.id').whereRef('t.common_resource_id', '=', 'r.id'))),
    )
    .execute()
}

function ofOrganization(organizationId: number | null) {
  return organizationId === null ? sql<boolean>`r.organization_id IS NULL` : sql<boolean>`r.organization_id = ${organizationId}`
}
