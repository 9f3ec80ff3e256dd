/** Places of a request as elements name them: a query parameter, or `body.…`, a member of the JSON body. */
import { compileWriter, type JsonWriter } from '../../lib/json-path.ts'
import type { Draft } from '../types.ts'

const prefix = 'body.'

export function isBodyPlace(place: string): boolean {
  return place.startsWith(prefix)
}

/** Puts a value at a place of a draft. The members on the way are copied, so that what an element says for every call stays as it is. */
export function putAt(draft: Draft, place: string, value: unknown): void {
  if (!isBodyPlace(place)) {
    draft.query.push([place, typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)])
    return
  }
  const body = structuredClone((draft.json ?? {}) as Record<string, unknown>)
  writerOf(place)(body, value)
  draft.json = body
}

const writers = new Map<string, JsonWriter>()
/** More places than any catalog names are compiled each time. */
const mostWriters = 1000

function writerOf(place: string): JsonWriter {
  const known = writers.get(place)
  if (known !== undefined) return known
  const made = compileWriter(place.slice(prefix.length))
  if (writers.size < mostWriters) writers.set(place, made)
  return made
}
