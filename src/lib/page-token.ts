/** `nextPage` tokens of the platform's own lists (contract 7.3): where the next page begins, as `list:part:part` in base64url. They need no seal: what a caller sees is decided anew on every page. */
import { createError } from './errors.ts'
import type { QueryValues } from './hub-request.ts'
import { readText } from './query-values.ts'

export interface PageToken<Place> {
  write(place: Place): string
  /** Where the page begins that the query asks for; undefined when it has no token, an empty one or `null` (contract 7.2 rule 4). Throws page-token-damaged (400). */
  read(query: QueryValues): Place | undefined
}

/** How the parts of a place are read back; undefined: not one of ours. No part holds a colon. */
export type PartReaders<Place> = { readonly [Name in keyof Place]: (text: string) => Place[Name] | undefined }

/** The tokens of one kind of list; `list` keeps those of others out. */
export function createPageToken<Place extends object>(list: string, parts: PartReaders<Place>): PageToken<Place> {
  const names = Object.keys(parts) as (keyof Place)[]
  return {
    write: (place) => encode([list, ...names.map((name) => place[name])].join(':')),
    read(query) {
      const token = readText(query, 'nextPage')
      if (token === undefined || token === 'null') return undefined
      const text = Buffer.from(token, 'base64url').toString()
      const [head, ...texts] = text.split(':')
      const values = names.map((name, index) => [name, parts[name](texts[index] ?? '')] as const)
      const isForm = head === list && texts.length === names.length && values.every(([, value]) => value !== undefined)
      if (!isForm || encode(text) !== token.replace(/=+$/, '')) throw createError('page-token-damaged')
      return Object.fromEntries(values) as Place
    },
  }
}

/** A whole number that the database and dates can take: at most fifteen digits. */
export function readWholePart(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
