/** Ids of the parts of a document: kept where a part was there before, given to what is new (contract 2.3). */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { type DocumentPart, type Json, listParts, visitParts } from '../document/document-parts.ts'

/** Gives the parts of `next` the ids they had in `previous`: by natural key, or by the id itself where only the natural key is new. */
export function keepIds(next: object, previous: object): void {
  const before = listParts(previous)
  const place = ({ kind }: DocumentPart, key: unknown) => `${kind} ${String(key)}`
  const byKey = new Map(before.map((each) => [place(each, each.key), each.part['id']]))
  const free = new Set(before.map((each) => place(each, each.part['id'])))
  const unmatched = listParts(next).filter((each) => {
    const id = byKey.get(place(each, each.key))
    if (id === undefined) return true
    each.part['id'] = id
    return !free.delete(place(each, id))
  })
  for (const each of unmatched) if (!free.delete(place(each, each.part['id']))) delete each.part['id']
}

/** Contract 2.4, 2.9: the lists whose parts tell an account's own from the system's. */
const ownedLists = new Set(['resources', 'objects', 'models'])

/** Writes down, in place, who owns the parts of a document that say so. */
export function markOwner(document: object, ownerAccountId: number): void {
  visitParts(document, (part, list) => {
    if (ownedLists.has(list)) part['ownerAccountId'] = ownerAccountId
  })
}

/** Gives every part without an id a new one, and every part its owner. */
export async function giveIds(db: Kysely<Tables>, document: object, ownerAccountId: number): Promise<void> {
  const taken = new Set<unknown>()
  const nameless: Json[] = []
  visitParts(document, (part) => {
    if (typeof part['id'] !== 'number' || taken.has(part['id'])) nameless.push(part)
    else taken.add(part['id'])
  })
  const ids = await takeIds(db, nameless.length)
  for (const [at, part] of nameless.entries()) setFirst(part, ids[at]!)
  markOwner(document, ownerAccountId)
}

/** Of the same sequence as the ids of the system's parts: within one element no two are equal. */
async function takeIds(db: Kysely<Tables>, count: number): Promise<number[]> {
  if (count === 0) return []
  const query = sql<{
    id: number
  }>`select nextval(pg_get_serial_sequence('element_ids', 'id'))::bigint as id from generate_series(1, ${count}::integer)`
  return (await query.execute(db)).rows.map(({ id }) => Number(id))
}

/** Sets the id of a part, as its first member. */
export function setFirst(part: Json, id: number): void {
  const members = { ...part }
  for (const name of Object.keys(members)) delete part[name]
  Object.assign(part, { id }, members, { id })
}
