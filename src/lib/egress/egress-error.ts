/** What can go wrong on the way out, in our words. `maybeSent` is false only when the request surely never left, so nothing may repeat it otherwise. */
import { type ErrorCode, type ErrorDetails, OctetError } from '../errors.ts'

export class EgressError extends OctetError {
  readonly maybeSent: boolean
  /** The connection ended before a byte of the answer came: on a kept-alive connection the other side had most likely closed it already. */
  readonly closedEarly: boolean

  constructor(code: ErrorCode, details: ErrorDetails, sent: { maybeSent: boolean; closedEarly?: boolean }) {
    super(code, details)
    this.maybeSent = sent.maybeSent
    this.closedEarly = sent.closedEarly === true
  }
}

/** Codes of failures before the first byte of a request: name, connection, TLS. */
const unsent: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host name does not resolve',
  EAI_AGAIN: 'its host name could not be resolved',
  EAI_FAIL: 'its host name could not be resolved',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the host',
  ENOBUFS: 'no sockets left',
  EMFILE: 'no sockets left',
}

const certificate = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$|ERR_SSL_|HOSTNAME_MISMATCH)/

/** Turns an error of the HTTP client into ours: vendor-unreachable or vendor-timeout (502). One that is ours already stays as it is. */
export function toEgressError(
  error: unknown,
  limits: { readonly connect: number; readonly headers: number; readonly body: number },
): EgressError {
  if (error instanceof EgressError) return error
  const cause = firstCause(error)
  const code = cause.code ?? ''
  const timeout = (milliseconds: number, maybeSent: boolean) =>
    new EgressError('vendor-timeout', { params: { limit: `${milliseconds / 1000} s` }, cause: error }, { maybeSent })
  const unreachable = (reason: string, sent: { maybeSent: boolean; closedEarly?: boolean }) =>
    new EgressError('vendor-unreachable', { params: { reason }, cause: error }, sent)
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return timeout(limits.connect, false)
  if (code === 'ETIMEDOUT' && cause.syscall === 'connect') return timeout(limits.connect, false)
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return timeout(limits.headers, true)
  if (code === 'UND_ERR_BODY_TIMEOUT') return timeout(limits.body, true)
  const reason = unsent[code]
  if (reason !== undefined) return unreachable(reason, { maybeSent: false })
  if (certificate.test(code)) return unreachable('its TLS certificate or handshake was not acceptable', { maybeSent: false })
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') {
    return unreachable('the connection was closed before the answer was complete', { maybeSent: true, closedEarly: true })
  }
  if (code.startsWith('HPE_')) return unreachable('its answer is not HTTP', { maybeSent: true })
  return unreachable('the connection failed', { maybeSent: true })
}

interface SystemError {
  readonly code?: string
  readonly syscall?: string
}

/** Connecting to several addresses fails with one error that holds the others. */
function firstCause(error: unknown): SystemError {
  if (error instanceof AggregateError && error.errors.length > 0) return firstCause(error.errors[0])
  const cause = error as { code?: unknown; syscall?: unknown } | null | undefined
  return {
    ...(typeof cause?.code === 'string' && { code: cause.code }),
    ...(typeof cause?.syscall === 'string' && { syscall: cause.syscall }),
  }
}
