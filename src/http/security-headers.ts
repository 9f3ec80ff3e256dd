/** Headers that keep browsers from misusing an answer, as far as contract 1.1 leaves room. */
import type { FastifyReply } from 'fastify'
import { basePath } from './door.ts'

/** True below the base path of the API, however the slashes were doubled. */
export function isApiPath(url: string): boolean {
  if (url.startsWith(basePath)) return isEnd(url[basePath.length])
  return /^\/+elements\/+api-v2(?:[/?]|$)/.test(url)
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
