/** Values of query parameters that a resource takes from a list: in any spelling, and as the vendor spells them from here on. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { readJoined } from './query.ts'

/** The request with them. Throws invalid-parameter (400) for a value that is not in the list. */
export function chooseValues({ choices }: CompiledResource, request: HubRequest): HubRequest {
  if (choices === undefined) return request
  const query = { ...request.query }
  for (const [name, { names, vendorWords }] of choices) {
    const got = readJoined(query, name)
    if (got === undefined) continue
    const value = vendorWords.get(got.toLowerCase())
    if (value === undefined) throw createError('invalid-parameter', { params: { name, expected: `one of ${names.join(', ')}`, got } })
    query[name] = value
  }
  return { ...request, query }
}
