/** Which rows make up the mappings of an instance: names and versions alone, so that what many instances share is read and compiled once. */
import { sql } from 'kysely'
import type { MappedInstance } from '../instance-mapping.ts'
import { scopesOf } from '../levels.ts'
import { isAtAny } from '../store/is-at.ts'
import type { Db } from '../store/resources.ts'

/** Name → the key of its mapping: the same rows of the same versions give the same key. */
export type Heads = ReadonlyMap<string, string>

/** A transformation belongs to an element; one of the instance's own belongs to it whatever its element was then. */
export async function readHeads(db: Db, { id, accountId, organizationId, elementId }: MappedInstance): Promise<Heads> {
  const scopes = scopesOf({ organizationId, accountId, instanceId: id })
  const { rows } = await sql<{ name: string; key: string }>`
    WITH mapped AS (
      SELECT r.object_name AS name, 't' || t.id || '@' || t.updated_at || '/' || r.updated_at AS part
      FROM transformations t JOIN common_resources r ON r.id = t.common_resource_id
      WHERE ${isAtAny('t', scopes)} AND (t.level = 'instance' OR t.element_id = ${elementId})
    ), defined AS (
      SELECT r.object_name AS name, 'd' || d.id || '@' || d.updated_at AS part
      FROM object_definitions d JOIN common_resources r ON r.id = d.common_resource_id
      WHERE ${isAtAny('d', scopes)} AND r.object_name IN (SELECT name FROM mapped)
    )
    SELECT name, string_agg(part, ',' ORDER BY part) AS key FROM (SELECT * FROM mapped UNION ALL SELECT * FROM defined) AS parts
    GROUP BY name ORDER BY name`.execute(db)
  return new Map(rows.map(({ name, key }) => [name, key]))
}

/** The ids of rows that a key names. */
export function readKey(key: string): { readonly transformations: number[]; readonly definitions: number[] } {
  const ids = (letter: string) =>
    key
      .split(',')
      .filter((part) => part.startsWith(letter))
      .map((part) => Number(part.slice(1, part.indexOf('@'))))
  return { transformations: ids('t'), definitions: ids('d') }
}
