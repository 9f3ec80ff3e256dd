/** Every path below the base that no platform route took: a hub call, or the platform's refusal (contract 1.2). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createError } from '../lib/errors.ts'
import type { Body, HubRequest, Method, QueryValues } from '../lib/hub-request.ts'
import { createAbortSignal } from './abort-signal.ts'
import { refusePlatformPath } from './admission.ts'
import { basePath, type Destination, type DoorParts } from './door.ts'
import { describeUrl } from './log-url.ts'
import type { BodyReader } from './read-body.ts'
import { sendResponse } from './send-response.ts'
import { splitApiPath } from './split-path.ts'

const methods: ReadonlySet<string> = new Set<Method>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

export interface HubDoor {
  readonly parts: DoorParts
  readonly bodies: BodyReader
}

/** Adds the catch-all below the base path. */
export function mountHubCalls(app: FastifyInstance, door: HubDoor): void {
  const handler = (request: FastifyRequest, reply: FastifyReply) => answerAnyPath(door, request, reply)
  for (const url of [basePath, `${basePath}/*`]) app.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url, handler })
}

async function answerAnyPath(door: HubDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { parts } = door
  const segments = splitApiPath(request.url)
  const destination = parts.hub.dispatch(segments)
  if (destination.kind === 'platform') return refusePlatformPath(parts, segments, request)
  if (destination.kind === 'either' && !(await parts.hub.claims(request.headers.authorization, segments[0] ?? '')))
    return refusePlatformPath(parts, segments, request)
  return callHub(door, destination, { request, reply })
}

/** What stands below the base where no route is. For a verb that nothing here has the answer is a refusal, made in the order of any other call: credentials first. */
export async function refuseMethod(door: HubDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!methods.has(request.method)) return answerAnyPath(door, request, reply)
  throw createError('not-found', { params: { path: describeUrl(request.url) } })
}

/** Serves a request as a hub call although a platform route took it. */
export function serveHubCall(door: HubDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return callHub(door, door.parts.hub.dispatch(splitApiPath(request.url)), { request, reply })
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

async function callHub({ parts, bodies }: HubDoor, destination: Destination, { request, reply }: Exchange): Promise<FastifyReply> {
  if (destination.kind === 'platform') throw createError('not-found', { params: { path: describeUrl(request.url) } })
  const { segments } = destination
  let holder = ''
  const response = await parts.hub.handle({
    requestId: request.id,
    method: request.method,
    authorization: request.headers.authorization,
    uri: describeUrl(request.url),
    traceparent: readSingle(request.headers['traceparent']),
    tracestate: readSingle(request.headers['tracestate']),
    clientAddress: request.ip,
    read: () => readHubRequest(segments, { request, reply }, (of) => bodies.read(of, holder)),
    onInstance: (id) => {
      holder = `instance ${id}`
      reply.header('elements-element-instance-id', String(id))
    },
  })
  return sendResponse(reply, response)
}

function readSingle(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

async function readHubRequest(
  segments: readonly string[],
  { request, reply }: Exchange,
  readBody: (request: FastifyRequest) => Promise<Body>,
): Promise<HubRequest> {
  // HEAD is served as the GET it stands for (RFC 9110 §9.3.2); its body is cut off on the way out.
  const method = request.method === 'HEAD' ? 'GET' : request.method
  if (!methods.has(method)) {
    const allowed = [...methods].join(', ')
    throw createError('method-not-allowed', { params: { method, path: `/${segments.join('/')}`, allowed }, headers: { allow: allowed } })
  }
  return {
    requestId: request.id,
    method: method as Method,
    segments,
    query: request.query as QueryValues,
    headers: request.headers as Record<string, string | undefined>,
    body: await readBody(request),
    signal: createAbortSignal(reply),
  }
}
