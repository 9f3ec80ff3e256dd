/** A part is one of the nested things of an element document that have an id: resource, parameter, hook, model, object, field. */
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'

/** Members that no rule names are kept as they were sent. */
export interface Part {
  id?: number
  [member: string]: unknown
}

/** What holds lists of parts: an element document, a resource, a model, an object. Real exports have null for a list that is absent. */
export type Holder = { [member: string]: unknown }

/** Who wrote a part, and what it belongs to: kept by the platform, whatever a client sends back (contract 2.3). */
const managedMembers = ['id', 'elementId', 'resourceId', 'objectId', 'modelId', 'ownerAccountId', 'createdDate', 'updatedDate']

/** The parts of a list as they stand; none where it is absent. */
export function readParts(holder: object, member: string): readonly Part[] {
  return ((holder as Holder)[member] as Part[] | null | undefined) ?? []
}

/** The list itself, to be changed; made where it is absent. */
export function openParts(holder: object, member: string): Part[] {
  const list = (holder as Holder)[member] as Part[] | null | undefined
  if (list != null) return list
  const made: Part[] = []
  ;(holder as Holder)[member] = made
  return made
}

/** The part with the id of a path. Throws no-record (404), also for what is no id at all. */
export function demandPart<T extends Part>(parts: readonly T[], noun: string, id: string | undefined): T {
  const wanted = parseId(id ?? '')
  const found = wanted === undefined ? undefined : parts.find((part) => part.id === wanted)
  if (found === undefined) throw createError('no-record', { params: { object: noun, id: id ?? '' } })
  return found
}

/** What a client says of a part: without the members that the platform keeps. */
export function pickSent(sent: Holder): Part {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !managedMembers.includes(name)))
}

/** What the platform keeps of a part when a client replaces it. */
export function pickManaged(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([name]) => managedMembers.includes(name)))
}

/** Takes nested parts that came with their owner: those whose id is known here stay who they are, foreign ids are dropped (contract 2.3). */
export function adoptParts(sent: readonly Holder[], before: readonly Part[]): Part[] {
  const free = new Map(before.map((part) => [part.id, part]))
  return sent.map((each) => {
    const known = free.get(each['id'] as number)
    free.delete(known?.id)
    return { ...pickSent(each), ...(known === undefined ? {} : pickManaged(known)) }
  })
}

/** Contract 1.12: platform objects have no null members. */
export function dropNulls(part: object): Holder {
  return Object.fromEntries(Object.entries(part).filter(([, member]) => member !== null && member !== undefined))
}

/** `yyyy-MM-dd'T'HH:mm:ss'Z'` of epoch milliseconds (contract 1.12). */
export function writeDate(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`
}
