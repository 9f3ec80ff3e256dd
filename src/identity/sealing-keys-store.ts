/** The table of sealing keys, and the data keys they wrap, one SQL operation a function. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { SealingKey } from './sealing-key.ts'

/** A key as the database knows it. */
export interface KnownKey {
  readonly id: string
  readonly fingerprint: Buffer
  readonly retiredAt: Date | null
}

export interface WrappedDataKey {
  readonly organizationId: number
  readonly keyId: string
  readonly wrapped: Buffer
}

/** Every key this database has been sealed with, newest first. */
export async function listKnownKeys(db: Kysely<Tables>): Promise<readonly KnownKey[]> {
  const rows = await db.selectFrom('sealing_keys').selectAll().orderBy('created_at', 'desc').orderBy('key_id').execute()
  return rows.map((row) => ({ id: row.key_id, fingerprint: row.fingerprint, retiredAt: row.retired_at }))
}

/** Makes a key known; from its commit on, new data keys are wrapped by it. */
export async function insertKnownKey(db: Kysely<Tables>, key: SealingKey): Promise<void> {
  await db.insertInto('sealing_keys').values({ key_id: key.id, fingerprint: key.fingerprint }).execute()
}

/**
 * The id of the key that wraps new data keys. It cannot be retired before the caller's transaction ends:
 * otherwise an organization might be made under a key that is already gone.
 */
export async function lockCurrentKey(transaction: Kysely<Tables>): Promise<string | undefined> {
  const current = transaction.selectFrom('sealing_keys').select('key_id').where('retired_at', 'is', null)
  return (await current.orderBy('created_at', 'desc').limit(1).forShare().executeTakeFirst())?.key_id
}

/** Retires a key unless an organization's data key is still wrapped by it; call it in a transaction. Returns whether it is retired now. */
export async function retireKey(transaction: Kysely<Tables>, keyId: string, now: Date): Promise<boolean> {
  await transaction.selectFrom('sealing_keys').select('key_id').where('key_id', '=', keyId).forUpdate().execute()
  const user = await transaction.selectFrom('organizations').select('id').where('key_id', '=', keyId).limit(1).executeTakeFirst()
  if (user !== undefined) return false
  await transaction.updateTable('sealing_keys').set({ retired_at: now }).where('key_id', '=', keyId).execute()
  return true
}

/** The wrapped data key of an organization; undefined when there is no such organization. */
export async function findDataKey(db: Kysely<Tables>, organizationId: number): Promise<WrappedDataKey | undefined> {
  const row = await db
    .selectFrom('organizations')
    .select(['data_key_wrapped', 'key_id'])
    .where('id', '=', organizationId)
    .executeTakeFirst()
  return row && { organizationId, keyId: row.key_id, wrapped: row.data_key_wrapped }
}

/** The data keys wrapped by a key, at most `limit`, locked until the transaction ends. */
export async function lockDataKeys(transaction: Kysely<Tables>, keyId: string, limit: number): Promise<readonly WrappedDataKey[]> {
  const wrapped = transaction.selectFrom('organizations').select(['id', 'data_key_wrapped', 'key_id']).where('key_id', '=', keyId)
  const rows = await wrapped.orderBy('id').limit(limit).forUpdate().execute()
  return rows.map((row) => ({ organizationId: row.id, keyId: row.key_id, wrapped: row.data_key_wrapped }))
}

/** Stores a data key wrapped anew. */
export async function updateDataKey(transaction: Kysely<Tables>, key: WrappedDataKey): Promise<void> {
  const update = transaction.updateTable('organizations').set({ data_key_wrapped: key.wrapped, key_id: key.keyId })
  await update.where('id', '=', key.organizationId).execute()
}
