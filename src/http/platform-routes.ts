/** Mounts the routes that features list, checks who calls, and refuses what the platform does not have. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BodyCheck, compileBodyCheck } from '../lib/body-check.ts'
import { withOrigin } from '../lib/change-origin.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import { admit } from './admission.ts'
import { basePath, type DoorParts } from './door.ts'
import { serveHubCall } from './hub-calls.ts'
import { describeUrl } from './log-url.ts'
import type { BodyReader } from './read-body.ts'
import { jsonType } from './send-response.ts'
import { splitApiPath } from './split-path.ts'

/** Adds every route below the base path. Names that an element may own too (contract 1.2 rule 3) ask the hub first. */
export function mountPlatformRoutes(app: FastifyInstance, parts: DoorParts, bodies: BodyReader): void {
  for (const route of parts.routes) {
    const check = route.body === undefined ? undefined : compileBodyCheck(route.body)
    const shared = parts.hub.dispatch(route.path.split('/').filter((part) => part !== '')).kind === 'either'
    app.route({
      method: route.method,
      // Paths of our own stand beside the API: below it every first segment may be somebody's resource.
      url: route.path.startsWith('/octet/') ? route.path : basePath + route.path,
      handler: async (request, reply) =>
        shared && (await parts.hub.claims(request.headers.authorization, splitApiPath(request.url)[0] ?? ''))
          ? serveHubCall({ parts, bodies }, request, reply)
          : servePlatformRoute({ parts, bodies, route, check }, request, reply),
    })
  }
}

interface Mounted {
  readonly parts: DoorParts
  readonly bodies: BodyReader
  readonly route: Route
  readonly check: BodyCheck | undefined
}

async function servePlatformRoute(mounted: Mounted, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { parts, bodies, route, check } = mounted
  const admitted = await admit(parts.authentication, route.access, request.headers.authorization)
  const { caller } = admitted
  const holder = caller === undefined ? undefined : `account ${caller.accountId}`
  const body = route.upload && holder !== undefined ? await bodies.read(request, holder) : await bodies.readJson(request, holder)
  check?.(body.kind === 'json' ? body.value : undefined)
  const origin = { requestId: request.id, method: route.method, uri: describeUrl(request.url), clientAddress: request.ip, caller }
  const asked: RouteRequest = {
    requestId: request.id,
    method: route.method,
    params: request.params as Record<string, string>,
    query: request.query as QueryValues,
    headers: request.headers as Record<string, string | undefined>,
    body,
    clientAddress: request.ip,
    ...admitted,
  }
  return sendReply(reply, await withOrigin(origin, () => route.handle(asked)))
}

function sendReply(reply: FastifyReply, { status = 200, headers = {}, body }: RouteReply): FastifyReply {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  reply.code(status)
  if (Buffer.isBuffer(body)) return reply.send(body)
  return body === undefined ? reply.send() : reply.header('content-type', jsonType).send(JSON.stringify(body))
}
