// One HTTP server on the loopback interface, with a log of requests and an end that leaves no connection open.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createExchange, type Exchange } from './http/exchange.ts'
import type { Chance, CommonKnobs } from './knobs.ts'

/** A request as the log keeps it: nothing of its query, header values or body. */
export interface LoggedRequest {
  at: number
  method: string
  path: string
  headerNames: string[]
  status: number
}

export interface RunningServer {
  url: string
  port: number
  close: () => Promise<void>
}

/** Listens on 127.0.0.1 (port 0 picks one; `port` stands in for that of the options) and hands every request to `dispatch`. */
export async function startServer<Options extends CommonKnobs & Chance>(parts: {
  options: Options & { port: number }
  port?: number
  requests: LoggedRequest[]
  dispatch: (exchange: Exchange<Options>) => Promise<void>
}): Promise<RunningServer> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const exchange = createExchange<Options>(request, response, parts.options)
    if (parts.options.requestLog > 0) logRequest(parts.requests, exchange)
    parts.dispatch(exchange).catch((error: unknown) => fail(response, error))
  })
  await listen(server, parts.port ?? parts.options.port)
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, close: () => closeServer(server) }
}

function logRequest<Options extends CommonKnobs & Chance>(requests: LoggedRequest[], exchange: Exchange<Options>): void {
  const { request, response, method, path, knobs } = exchange
  if (path.startsWith('/_simulator/')) return
  const entry = { at: knobs.now(), method, path, headerNames: Object.keys(request.headers), status: 0 }
  requests.push(entry)
  if (requests.length > knobs.requestLog * 2) requests.splice(0, requests.length - knobs.requestLog)
  response.once('finish', () => {
    entry.status = response.statusCode
  })
}

// A mistake of the simulator itself, or a client that left while its body was read: never a reply that looks like the vendor's.
function fail(response: ServerResponse<IncomingMessage>, error: unknown): void {
  if (response.destroyed) return
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
  response.end(`simulator error: ${error instanceof Error ? error.message : String(error)}\n`)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
