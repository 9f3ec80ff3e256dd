/** Ids of fields: clients and transformations name a field by it, also when its path is changed. */
import { sql } from 'kysely'
import type { Db } from './resources.ts'

interface Numbered {
  readonly path: string
  readonly id?: number | undefined
}

/**
 * Gives every field an id: the one it is sent with when it had that one before, else that of the former field of the same path, else a new one.
 * No two fields get the same.
 */
export async function numberFields<F extends Numbered>(db: Db, fields: readonly F[], former: readonly Numbered[] = []): Promise<F[]> {
  const free = new Map(former.flatMap(({ id, path }) => (id === undefined ? [] : [[id, path] as const])))
  const take = (id: number | undefined) => (id !== undefined && free.delete(id) ? id : undefined)
  const sent = fields.map(({ id }) => take(id))
  const ofPath = new Map([...free].map(([id, path]) => [path, id]))
  const kept = fields.map(({ path }, index) => sent[index] ?? take(ofPath.get(path)))
  const fresh = await takeFieldIds(db, kept.filter((id) => id === undefined).length)
  return fields.map((field, index) => ({ ...field, id: kept[index] ?? fresh.shift()! }))
}

async function takeFieldIds(db: Db, count: number): Promise<number[]> {
  if (count === 0) return []
  const { rows } = await sql<{ id: number }>`SELECT nextval('vdr_field_ids') AS id FROM generate_series(1, ${count})`.execute(db)
  return rows.map(({ id }) => id)
}
