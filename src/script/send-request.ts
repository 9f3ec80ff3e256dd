/** Requests that scripts make: through the server's one guarded door, bounded in number, size and time. */
import type { Egress } from '../lib/egress.ts'
import { OctetError } from '../lib/errors.ts'
import type { Method } from '../lib/hub-request.ts'
import type { ScriptReply, ScriptRequest } from './messages.ts'

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
/** What belongs to the connection is the door's business. */
const connectionHeaders = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'accept-encoding',
]

export interface SendParts {
  readonly egress: Pick<Egress, 'send'>
  readonly bodyBytes: number
  /** Milliseconds the script has left. */
  readonly leftMs: number
  readonly signal: AbortSignal
}

/** Sends it and reads the answer whole; a failure becomes an answer with the code Node's own client would give. Never throws. */
export async function sendScriptRequest(request: ScriptRequest, { egress, bodyBytes, leftMs, signal }: SendParts): Promise<ScriptReply> {
  try {
    const { method, url, headers, body, isBase64, timeoutMs, follow } = request
    if (!methods.includes(method))
      return { error: `Method ${method.slice(0, 20)} is not supported; supported: ${methods.join(', ')}`, code: 'EINVAL' }
    const content = body === undefined ? undefined : Buffer.from(body, isBase64 === true ? 'base64' : 'utf8')
    if (content !== undefined && content.length > bodyBytes)
      return { error: `The body is larger than ${bodyBytes} bytes`, code: 'EMSGSIZE' }
    const total = Math.max(1, Math.min(leftMs, timeoutMs !== undefined && timeoutMs > 0 ? timeoutMs : leftMs))
    const reply = await egress.send({
      method: method as Method,
      url,
      headers: keepSettable(headers),
      ...(content !== undefined && { body: content }),
      ...(follow === true && { redirect: 'follow' as const }),
      timeouts: { total, headers: total, body: total },
      signal,
    })
    const bytes = await readAll(reply.stream(), bodyBytes)
    if (bytes === undefined) return { error: `The answer is larger than ${bodyBytes} bytes`, code: 'EMSGSIZE' }
    return describeReply(reply.status, reply.headers, bytes)
  } catch (error) {
    if (error instanceof OctetError) return { error: error.message, code: nodeCodes[error.code] ?? 'ECONNRESET' }
    return { error: 'The request could not be sent', code: 'ECONNRESET' }
  }
}

/** Those that a script may set. */
export function keepSettable(headers: ScriptRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.includes(name.toLowerCase())))
}

/** An answer as it crosses to the script: as text when it is one. */
export function describeReply(status: number, headers: NodeJS.Dict<number | string | string[]>, bytes: Buffer): ScriptReply {
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(bytes)
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'number' ? String(value) : value]],
  )
  return { status, headers: Object.fromEntries(shown), body: isText ? text : bytes.toString('base64'), isBase64: !isText }
}

const nodeCodes: Readonly<Record<string, string>> = {
  'egress-refused': 'EACCES',
  'vendor-timeout': 'ETIMEDOUT',
  'vendor-unreachable': 'ECONNREFUSED',
}

/** All of a body; undefined when it is larger than `limit` bytes. */
export async function readAll(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
