/** Mounts the routes that features list, checks who calls, and refuses what the platform does not have. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createError } from '../lib/errors.ts'
import type { Body, QueryValues } from '../lib/hub-request.ts'
import type { Route, RouteReply } from '../lib/route.ts'
import { admit } from './admission.ts'
import { type BodyCheck, compileBodyCheck } from './body-check.ts'
import { basePath, type DoorParts } from './door.ts'
import { serveHubCall } from './hub-calls.ts'
import { readBody } from './read-body.ts'
import { jsonType } from './send-response.ts'
import { splitApiPath } from './split-path.ts'

/** Adds every route below the base path. Names that an element may own too (contract 1.2 rule 3) ask the hub first. */
export function mountPlatformRoutes(app: FastifyInstance, parts: DoorParts): void {
  for (const route of parts.routes) {
    const check = route.body === undefined ? undefined : compileBodyCheck(route.body)
    const shared = parts.hub.dispatch(route.path.split('/').filter((part) => part !== '')).kind === 'either'
    app.route({
      method: route.method,
      url: basePath + route.path,
      handler: async (request, reply) =>
        shared && (await parts.hub.claims(request.headers.authorization, splitApiPath(request.url)[0] ?? ''))
          ? serveHubCall(parts, request, reply)
          : servePlatformRoute({ parts, route, check }, request, reply),
    })
  }
}

interface Mounted {
  readonly parts: DoorParts
  readonly route: Route
  readonly check: BodyCheck | undefined
}

async function servePlatformRoute({ parts, route, check }: Mounted, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const admitted = await admit(parts.authentication, route.access, request.headers.authorization)
  const body = await readJsonBody(request)
  check?.(body.kind === 'json' ? body.value : undefined)
  const answer = await route.handle({
    requestId: request.id,
    method: route.method,
    params: request.params as Record<string, string>,
    query: request.query as QueryValues,
    headers: request.headers as Record<string, string | undefined>,
    body,
    clientAddress: request.ip,
    ...admitted,
  })
  return sendReply(reply, answer)
}

async function readJsonBody(request: FastifyRequest): Promise<Body> {
  const body = await readBody(request)
  if (body.kind === 'json' || body.kind === 'empty') return body
  const contentType = request.headers['content-type'] ?? 'none'
  throw createError('unsupported-media-type', { params: { contentType, expected: 'application/json' } })
}

function sendReply(reply: FastifyReply, { status = 200, headers = {}, body }: RouteReply): FastifyReply {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  reply.code(status)
  return body === undefined ? reply.send() : reply.header('content-type', jsonType).send(JSON.stringify(body))
}
