/** GET and POST /elements/:keyOrId/oauth/url (contract 4.2): public, by key or id, the same answer both ways. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { Route, RouteRequest } from '../lib/route.ts'
import { type AuthorizationParameters, buildAuthorizationUrl } from './authorize.ts'

export interface OAuthRoutesParts {
  readonly findElement: (keyOrId: string | number) => CompiledElement | undefined
}

export function createOAuthRoutes({ findElement }: OAuthRoutesParts): Route[] {
  const handle = (request: RouteRequest) => {
    const element = demandElement(findElement, request.params['keyOrId'] ?? '')
    return { body: { oauthUrl: buildAuthorizationUrl(element, readParameters(request)), element: element.key } }
  }
  const path = '/elements/:keyOrId/oauth/url'
  return [
    { method: 'GET', path, access: 'public', handle },
    { method: 'POST', path, access: 'public', handle },
  ]
}

/** The element of a path segment: digits are an id, anything else a key. Throws no-element or no-element-id (404). */
export function demandElement(findElement: OAuthRoutesParts['findElement'], keyOrId: string): CompiledElement {
  const isId = /^\d{1,15}$/.test(keyOrId)
  const element = findElement(isId ? Number(keyOrId) : keyOrId)
  if (element !== undefined) return element
  throw isId ? createError('no-element-id', { params: { id: keyOrId } }) : createError('no-element', { params: { key: keyOrId } })
}

/** Query and JSON body together; of a repeated parameter the first counts. */
function readParameters({ query, body }: RouteRequest): AuthorizationParameters {
  const sent = body.kind === 'json' && typeof body.value === 'object' && body.value !== null ? Object.entries(body.value) : []
  const parameters: Record<string, string> = {}
  for (const [name, value] of [...Object.entries(query), ...sent]) {
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean') parameters[name] = String(first)
  }
  return parameters
}
