// The vendor's error bodies: the gateway's, v1's and v2's, and the token endpoint's messages.
import type { Answer } from '../lib/http/answer.ts'

const shortInfo = 'Please check developers.pipedrive.com'
const longInfo = 'Please check developers.pipedrive.com for more information about Pipedrive API.'

/** An application error with the body the vendor sends for it. */
export class ApiError extends Error {
  readonly answer: Answer
  constructor(status: number, body: Record<string, unknown>) {
    super(`${status} ${String(body['error'] ?? '')}`)
    this.answer = { status, type: 'json', body }
  }
}

/** v2's 400: the property and what is wrong with it. */
export function createValidationError(property: string, message: string): ApiError {
  return new ApiError(400, { success: false, error: `Validation failed: ${property}: ${message}`, code: 'ERR_SCHEMA_VALIDATION_FAILED' })
}

/** v2's 404. */
export function createMissingError(): ApiError {
  return new ApiError(404, {
    success: false,
    error: 'Entity was not found',
    error_info: 'Object was not found.',
    data: null,
    additional_data: null,
  })
}

/** An error of v1: status and sentence. `info` is v1's long hint unless the resource has its own. */
export function createV1Error(status: number, error: string, info: string = longInfo): ApiError {
  return new ApiError(status, { success: false, error, error_info: info, data: null, additional_data: null })
}

/** What a user without administrator's rights gets from settings. */
export function createPermissionError(): ApiError {
  return createV1Error(403, 'You do not have permissions to do this.', shortInfo)
}

/** The gateway's 401, the same whatever is wrong with the credentials. */
export function answerUnauthorized(correlationId: string): Answer {
  return answerGateway(401, 'unauthorized access', { 'x-401-by-gw': 'true', 'x-correlation-id': correlationId })
}

/** An OAuth token without a scope for this address, or an address that is none. */
export function answerScopeMismatch(): Answer {
  return answerGateway(403, 'Scope and URL mismatch')
}

/** The gateway's 429. `retryAfter` in seconds; undefined sends no header. */
export function answerThrottled(cause: 'burst' | 'budget', retryAfter: number | undefined): Answer {
  const error = cause === 'budget' ? 'daily request budget exceeded' : 'request over limit'
  return answerGateway(429, error, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) })
}

function answerGateway(status: number, error: string, headers: Record<string, string> = {}): Answer {
  return { status, type: 'json', body: { success: false, error, errorCode: status, error_info: shortInfo }, headers }
}
