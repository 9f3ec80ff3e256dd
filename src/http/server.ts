/** The door: one Fastify server with the platform's routes, the hub's catch-all, and what every answer carries. It imports no feature. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Clock } from '../lib/clock.ts'
import { createError } from '../lib/errors.ts'
import { createRequestId } from '../lib/ids.ts'
import { allowOrigin, answerPreflight } from './cors.ts'
import type { DoorParts } from './door.ts'
import { doorLimits } from './door-limits.ts'
import { createErrorReply, type ErrorReply } from './error-reply.ts'
import { mountHubCalls, refuseMethod } from './hub-calls.ts'
import { describeUrl } from './log-url.ts'
import { mountMetricsPage } from './metrics-page.ts'
import { parseQuery } from './parse-query.ts'
import { mountPlatformRoutes } from './platform-routes.ts'
import { mountProbes } from './probes.ts'
import { createBodyReader } from './read-body.ts'
import { isApiRequest, secureReply } from './security-headers.ts'
import { takeOriginForm } from './split-path.ts'

export interface HttpServer {
  /** Port 0 picks a free one; gives the URL that it listens at. */
  listen(options: { port: number; host: string }): Promise<string>
  inject: FastifyInstance['inject']
  /** Answers 503 to new calls, lets calls in flight end, at most `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>
}

/** Builds the server; routes are compiled here, so a wrong schema fails the start. */
export function createHttpServer(parts: DoorParts): HttpServer {
  let stopping = false
  const replyFailure = createErrorReply(parts)
  const app = createApp(parts, replyFailure)
  app.setErrorHandler(replyFailure)
  app.addHook('onRequest', (request, reply, done) => {
    const isApi = greet(request, reply)
    if (isApi && request.method === 'OPTIONS') answerPreflight(request, reply)
    else if (isApi && stopping) done(createError('shutting-down', { headers: { connection: 'close' } }))
    else done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) reply.header('connection', 'close')
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    logAnswer(parts.log, request, reply)
    done()
  })
  mountProbes(app, () => !stopping && parts.isReady())
  if (parts.metrics !== undefined) mountMetricsPage(app, parts.metrics)
  const bodies = createBodyReader(parts.limits ?? doorLimits)
  mountPlatformRoutes(app, parts, bodies)
  mountHubCalls(app, { parts, bodies })
  app.setNotFoundHandler(async (request, reply) => {
    if (isApiRequest(request)) return refuseMethod({ parts, bodies }, request, reply)
    throw createError('not-found', { params: { path: describeUrl(request.url) } })
  })
  return {
    listen: (options) => app.listen(options),
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    close: (graceMs) => {
      stopping = true
      return closeServer(app, graceMs)
    },
  }
}

function createApp(parts: DoorParts, replyFailure: ErrorReply): FastifyInstance {
  const limits = parts.limits ?? doorLimits
  const app = fastify({
    // Logging is ours (one line an answer): Fastify's would make a child logger per request.
    logger: false,
    rewriteUrl: (request) => takeOriginForm(request.url ?? '/'),
    genReqId: () => createRequestId(parts.clock()),
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    bodyLimit: limits.jsonBody,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    http: { maxHeaderSize: limits.headers, headersTimeout: limits.headersTimeout },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      greet(request as FastifyRequest, reply as FastifyReply)
      replyFailure(error, request as FastifyRequest, reply as FastifyReply)
    },
    clientErrorHandler: (error, socket) => refuseGarbage(error, { socket, clock: parts.clock, linger: limits.linger }),
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      caseSensitive: true,
      querystringParser: parseQuery,
      maxParamLength: limits.pathParameter,
    },
  })
  // Bodies are read by the handlers, once the credentials are good; until then they stay unread streams.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage, done: (error: null, body: unknown) => void) => {
    done(null, payload)
  })
  app.server.maxConnections = limits.connections
  return app as unknown as FastifyInstance
}

/** What every answer carries, whatever becomes of the request. */
function greet(request: FastifyRequest, reply: FastifyReply): boolean {
  const isApi = isApiRequest(request)
  reply.header('elements-request-id', request.id)
  secureReply(reply, request.url, isApi)
  if (isApi) allowOrigin(request, reply)
  return isApi
}

/** One line an answer: debug for successes, info for refusals, warn for failures of one call; what fails all calls is told elsewhere. Neither headers nor bodies. */
function logAnswer(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.statusCode
  const level = status >= 500 && status !== 503 ? 'warn' : status >= 400 ? 'info' : 'debug'
  if (!log.isLevelEnabled(level)) return
  log[level]({
    requestId: request.id,
    method: request.method,
    url: describeUrl(request.url),
    status,
    ms: Math.round(reply.elapsedTime),
  })
}

/** Bytes that are no HTTP: answered without a request to hang an id on, so they get one of their own. */
function refuseGarbage(
  error: Error & { code?: string },
  { socket, clock, linger }: { socket: Socket; clock: Clock; linger: number },
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  const requestId = createRequestId(clock())
  const body = JSON.stringify({ requestId, message: status.slice(4) })
  const headers = [
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `Elements-Request-Id: ${requestId}`,
    'Connection: close',
  ]
  // No time limit of the server knows this socket any more, and the other side may never close its half.
  setTimeout(() => socket.destroy(), linger).unref()
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`)
}

async function closeServer(app: FastifyInstance, graceMs: number): Promise<void> {
  // A connection that goes idle after its last answer would otherwise be kept for the keep-alive time.
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50)
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    clearTimeout(cut)
  }
}
