/** Paths of our own for who runs the server; never below `/elements`, where every first segment may be somebody's resource. */
import type { FastifyInstance } from 'fastify'

/** `/healthz`: the process answers. `/readyz`: calls can be served; 503 before that and while the server stops. */
export function mountProbes(app: FastifyInstance, isReady: () => boolean): void {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', (_request, reply) => {
    const ready = isReady()
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
}
