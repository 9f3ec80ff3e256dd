// Replies to writes: one result a record, and one HTTP status made of them.
import type { Answer, Call } from '../call.ts'
import type { Fault } from '../errors.ts'
import { ApiError } from '../errors.ts'
import type { Row } from '../tenant.ts'
import type { Input } from './check-record.ts'

export type Result = Fault | { code: 'SUCCESS'; details: unknown; message: string; status: 'success' }

/** All good: `good`; some: 207; none: by the knob. */
export function answerResults(call: Call, results: Result[], good: 200 | 201): Answer {
  const failed = results.filter((each) => each.status === 'error').length
  const status = failed === 0 ? good : failed < results.length ? 207 : call.options.allFailedStatus
  return { status, type: 'json', body: { data: results } }
}

/** The result of a record that was added or updated. */
export function showWritten(row: Row, message: 'record added' | 'record updated', more: Record<string, unknown> = {}): Result {
  const { values } = row
  const by = (name: string) => {
    const { name: fullName, id } = values[name] as { name: string; id: string }
    return { name: fullName, id }
  }
  const details: Record<string, unknown> = {
    Modified_Time: values['Modified_Time'],
    Modified_By: by('Modified_By'),
    Created_Time: values['Created_Time'],
    id: row.id,
    Created_By: by('Created_By'),
  }
  if (message === 'record added' && '$approval_state' in values) details['$approval_state'] = values['$approval_state']
  return { code: 'SUCCESS', ...more, details, message, status: 'success' }
}

/** The records of a body, one to a hundred. @throws ApiError 400 */
export function readInputs(call: Call): Input[] {
  const { data } = call.body
  const details = { api_name: 'data', json_path: '$.data' }
  if (data === undefined) throw new ApiError(400, 'MANDATORY_NOT_FOUND', 'required field not found', details)
  if (!Array.isArray(data)) throw new ApiError(400, 'INVALID_DATA', 'invalid data', { expected_data_type: 'jsonarray', ...details })
  if (data.length > 100) throw new ApiError(400, 'INVALID_DATA', 'invalid data', { maximum_length: 100, ...details })
  if (data.length === 0) throw new ApiError(400, 'INVALID_DATA', 'invalid data', { minimum_length: 1, ...details })
  const wrong = data.findIndex((each) => typeof each !== 'object' || each === null || Array.isArray(each))
  if (wrong >= 0)
    throw new ApiError(400, 'INVALID_DATA', 'invalid data', { expected_data_type: 'jsonobject', json_path: `$.data[${wrong}]` })
  return data as Input[]
}
