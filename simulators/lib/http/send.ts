// Writing an answer to the wire: headers, gzip when the client takes it, and the ways a reply can fail on its way.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { CommonKnobs } from '../knobs.ts'
import type { Answer } from './answer.ts'

type Compression = Pick<CommonKnobs, 'gzip' | 'gzipMinimumBytes'>

const contentTypes = {
  json: 'application/json;charset=UTF-8',
  html: 'text/html; charset=UTF-8',
  text: 'text/plain; charset=UTF-8',
  bytes: 'application/octet-stream',
}

/** Writes an answer. With `truncate` the announced length is right and the connection ends half-way through. */
export function sendAnswer(
  exchange: { request: IncomingMessage; response: ServerResponse; knobs: Compression },
  answer: Answer,
  extra: { headers?: Record<string, string>; truncate?: boolean } = {},
): void {
  const { response } = exchange
  const headers: Record<string, string | number> = { 'x-request-id': randomUUID(), ...extra.headers, ...answer.headers }
  if (answer.type === 'none') {
    response.writeHead(answer.status, answer.status === 204 ? headers : { ...headers, 'content-length': 0 })
    response.end()
    return
  }
  headers['content-type'] ??= contentTypes[answer.type]
  const plain = Buffer.isBuffer(answer.body)
    ? answer.body
    : Buffer.from(answer.type === 'json' ? JSON.stringify(answer.body) : String(answer.body))
  const body = compress(exchange, plain, headers)
  headers['content-length'] = body.length
  response.writeHead(answer.status, headers)
  if (extra.truncate) {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => exchange.request.socket.destroy())
  } else {
    response.end(body)
  }
}

function compress(
  exchange: { request: IncomingMessage; knobs: Compression },
  plain: Buffer,
  headers: Record<string, string | number>,
): Buffer {
  const accepted = exchange.request.headers['accept-encoding']
  if (!exchange.knobs.gzip || plain.length < exchange.knobs.gzipMinimumBytes || !accepted || !/\bgzip\b/.test(accepted)) return plain
  headers['content-encoding'] = 'gzip'
  headers['vary'] = 'accept-encoding'
  return gzipSync(plain, { level: 1 })
}
