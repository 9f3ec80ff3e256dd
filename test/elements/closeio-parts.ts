/** What the tests of the element share: it and its vendor's simulator, joined by `call/` alone, and everything that the vendor is asked. */
import type { TestContext } from 'node:test'
import type { Closeio } from '../../simulators/closeio/closeio.ts'
import type { CloseioOptions } from '../../simulators/closeio/knobs.ts'
import { startFor } from '../../simulators/closeio/test-client.ts'
import { readElementFolder } from '../../src/elements/document/read-folder.ts'
import type { HubResponse, Method } from '../../src/lib/hub-request.ts'
import { type Asking, createCaller, createInstance, openParts, readJson } from '../call-instance.ts'

export const folder = new URL('../../elements/closeio', import.meta.url).pathname

export interface Sent {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: what was sent gets its shape from the assertion
  readonly body: any
}

// biome-ignore lint/suspicious/noExplicitAny: an answer gets its shape from the assertion
export type Row = any

export interface Crm {
  readonly closeio: Closeio
  /** All that was sent to the vendor, oldest first. */
  readonly sent: Sent[]
  /** Time passes, here and at the vendor. */
  readonly wait: (seconds: number) => void
  readonly call: (method: Method, path: string, asking?: Asking) => Promise<HubResponse>
  /** The JSON of an answer. */
  readonly get: (path: string, query?: Record<string, string>) => Promise<Row>
  readonly write: (method: Method, path: string, json?: unknown) => Promise<Row>
  /** The latest request whose path ends so. */
  readonly lastSent: (end: string) => Sent
}

/** An instance with an API key. */
export async function openCrm(
  t: TestContext,
  knobs: Partial<CloseioOptions> = {},
  configuration: Record<string, string> = {},
): Promise<Crm> {
  let late = 0
  const now = () => Date.now() + late
  const closeio = await startFor(t, { now, ...knobs })
  const instance = createInstance(await readElementFolder(folder), {
    configuration: { 'base.url': `${closeio.url}/api/v1`, ...configuration },
    credential: { kind: 'basic', username: 'api_simulator.alder', password: '' },
  })
  const parts = openParts(t, { clock: now })
  const sent: Sent[] = []
  const egress = {
    ...parts.egress,
    send: (request: Parameters<typeof parts.egress.send>[0]) => {
      const url = new URL(request.url)
      const text = request.body === undefined || request.body === null ? '' : String(request.body)
      sent.push({
        method: request.method,
        path: url.pathname,
        query: url.searchParams,
        body: text.startsWith('{') ? JSON.parse(text) : text,
      })
      return parts.egress.send(request)
    },
  }
  const call = createCaller({ ...parts, egress }, instance)
  return {
    closeio,
    sent,
    wait: (seconds) => {
      late += seconds * 1000
    },
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
