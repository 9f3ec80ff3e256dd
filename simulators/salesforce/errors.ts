// The vendor's errors: always a list, of `{message, errorCode, fields?}` for a call, of `{statusCode, message, fields}` within a collection.
import type { Answer } from '../lib/http/answer.ts'

export interface Fault {
  code: string
  message: string
  fields?: string[]
}

/** A refusal of the whole call, or of one record of a collection. */
export class ApiError extends Error {
  readonly status: number
  readonly faults: Fault[]
  constructor(status: number, ...faults: Fault[]) {
    super(faults[0]?.message)
    this.status = status
    this.faults = faults
  }
}

/** A refusal with one fault; `fields` only where the vendor names them (an empty list counts). */
export function refuse(status: number, code: string, message: string, fields?: string[]): ApiError {
  return new ApiError(status, fields ? { code, message, fields } : { code, message })
}

/** The reply to a refused call. */
export function answerError({ status, faults }: ApiError): Answer {
  const body = faults.map(({ code, message, fields }) => ({ message, errorCode: code, ...(fields ? { fields } : {}) }))
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Token' } : {}
  return { status, type: 'json', body, headers }
}

/** 401: no session, or one that is over. */
export function refuseSession(): ApiError {
  return refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
}

/** 404: nothing at this address. */
export function refuseAddress(): ApiError {
  return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
}

/** 405: the address knows other methods. */
export function refuseMethod(method: string, allowed: string[]): ApiError {
  return refuse(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`)
}

/** 403: the organization's calls of the last day are used up. */
export function refuseOverLimit(): ApiError {
  return refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
}
