/** `GET /metrics` for Prometheus: a path of our own beside the API, for who knows its token. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createError } from '../lib/errors.ts'
import type { MetricsPage } from './door.ts'

/** Throws metrics-token-required (401) for a request without the token. */
export function mountMetricsPage(app: FastifyInstance, { token, contentType, read }: MetricsPage): void {
  const expected = digest(token)
  app.get('/metrics', async (request, reply) => {
    const sent = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
    // Digests are of one length, and comparing them takes one time.
    if (sent === undefined || !timingSafeEqual(digest(sent), expected))
      throw createError('metrics-token-required', { headers: { 'www-authenticate': 'Bearer' } })
    return reply.header('content-type', contentType).send(await read())
  })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
