/** Tells the parts behind the door that a client has gone. */
import type { FastifyReply } from 'fastify'

/** A signal that aborts when the connection closes before the answer was written. */
export function createAbortSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('The client closed the connection'))
  })
  return controller.signal
}
