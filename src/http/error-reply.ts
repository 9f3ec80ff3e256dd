/** The one place where a thrown error becomes HTTP: `{requestId, message, providerMessage?}` (contract 1.6). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createError, OctetError } from '../lib/errors.ts'
import type { DoorParts } from './door.ts'
import { describeSize, doorLimits } from './door-limits.ts'

export type ErrorReply = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void

/** A store that is away fails every call: it is logged so often (ms), with how many calls failed since. */
const awayLogPause = 30_000
const storeRetrySeconds = 5

/** The error handler of the server: what nobody foresaw is logged under the requestId and shown as `internal` only. */
export function createErrorReply({ log, clock, isStoreAway }: Pick<DoorParts, 'log' | 'clock' | 'isStoreAway'>): ErrorReply {
  let failures = 0
  let loggedAt = Number.NEGATIVE_INFINITY
  function logAway(error: unknown): void {
    failures++
    if (Math.abs(clock() - loggedAt) < awayLogPause) return
    log.error({ err: error, failures }, 'the database cannot be reached')
    failures = 0
    loggedAt = clock()
  }
  return (error, request, reply) => {
    if (!(error instanceof OctetError) && isStoreAway?.(error) === true) {
      logAway(error)
      const details = { params: { seconds: storeRetrySeconds }, headers: { 'retry-after': String(storeRetrySeconds) } }
      return sendError(createError('store-unavailable', details), request, reply)
    }
    const known = classifyError(error)
    // Whatever fails because the client has gone is nobody's fault.
    if (known.code === 'internal') log[reply.raw.destroyed ? 'debug' : 'error']({ requestId: request.id, err: error }, 'unexpected error')
    sendError(known, request, reply)
  }
}

function sendError(known: OctetError, request: FastifyRequest, reply: FastifyReply): void {
  if (isLongUnread(request)) reply.header('connection', 'close')
  for (const [name, value] of Object.entries(known.headers)) reply.header(name, value)
  const body = { requestId: request.id, message: known.message, providerMessage: known.providerMessage }
  reply.code(known.status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body))
}

/** Reads Fastify's own errors (`FST_ERR_*`) as ours; every other stranger is `internal`. */
export function classifyError(error: unknown): OctetError {
  if (error instanceof OctetError) return error
  const { code = '', statusCode = 500 } = (error ?? {}) as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return createError('body-too-large', { params: { limit: describeSize(doorLimits.jsonBody) } })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return createError('unsupported-media-type', { params: { contentType: 'that cannot be read', expected: 'application/json' } })
  if (code === 'FST_ERR_BAD_URL' || (code.startsWith('FST_ERR_') && statusCode === 400))
    return createError('invalid-parameter', {
      params: { name: 'path', expected: 'percent-encoded UTF-8', got: 'something else' },
      cause: error,
    })
  return createError('internal', { cause: error })
}

/** A large body nobody reads is not worth keeping the connection for. */
function isLongUnread(request: FastifyRequest): boolean {
  if (request.raw.complete) return false
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  return request.method !== 'GET' && request.method !== 'HEAD' && !(length <= 64 * 1024)
}
