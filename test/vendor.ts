/** A vendor on loopback whose answers a test writes, and which remembers what it was asked. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** Sent as JSON unless it is a text or bytes. */
  readonly body?: unknown
}

export interface Vendor {
  readonly url: string
  readonly asked: Asked[]
}

/** Starts it on a free port until the test ends; `answer` may deal with the response itself and give undefined. */
export async function startVendor(
  t: { after(close: () => unknown): unknown },
  answer: (asked: Asked, response: ServerResponse) => Answer | undefined | Promise<Answer | undefined>,
): Promise<Vendor> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request).catch(() => [])
    const url = new URL(request.url ?? '/', 'http://vendor')
    const one: Asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    }
    asked.push(one)
    const given = await answer(one, response)
    if (given === undefined) return
    const isRaw = typeof given.body === 'string' || Buffer.isBuffer(given.body)
    const headers = { ...(given.body !== undefined && !isRaw && { 'content-type': 'application/json' }), ...given.headers }
    response.writeHead(given.status ?? 200, headers)
    response.end(given.body === undefined ? undefined : isRaw ? given.body : JSON.stringify(given.body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
