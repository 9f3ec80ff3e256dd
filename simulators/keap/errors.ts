// The vendor's error bodies: gateway faults, the newer throttle reply, v1 and v2 application errors, and HTML from the front end.
import { STATUS_CODES } from 'node:http'
import type { Answer } from './call.ts'
import type { Knobs } from './knobs.ts'

/** An application error; the API version decides its body. */
export class ApiError extends Error {
  readonly status: number
  readonly resource: string | undefined
  constructor(status: number, message: string, resource?: string) {
    super(message)
    this.status = status
    this.resource = resource
  }
}

const codeNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'ALREADY_EXISTS',
  415: 'INVALID_ARGUMENT',
  500: 'INTERNAL',
}

/** An application error as v1 (`{message}`) or v2 (`{code, message, status, details}`) words it. */
export function answerError(error: ApiError, version: 'v1' | 'v2', knobs: Knobs): Answer {
  if (version === 'v1') return { status: error.status, type: 'json', body: { message: error.message } }
  const status = knobs.v2ErrorStatus === 'reason' ? (STATUS_CODES[error.status] ?? 'Error') : (codeNames[error.status] ?? 'UNKNOWN')
  const message = knobs.v2ErrorMessage === 'blank' ? '' : error.message
  const details = error.resource ? [{ domain: 'keap.rest', resource: error.resource }] : []
  return { status: error.status, type: 'json', body: { code: error.status, message, status, details } }
}

/** The gateway's 401: one wording without a usable Authorization header, another for a token it does not know. */
export function answerUnauthorized(reason: 'missing' | 'invalid'): Answer {
  return reason === 'missing'
    ? answerFault(401, 'Invalid access token', 'oauth.v2.InvalidAccessToken')
    : answerFault(401, 'Invalid Access Token', 'keymanagement.service.invalid_access_token')
}

/** A body of the API gateway: `{fault: {faultstring, detail: {errorcode}}}`. */
function answerFault(status: number, faultstring: string, errorcode: string): Answer {
  return { status, type: 'json', body: { fault: { faultstring, detail: { errorcode } } } }
}

export type ThrottleCause = { kind: 'quota'; identifier: string } | { kind: 'spike'; perSecond: number }

/** 429 in the body form the knob chooses, with `Retry-After` when the knob gives seconds. */
export function answerThrottled(cause: ThrottleCause, knobs: Knobs): Answer {
  const form = knobs.throttleBody === 'by-cause' ? (cause.kind === 'quota' ? 'quota-fault' : 'spike-fault') : knobs.throttleBody
  const answer = throttleForms[form](cause)
  return knobs.retryAfterSeconds > 0 ? { ...answer, headers: { 'retry-after': String(knobs.retryAfterSeconds) } } : answer
}

const throttleForms: Record<Exclude<Knobs['throttleBody'], 'by-cause'>, (cause: ThrottleCause) => Answer> = {
  'quota-fault': (cause) =>
    answerFault(
      429,
      `Rate limit quota violation. Quota limit  exceeded. Identifier : ${cause.kind === 'quota' ? cause.identifier : '_default'}`,
      'policies.ratelimit.QuotaViolation',
    ),
  'spike-fault': (cause) =>
    answerFault(
      429,
      `Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=${cause.kind === 'spike' ? cause.perSecond : 25}, periodInMicroseconds=1000000, maxBurstMessageCount=1.0}`,
      'policies.ratelimit.SpikeArrestViolation',
    ),
  newer: () => ({
    status: 429,
    type: 'json',
    body: { code: '429', message: 'Quota Exceeded', status: 'Request Throttled', details: null },
  }),
}
