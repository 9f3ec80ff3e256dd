// Which records are associated, both ways at once, with every type a link carries.
import { type AssociationPair, type AssociationType, listTypes } from './types.ts'

/** A record by the name of its kind and its id. */
export interface End {
  type: string
  id: string
}

export interface AssociationStore {
  pairs: AssociationPair[]
  /** `kind/id` → other kind → other id → numbers of the types. */
  links: Map<string, Map<string, Map<string, Set<number>>>>
}

export function createAssociationStore(pairs: readonly AssociationPair[]): AssociationStore {
  return { pairs: [...pairs], links: new Map() }
}

const none: ReadonlyMap<string, Set<number>> = new Map()

/** Records of a kind that a record is associated with, by id, with the numbers of the types. */
export function listLinks(store: AssociationStore, from: End, to: string): ReadonlyMap<string, Set<number>> {
  return store.links.get(`${from.type}/${from.id}`)?.get(to) ?? none
}

/** The types of a direction. Unknown pairs have none. */
export function findTypes(store: AssociationStore, from: string, to: string): AssociationType[] {
  return listTypes(store.pairs, from, to)
}

/**
 * Associates two records. A labelled type brings the unlabeled one with it; the first company of a contact, deal or ticket and the
 * first contact of a lead become its primary one, and there is only one primary.
 */
export function linkRecords(store: AssociationStore, from: End, to: End, type: AssociationType): void {
  const types = findTypes(store, from.type, to.type)
  for (const each of [...types.filter(({ label }) => label === null).slice(0, 1), type]) writeBoth(store, from, to, each)
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    const primary = findPrimary(store, one.type, other.type)
    if (!primary) continue
    const isNamed = type.typeId === primary.typeId || type.inverse.typeId === primary.typeId
    if (isNamed) dropType(store, { from: one, to: other.type }, primary)
    if (isNamed || !hasType(store, { from: one, to: other.type }, primary.typeId)) writeBoth(store, one, other, primary)
  }
}

/** Removes one type of a link, or the link with all its types. */
export function unlinkRecords(store: AssociationStore, from: End, to: End, type?: AssociationType): void {
  const numbers = listLinks(store, from, to.type).get(to.id)
  if (!numbers) return
  if (type && type.label !== null) {
    numbers.delete(type.typeId)
    listLinks(store, to, from.type).get(from.id)?.delete(type.inverse.typeId)
    return
  }
  store.links.get(`${from.type}/${from.id}`)?.get(to.type)?.delete(to.id)
  store.links.get(`${to.type}/${to.id}`)?.get(from.type)?.delete(from.id)
}

/** Forgets a record altogether. */
export function unlinkRecord(store: AssociationStore, end: End): void {
  for (const [type, others] of store.links.get(`${end.type}/${end.id}`) ?? []) {
    for (const id of others.keys()) store.links.get(`${type}/${id}`)?.get(end.type)?.delete(end.id)
  }
  store.links.delete(`${end.type}/${end.id}`)
}

const singular = new Set(['contacts companies', 'deals companies', 'tickets companies', 'leads contacts'])

function findPrimary(store: AssociationStore, from: string, to: string): AssociationType | undefined {
  return singular.has(`${from} ${to}`) ? findTypes(store, from, to).find((each) => each.label === 'Primary') : undefined
}

function hasType(store: AssociationStore, { from, to }: { from: End; to: string }, typeId: number): boolean {
  return [...listLinks(store, from, to).values()].some((numbers) => numbers.has(typeId))
}

function dropType(store: AssociationStore, { from, to }: { from: End; to: string }, type: AssociationType): void {
  for (const [id, numbers] of listLinks(store, from, to)) {
    numbers.delete(type.typeId)
    listLinks(store, { type: to, id }, from.type).get(from.id)?.delete(type.inverse.typeId)
  }
}

function writeBoth(store: AssociationStore, from: End, to: End, type: AssociationType): void {
  writeLink(store, from, to, type.typeId)
  writeLink(store, to, from, type.inverse.typeId)
}

function writeLink(store: AssociationStore, from: End, to: End, typeId: number): void {
  const key = `${from.type}/${from.id}`
  const kinds = store.links.get(key) ?? new Map<string, Map<string, Set<number>>>()
  store.links.set(key, kinds)
  const others = kinds.get(to.type) ?? new Map<string, Set<number>>()
  kinds.set(to.type, others)
  const numbers = others.get(to.id)
  if (numbers) numbers.add(typeId)
  else others.set(to.id, new Set([typeId]))
}
