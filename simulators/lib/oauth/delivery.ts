// Watching whether the reply with a new pair of tokens got through, as far as the sending side can know.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IssuedPair } from './record.ts'

/**
 * Keeps `pair.replyDelivered` true to what is known: false until the reply was written whole, then true; `unknown` when the
 * connection closes within a second of it and neither token was used by then.
 */
export function watchDelivery(request: IncomingMessage, response: ServerResponse, pair: IssuedPair): void {
  response.once('finish', () => {
    pair.replyDelivered = true
    const doubt = () => {
      if (pair.firstUsedAt === null) pair.replyDelivered = 'unknown'
    }
    request.socket.setMaxListeners(0)
    request.socket.once('close', doubt)
    setTimeout(() => request.socket.off('close', doubt), 1_000).unref()
  })
}
