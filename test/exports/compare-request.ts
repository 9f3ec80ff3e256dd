/** What the vendor saw beside what it had to see. */
import { isDeepStrictEqual } from 'node:util'
import type { Asked } from '../vendor.ts'
import type { ExpectedBody } from './expected-body.ts'
import type { ExpectedRequest } from './expected-request.ts'

/** One line a difference; none when the vendor saw what it had to. Parts in `open` are not compared. */
export function compareRequest(seen: Asked, expected: ExpectedRequest, open: ReadonlySet<string>): string[] {
  const differences: string[] = []
  const compare = (what: string, actual: unknown, wanted: unknown) => {
    if (!isDeepStrictEqual(actual, wanted))
      differences.push(`${what}: expected ${JSON.stringify(wanted)}, the vendor saw ${JSON.stringify(actual)}`)
  }
  compare('method', seen.method, expected.method)
  if (!open.has('path')) compare('path', decodePath(seen.path), decodePath(new URL(expected.url).pathname))
  if (!open.has('query')) compare('query', sortPairs(seen.query), sortPairs(expected.query))
  const isEncoded = expected.body.kind === 'fields' || expected.body.kind === 'contains'
  for (const [name, value] of Object.entries(expected.headers)) {
    // Without a body there is nothing to say the type of; a form and parts say their own.
    if (name === 'content-length' || (name === 'content-type' && (isEncoded || expected.body.kind === 'none'))) continue
    compare(`header ${name}`, seen.headers[name], value.trim())
  }
  if (!open.has('body')) compareBody(seen, expected.body, compare)
  return differences
}

function compareBody(seen: Asked, body: ExpectedBody, compare: (what: string, actual: unknown, wanted: unknown) => void): void {
  if (body.kind === 'text') compare('body', seen.body, body.text)
  else if (body.kind === 'json') compare('body', tryJson(seen.body), body.value)
  else if (body.kind === 'contains') compare('file in the body', seen.body.includes(body.text) ? body.text : seen.body, body.text)
  else if (body.kind === 'fields') compare('fields', sortPairs(readFields(seen)), sortPairs(Object.entries(body.fields)))
}

/** Of a form or of parts, as the vendor would read them by the type that was sent. */
function readFields({ headers, body }: Asked): [string, string][] {
  const type = headers['content-type'] ?? ''
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  if (boundary === undefined) return type.startsWith('application/x-www-form-urlencoded') ? [...new URLSearchParams(body)] : []
  return body.split(`--${boundary}`).flatMap((part) => {
    const found = /name="([^"]*)"[\s\S]*?\r\n\r\n([\s\S]*)\r\n$/.exec(part)
    return found === null ? [] : [[found[1]!, found[2]!] as [string, string]]
  })
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function decodePath(path: string): string {
  return path.split('/').map(decodeURIComponent).join('/')
}

function sortPairs(pairs: Iterable<readonly [string, string]>): string[] {
  return [...pairs].map(([name, value]) => `${name}=${value}`).sort()
}
