/** `includeDeleted=true` (contract 6.4): what it changes of a list's request. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readFirst } from '../query.ts'

export function asksForDeleted(query: QueryValues): boolean {
  return readFirst(query, 'includeDeleted')?.trim().toLowerCase() === 'true'
}

/** The vendor path, and the query parameters that are added. */
export function chooseDeleted({ vendorPath, includeDeleted }: CompiledResource): {
  readonly vendorPath: string
  readonly query: readonly (readonly [string, string])[]
} {
  if (includeDeleted === undefined) return { vendorPath, query: [] }
  return 'query' in includeDeleted
    ? { vendorPath, query: Object.entries(includeDeleted.query) }
    : { vendorPath: includeDeleted.vendorPath, query: [] }
}
