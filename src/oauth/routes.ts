/** GET and POST /elements/:keyOrId/oauth/url (contract 4.2): public, by key or id, the same answer both ways. */
import { demandElement, type ElementFinder } from '../elements/catalog/finder.ts'
import type { Route, RouteRequest } from '../lib/route.ts'
import { type AuthorizationParameters, buildAuthorizationUrl } from './authorize.ts'

export interface OAuthRoutesParts {
  readonly catalog: Pick<ElementFinder, 'find'>
}

export function createOAuthRoutes({ catalog }: OAuthRoutesParts): Route[] {
  const handle = async (request: RouteRequest) => {
    const element = await demandElement(catalog, request.params['keyOrId'] ?? '', request.caller)
    return { body: { oauthUrl: buildAuthorizationUrl(element, readParameters(request)), element: element.key } }
  }
  const path = '/elements/:keyOrId/oauth/url'
  return [
    { method: 'GET', path, access: 'public', handle },
    { method: 'POST', path, access: 'public', handle },
  ]
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
