// The vendor's errors: `{code, details, message, status: "error"}`, for a whole call or for one record of it.
import type { Answer } from '../lib/http/answer.ts'

/** What stands in a reply, alone or as one item of `data`. */
export interface Fault {
  code: string
  details: Record<string, unknown>
  message: string
  status: 'error'
}

/** A refusal of the whole call. */
export class ApiError extends Error {
  readonly status: number
  readonly fault: Fault
  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.status = status
    this.fault = createFault(code, message, details)
  }
}

/** An error's members, in the vendor's order. */
export function createFault(code: string, message: string, details: Record<string, unknown> = {}): Fault {
  return { code, details, message, status: 'error' }
}

/** The reply to a refused call. */
export function answerFault(status: number, code: string, message: string, details: Record<string, unknown> = {}): Answer {
  return { status, type: 'json', body: createFault(code, message, details) }
}

export const authenticationFailure: Answer = answerFault(401, 'AUTHENTICATION_FAILURE', 'Authentication failed')
export const invalidToken: Answer = answerFault(401, 'INVALID_TOKEN', 'invalid oauth token')
export const wrongUrl: Answer = answerFault(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one')
export const wrongMethod: Answer = answerFault(400, 'INVALID_REQUEST_METHOD', 'The http request method type is not a valid one')

/** 400: a module of no such name; `at` counts the path segments below `/crm/v8`. */
export function refuseModule(at = 0): ApiError {
  return new ApiError(400, 'INVALID_MODULE', 'the module name given seems to be invalid', { resource_path_index: at })
}

/** 400: an id in the path that is none, or of no record. */
export function refuseId(at = 1): ApiError {
  return new ApiError(400, 'INVALID_DATA', 'the id given seems to be invalid', { resource_path_index: at })
}

/** 400: a query parameter that must be there is not. */
export function refuseMissingParameter(name: string): ApiError {
  return new ApiError(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param_name: name })
}

/** 400: a query parameter with a value that does not fit. */
export function refuseParameter(name: string, more: Record<string, unknown> = {}): ApiError {
  return new ApiError(400, 'INVALID_DATA', 'invalid data', { param_name: name, ...more })
}
