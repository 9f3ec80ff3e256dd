/** A request of a script, answered by the server that it runs in: no network, and the same bounds as for any other. */
import type { Readable } from 'node:stream'
import type { ScriptReply, ScriptRequest } from './messages.ts'
import type { OwnServer } from './script.ts'
import { describeReply, keepSettable, readAll } from './send-request.ts'

/** What of Fastify's `inject` is used. */
export type Inject = (options: {
  readonly method: 'GET'
  readonly url: string
  readonly headers: Record<string, string>
  readonly payload?: Buffer
  readonly payloadAsStream: true
  readonly signal: AbortSignal
}) => Promise<{ readonly statusCode: number; readonly headers: NodeJS.Dict<number | string | string[]>; stream(): Readable }>

/** Hands it in and reads the answer whole. `url` is path and query. Never rejects. */
export async function answerRequest(
  inject: Inject,
  request: ScriptRequest,
  { bodyBytes, leftMs, signal }: Parameters<OwnServer['answer']>[1],
): Promise<ScriptReply> {
  const { method, url, headers, body, isBase64, timeoutMs } = request
  const payload = body === undefined ? undefined : Buffer.from(body, isBase64 === true ? 'base64' : 'utf8')
  if (payload !== undefined && payload.length > bodyBytes) return { error: `The body is larger than ${bodyBytes} bytes`, code: 'EMSGSIZE' }
  const late = AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(leftMs, timeoutMs ?? leftMs))))
  try {
    const reply = await inject({
      method: method as 'GET',
      url,
      headers: keepSettable(headers),
      ...(payload !== undefined && { payload }),
      payloadAsStream: true,
      signal: AbortSignal.any([signal, late]),
    })
    const bytes = await readAll(reply.stream(), bodyBytes)
    if (bytes === undefined) return { error: `The answer is larger than ${bodyBytes} bytes`, code: 'EMSGSIZE' }
    return describeReply(reply.statusCode, reply.headers, bytes)
  } catch {
    if (late.aborted) return { error: 'The answer took too long', code: 'ETIMEDOUT' }
    return { error: 'The request could not be answered', code: 'ECONNRESET' }
  }
}
