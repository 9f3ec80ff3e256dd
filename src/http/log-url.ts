/**
 * What may be kept of a URL: the path, and parameters of an allow-list. Clients send secrets (contract 4.2: `apiSecret`) and their customers' data
 * (`where`, `searchText`) in queries, so a name that is not known to be harmless is dropped with its value.
 */
const harmless: ReadonlySet<string> = new Set([
  'abridged',
  'expand',
  'fields',
  'from',
  'hydrate',
  'includeDeleted',
  'includeInactive',
  'interval',
  'offset',
  'orderBy',
  'page',
  'pageOffset',
  'pageSize',
  'status',
  'to',
  'version',
])

const longestPair = 128
const longestPath = 1024

/** The URL as logs, usage and traces may hold it; a dropped parameter leaves `…` behind, once. Both parts keep their percent-encoding. */
export function describeUrl(url: string): string {
  const mark = url.indexOf('?')
  if (mark === -1) return url.slice(0, longestPath)
  const kept: string[] = []
  let dropped = false
  for (const pair of url.slice(mark + 1).split('&')) {
    if (harmless.has(pair.split('=', 1)[0] ?? '') && pair.length <= longestPair) kept.push(pair)
    else dropped ||= pair !== ''
  }
  if (dropped) kept.push('…')
  const path = url.slice(0, Math.min(mark, longestPath))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}
