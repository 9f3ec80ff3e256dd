/** What the vendor must see once scripts have changed the request (contract 13.2): what they gave takes the place of what the document says. */
import type { HookRun } from './drive-resource.ts'
import type { ExpectedRequest } from './expected-request.ts'

export interface Effected {
  readonly expected: ExpectedRequest
  /** Parts that scripts gave in a way that is not told here, and that are not compared. */
  readonly open: ReadonlySet<'path' | 'query' | 'body'>
  /** A script said that the vendor is not to be asked. */
  readonly isAnswered: boolean
}

/** Lays the results of the scripts that ran before the call over the request. */
export function applyHooks(expected: ExpectedRequest, runs: readonly HookRun[]): Effected {
  const open = new Set<'path' | 'query' | 'body'>()
  let { method, query, body } = expected
  const headers: Record<string, string | undefined> = { ...expected.headers }
  const before = runs.filter(({ isBefore }) => isBefore).map(({ result }) => result ?? {})
  for (const result of before) {
    if (typeof result['request_vendor_method'] === 'string') method = result['request_vendor_method']
    for (const [name, value] of Object.entries((result['request_vendor_headers'] ?? {}) as object)) {
      headers[name.toLowerCase()] = value === null ? undefined : String(value)
    }
    const parameters = result['request_vendor_parameters']
    if (typeof parameters === 'object' && parameters !== null) query = listPairs(parameters)
    const text = result['request_vendor_body']
    if (typeof text === 'string') body = { kind: 'text', text }
    else if (text !== undefined || 'request_vendor_body_map' in result) open.add('body')
    if ('request_vendor_url' in result || 'request_vendor_path' in result) open.add('path').add('query')
  }
  const kept = Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return {
    expected: { ...expected, method, query, body, headers: kept },
    open,
    isAnswered: before.some((result) => result['continue'] === false),
  }
}

function listPairs(parameters: object): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === null || value === undefined
      ? []
      : [value].flat().map((one): [string, string] => [name, typeof one === 'object' ? JSON.stringify(one) : String(one)]),
  )
}
