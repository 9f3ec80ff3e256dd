// The vendor's error bodies: the common envelope, validation of properties, credentials, scopes, limits, and the front end's pages.
import { randomBytes } from 'node:crypto'
import type { Answer } from '../lib/http/answer.ts'
import type { Knobs } from './knobs.ts'

/** Members of the envelope besides `status`, `message` and `correlationId`. */
interface ErrorDetails {
  category?: string
  subCategory?: string
  errors?: unknown[]
  context?: Record<string, unknown[]>
  links?: Record<string, string>
}

/** An error of the application, in the vendor's envelope. */
export class ApiError extends Error {
  readonly status: number
  readonly details: ErrorDetails
  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message)
    this.status = status
    this.details = details
  }
}

/** One value that did not fit its property. */
export interface PropertyIssue {
  name: string
  error: string
  message: string
}

/** 400 of the category most refusals have. */
export function createInvalidError(message: string, details: ErrorDetails = {}): ApiError {
  return new ApiError(400, message, { category: 'VALIDATION_ERROR', ...details })
}

/** 400 that lists every value that did not fit; the message carries them as JSON, as the vendor's does. */
export function createPropertyError(issues: PropertyIssue[], portalId: string): ApiError {
  return createInvalidError(describeIssues(issues, portalId), {
    errors: issues.map(({ message, error, name }) => ({ message, code: error, context: { propertyName: [name] } })),
  })
}

/** The sentence of a refusal of values. */
export function describeIssues(issues: PropertyIssue[], portalId: string): string {
  const listed = issues.map(({ message, error, name }) => ({
    isValid: false,
    message,
    error,
    name,
    localizedErrorMessage: message,
    portalId: Number(portalId),
  }))
  return `Property values were not valid: ${JSON.stringify(listed)}`
}

/** 404 of a record: one wording for a number, another one for what is none. */
export function createMissingError(id: string, knobs: Knobs): ApiError {
  if (!/^\d+$/.test(id)) {
    const message = 'Object not found.  objectId are usually numeric.'
    return new ApiError(404, message, { context: { id: [id] }, category: 'OBJECT_NOT_FOUND' })
  }
  return new ApiError(404, 'resource not found', knobs.missingHasCategory ? { category: 'OBJECT_NOT_FOUND' } : {})
}

/** 400 for a body without members it must have. */
export function createFieldsError(missing: string[]): ApiError {
  return createInvalidError(`Invalid input JSON on line 1, column 2: Some required fields were not set: [${missing.join(', ')}]`)
}

/** An application error on the wire. */
export function answerError(error: ApiError, correlationId: string): Answer {
  const { errors, context, category, subCategory, links } = error.details
  const body: Record<string, unknown> = { status: 'error', message: error.message, correlationId }
  for (const [name, value] of Object.entries({ errors, context, links, category, subCategory })) if (value !== undefined) body[name] = value
  return { status: error.status, type: 'json', body }
}

/** 401: no token that is known, or one that has expired (with how long ago). */
export function answerUnauthorized(reason: 'unknown' | { expiredAt: number; now: number }, correlationId: string): Answer {
  const guide = 'https://developers.hubspot.com/docs/methods/auth/oauth-overview'
  const error =
    reason === 'unknown'
      ? new ApiError(
          401,
          `Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at ${guide}`,
          { category: 'INVALID_AUTHENTICATION' },
        )
      : new ApiError(401, `The OAuth token used to make this call expired ${describeAge(reason.now - reason.expiredAt)} ago.`, {
          context: { 'expire time': [new Date(reason.expiredAt).toISOString()] },
          category: 'EXPIRED_AUTHENTICATION',
        })
  return { ...answerError(error, correlationId), headers: { 'x-hubspot-auth-failure': '401 Unauthorized' } }
}

function describeAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} second(s)`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} minute(s)`
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} hour(s)` : `${Math.floor(seconds / 86_400)} day(s)`
}

/** 403 that names the scopes of which one would do. */
export function createScopeError(scopes: readonly string[]): ApiError {
  const link = 'https://developers.hubspot.com/scopes'
  return new ApiError(
    403,
    `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${link}.`,
    {
      errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: scopes } }],
      links: { scopes: link },
      category: 'MISSING_SCOPES',
    },
  )
}

export type Policy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY'

/** 429. `retryAfter` in seconds; 0 sends no header. */
export function answerThrottled(policy: Policy, correlationId: string, retryAfter: number): Answer {
  const message = `You have reached your ${policy.toLowerCase()} limit.`
  const answer: Answer = {
    status: 429,
    type: 'json',
    body: { status: 'error', message, errorType: 'RATE_LIMIT', correlationId, policyName: policy },
  }
  return retryAfter > 0 ? { ...answer, headers: { 'retry-after': String(retryAfter) } } : answer
}

/** 477: the account is being moved to another data centre. */
export function answerMigrating(seconds: number): Answer {
  return { status: 477, type: 'none', headers: { 'retry-after': String(seconds) } }
}

/** A time-ordered UUID (version 7), as correlation ids are. */
export function createCorrelationId(now: number): string {
  const hex = Math.floor(now).toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
