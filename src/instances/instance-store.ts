/** The rows of instances: one SQL operation a function. Tenancy stands in the SQL: what a caller asks for is looked up within the caller's account. */
import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Condition } from '../identity/where-sql.ts'
import type { Tables } from '../store/tables.ts'
import type { InstanceRow } from './instance-record.ts'

export type Db = Kysely<Tables>

/** Whose instances: an account, within its organization. */
export interface Scope {
  readonly organizationId: number
  readonly accountId: number
}

/** Which of them; every part narrows. */
export interface InstanceFilter {
  readonly elementId?: number
  /** Each must be among the instance's tags. */
  readonly tags?: readonly string[]
  /** Contained in the name, whatever the case; or the element is one of `elementIds`. */
  readonly searchText?: { readonly text: string; readonly elementIds: readonly number[] }
  /** On the columns of `i`. */
  readonly where?: Condition
}

export interface Slice {
  readonly after?: number
  readonly offset?: number
  readonly limit: number
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function selectInstances(db: Db) {
  return db
    .selectFrom('instances as i')
    .innerJoin('users as u', 'u.id', 'i.user_id')
    .leftJoin('instance_credentials as c', 'c.instance_id', 'i.id')
    .select([
      'i.id',
      'i.organization_id',
      'i.account_id',
      'i.user_id',
      'i.element_id',
      'i.element_key',
      'i.name',
      'i.tags',
      'i.token_sealed',
      'i.configuration',
      'i.secrets_sealed',
      'i.external_authentication',
      'i.disabled',
      'i.disabled_reason',
      'i.trace_logging',
      'i.created_at',
      'u.email',
      'u.first_name',
      'u.last_name',
      'c.generation',
      'c.sealed',
      'c.obtained_at',
      'c.expires_in',
      'c.presented_at',
      'c.presented_by',
      'c.refusals',
      'c.refused_at',
      'c.refusal_reason',
    ])
}

export async function findByTokenHash(db: Db, hash: Buffer): Promise<InstanceRow | undefined> {
  return selectInstances(db).where('i.token_hash', '=', hash).executeTakeFirst()
}

/** By id alone: for the platform's own work, never for a caller's. */
export async function findById(db: Db, id: number): Promise<InstanceRow | undefined> {
  return selectInstances(db).where('i.id', '=', id).executeTakeFirst()
}

export async function findInScope(db: Db, scope: Scope, id: number): Promise<InstanceRow | undefined> {
  return selectInstances(db)
    .where('i.id', '=', id)
    .where('i.account_id', '=', scope.accountId)
    .where('i.organization_id', '=', scope.organizationId)
    .executeTakeFirst()
}

export interface InstanceQuery {
  readonly scope: Scope
  readonly filter: InstanceFilter
}

/** Oldest first. */
export async function listRows(db: Db, query: InstanceQuery, slice: Slice): Promise<InstanceRow[]> {
  return selectInstances(db)
    .where((row) => row.and([matches(query), sql<boolean>`i.id > ${slice.after ?? 0}`]))
    .orderBy('i.id')
    .offset(slice.offset ?? 0)
    .limit(slice.limit)
    .execute()
}

export async function countRows(db: Db, query: InstanceQuery): Promise<number> {
  const row = await db
    .selectFrom('instances as i')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where(matches(query))
    .executeTakeFirstOrThrow()
  return row.count
}

function matches({ scope, filter }: InstanceQuery) {
  const { elementId, tags, searchText, where } = filter
  const conditions: Condition[] = [sql<boolean>`i.account_id = ${scope.accountId} AND i.organization_id = ${scope.organizationId}`]
  if (elementId !== undefined) conditions.push(sql`i.element_id = ${elementId}`)
  if (tags !== undefined) conditions.push(sql`i.tags @> ${tags}::text[]`)
  if (searchText !== undefined) {
    const pattern = `%${searchText.text.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(i.name ILIKE ${pattern} OR i.element_id = ANY(${searchText.elementIds}::bigint[]))`)
  }
  if (where !== undefined) conditions.push(where)
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`
}

/** How many instances of each element. */
export async function countByElement(db: Db, scope: Scope) {
  return db
    .selectFrom('instances')
    .select((column) => ['element_id', 'element_key', column.fn.countAll<number>().as('count')])
    .where('account_id', '=', scope.accountId)
    .where('organization_id', '=', scope.organizationId)
    .groupBy(['element_id', 'element_key'])
    .orderBy('element_key')
    .execute()
}

/** The id of the next instance; sealed columns are bound to it before the row exists. */
export async function takeId(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`SELECT nextval(pg_get_serial_sequence('instances', 'id')) AS id`.execute(db)
  return rows[0]!.id
}

/** The own configuration of an instance, locked until the end of the transaction: two changes at once must both arrive. */
export async function lockOwn(db: Db, id: number) {
  return db.selectFrom('instances').select(['id', 'configuration', 'secrets_sealed']).where('id', '=', id).forUpdate().executeTakeFirst()
}

export interface InstanceChanges {
  readonly element_id?: number
  readonly element_key?: string
  readonly name?: string
  readonly tags?: string[]
  readonly configuration?: string
  readonly secrets_sealed?: Buffer
  readonly external_authentication?: string
  readonly disabled?: boolean
  readonly disabled_reason?: string | null
  readonly trace_logging?: boolean
}

/** False when there is no such instance. */
export async function updateRow(db: Db, id: number, changes: InstanceChanges): Promise<boolean> {
  const result = await db
    .updateTable('instances')
    .set({ ...changes, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Its credentials go with it. False when there was none. */
export async function deleteRow(db: Db, scope: Scope, id: number): Promise<boolean> {
  const result = await db
    .deleteFrom('instances')
    .where('id', '=', id)
    .where('account_id', '=', scope.accountId)
    .where('organization_id', '=', scope.organizationId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
