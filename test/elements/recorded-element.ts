/** A shipped element and its vendor's simulator, joined by `call/` alone, and everything that the vendor is asked. */
import type { TestContext } from 'node:test'
import type { Credential } from '../../src/call/types.ts'
import { readElementFolder } from '../../src/elements/document/read-folder.ts'
import type { HubResponse, Method } from '../../src/lib/hub-request.ts'
import { type Asking, createCaller, createInstance, openParts, readJson } from '../call-instance.ts'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: what was sent gets its shape from the assertion
  readonly body: any
}

// biome-ignore lint/suspicious/noExplicitAny: an answer gets its shape from the assertion
export type Row = any

export interface RecordedElement {
  /** All that was sent to the vendor, oldest first. */
  readonly sent: Sent[]
  readonly call: (method: Method, path: string, asking?: Asking) => Promise<HubResponse>
  /** The JSON of an answer. */
  readonly get: (path: string, query?: Record<string, string>) => Promise<Row>
  readonly write: (method: Method, path: string, json?: unknown) => Promise<Row>
  /** The latest request whose path ends so. */
  readonly lastSent: (end: string) => Sent
}

export interface Recording {
  readonly folder: string
  readonly configuration: Readonly<Record<string, string>>
  readonly credential: Credential
  /** Default: the real time. */
  readonly clock?: () => number
}

/** An instance of the element in the folder. */
export async function openRecorded(
  t: TestContext,
  { folder, configuration, credential, clock = Date.now }: Recording,
): Promise<RecordedElement> {
  const instance = createInstance(await readElementFolder(folder), { configuration, credential })
  const parts = openParts(t, { clock })
  const sent: Sent[] = []
  const send: typeof parts.egress.send = (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const text = request.body === undefined || request.body === null ? '' : String(request.body)
    sent.push({ method: request.method, path: pathname, query: searchParams, body: text.startsWith('{') ? JSON.parse(text) : text })
    return parts.egress.send(request)
  }
  const call = createCaller({ ...parts, egress: { ...parts.egress, send } }, instance)
  return {
    sent,
    call,
    get: async (path, query = {}) => readJson(await call('GET', path, { query })),
    write: async (method, path, json) => readJson(await call(method, path, json === undefined ? {} : { json })),
    lastSent: (end) => {
      const found = sent.findLast(({ path }) => path.endsWith(end))
      if (found === undefined)
        throw new Error(`Nothing was sent to …${end}: ${sent.map(({ method, path }) => `${method} ${path}`).join(', ')}`)
      return found
    },
  }
}
