/** CORS of the API (contract 1.11). The API knows no cookies, only the Authorization header, so any origin may be answered. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Exactly this text; a browser client may read these and no others. */
export const exposedHeaders =
  'Elements-Returned-Count, Elements-Total-Count, Elements-Request-Id, Elements-Next-Page-Token, Elements-Trace-Id, Elements-Error, Content-Disposition'

const allowedMethods = 'GET, POST, PUT, PATCH, DELETE, OPTIONS'
const allowedHeaders: ReadonlySet<string> = new Set([
  'accept',
  'authorization',
  'content-type',
  'idempotency-key',
  'source',
  'x-requested-with',
])

/** Adds what every answer to a browser's cross-origin call carries. Without an Origin header nothing is added. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const origin = request.headers.origin
  if (origin === undefined) return
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-allow-credentials', 'true')
  reply.header('access-control-expose-headers', exposedHeaders)
  reply.header('vary', 'Origin')
}

/** Answers OPTIONS: 200 (every success is 200, contract 1.7), echoing those asked-for header names that the platform understands. */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): void {
  const asked = String(request.headers['access-control-request-headers'] ?? '')
  const allowed = asked
    .split(',')
    .map((name) => name.trim())
    .filter((name) => allowedHeaders.has(name.toLowerCase()) || /^elements-[a-z0-9-]+$/i.test(name))
  reply.header('allow', allowedMethods)
  if (request.headers.origin !== undefined) {
    reply.header('access-control-allow-methods', allowedMethods)
    reply.header('access-control-allow-headers', allowed.length > 0 ? allowed.join(', ') : 'Authorization, Content-Type')
    reply.header('access-control-max-age', '600')
    reply.header('vary', 'Origin, Access-Control-Request-Headers')
  }
  reply.code(200).send()
}
