/** Tells the parts behind the door that a client has gone. */
import type { FastifyReply } from 'fastify'

/** A signal that aborts when the connection closes before the answer was written. */
export function createAbortSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  const abort = () => controller.abort(new Error('The client closed the connection'))
  // Credentials are checked before this: the client may have gone meanwhile.
  if (reply.raw.destroyed) abort()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort()
  })
  return controller.signal
}
