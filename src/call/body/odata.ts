/** OData's own envelopes, for elements whose protocol is OData and whose resource names no root. */
import { isRecord } from '../../lib/is-record.ts'

/** `{d: {results: […]}}` and `{d: …}` of version 2, `{value: […]}` of versions 3 and 4 → what is inside; anything else stays. */
export function unwrapOdata(body: unknown): unknown {
  if (!isRecord(body)) return body
  const { d, value } = body
  if (d !== undefined) return isRecord(d) && Array.isArray(d['results']) ? d['results'] : d
  return Array.isArray(value) ? value : body
}

/** The link to the next page, of any version; undefined on the last. */
export function readOdataNext(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const inner = isRecord(body['d']) ? body['d']['__next'] : undefined
  const link = body['@odata.nextLink'] ?? body['odata.nextLink'] ?? inner
  return typeof link === 'string' && link !== '' ? link : undefined
}
