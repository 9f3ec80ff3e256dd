// The vendor's error bodies: `{error}` for what concerns the whole request, `{errors, field-errors}` for a request that is not valid.
import type { Answer } from '../lib/http/answer.ts'

/** An error of the whole request: a status and one sentence. */
export class ApiError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** A request that is not valid: 400 with a sentence for each field, or general ones. */
export class InvalidRequest extends Error {
  readonly fields: Record<string, unknown>
  readonly general: string[]
  constructor(fields: Record<string, unknown>, general: string[] = []) {
    super('invalid request')
    this.fields = fields
    this.general = general
  }
}

/** The answer to a thrown error; undefined when it is none of ours. */
export function answerError(error: unknown): Answer | undefined {
  if (error instanceof InvalidRequest) {
    return { status: 400, type: 'json', body: { errors: error.general, 'field-errors': error.fields } }
  }
  if (error instanceof ApiError) return { status: error.status, type: 'json', body: { error: error.message } }
  return undefined
}

const unknownUrl =
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'

/** 404 for a path that nothing answers. */
export function createUnknownUrl(): ApiError {
  return new ApiError(404, unknownUrl)
}

/** 404 for a record that is not there: `Lead`, `Contact`. */
export function createNotFound(noun: string): ApiError {
  return new ApiError(404, `Empty query: ${noun} matching query does not exist.`)
}
