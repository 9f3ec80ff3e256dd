/** Headers that keep browsers from misusing an answer, as far as contract 1.1 leaves room. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { basePath } from './door.ts'

/** True when the request goes to the API: what the router made of the path decides, for paths have more spellings than a pattern knows. */
export function isApiRequest(request: FastifyRequest): boolean {
  if (isApiPath(request.url)) return true
  const route = request.routeOptions?.url
  return route === undefined ? isApiPath(decodeFolders(request.url)) : isApiPath(route)
}

/** True below the base path of the API, however the slashes were doubled. */
function isApiPath(url: string): boolean {
  if (url.startsWith(basePath)) return isEnd(url[basePath.length])
  return /^\/+elements\/+api-v2(?:[/?]|$)/.test(url)
}

/** The first two segments of a path that no route took, decoded as far as they can be. */
function decodeFolders(url: string): string {
  return `/${url
    .split(/[/?]+/, 3)
    .slice(1)
    .map((part) => part.replaceAll(/%[0-7][0-9a-f]/gi, decodeURIComponent))
    .join('/')}`
}

function isEnd(character: string | undefined): boolean {
  return character === undefined || character === '/' || character === '?'
}

/** API answers hold customers' data: they are not stored and not sniffed. Pages must not be framed, but `/elements/api-docs` must carry no x-frame-options. */
export function secureReply(reply: FastifyReply, url: string, isApi: boolean): void {
  reply.header('x-content-type-options', 'nosniff')
  if (isApi) {
    reply.header('cache-control', 'no-store')
    return
  }
  reply.header('referrer-policy', 'no-referrer')
  if (!/^\/+elements\/+api-docs(?:[/?]|$)/.test(url)) reply.header('x-frame-options', 'DENY')
}
