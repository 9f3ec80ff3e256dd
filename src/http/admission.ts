/** Who may call a platform path, and what stands where no route is. */
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { RouteAccess } from '../lib/route.ts'
import { findRoutesAt } from './allowed-methods.ts'
import type { Authentication, DoorParts } from './door.ts'

/** Checks the credentials that a route asks for (contract 1.4); 401 when they are missing or wrong. */
export async function admit(
  authentication: Authentication,
  access: RouteAccess,
  authorization: string | undefined,
): Promise<{ caller?: Caller; instanceId?: number }> {
  switch (access) {
    case 'open':
      return {}
    case 'public':
      return authorization === undefined || authorization.trim() === '' ? {} : { caller: await authentication.authenticate(authorization) }
    case 'caller':
      return { caller: await authentication.authenticate(authorization) }
    case 'instance':
      return authentication.authenticateInstance(authorization)
  }
}

/** What stands at a platform path with no route for this verb: 401 unless the path is open to anybody, then 405 with the verbs there are, or 404. */
export async function refusePlatformPath(parts: DoorParts, segments: readonly string[], request: FastifyRequest): Promise<never> {
  const there = findRoutesAt(parts.routes, segments)
  const access: RouteAccess = there.some((route) => route.access === 'public' || route.access === 'open') ? 'public' : 'caller'
  await admit(parts.authentication, access, request.headers.authorization)
  const path = `/${segments.join('/')}`
  if (there.length === 0) throw createError('not-found', { params: { path } })
  const allowed = [...new Set(there.map((route) => route.method))].join(', ')
  throw createError('method-not-allowed', { params: { method: request.method, path, allowed }, headers: { allow: allowed } })
}
