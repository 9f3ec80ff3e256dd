// Records as replies show them: whole, or the fields a call names and the id.
import type { Call } from '../call.ts'
import { ApiError, refuseMissingParameter } from '../errors.ts'
import type { Row } from '../tenant.ts'

/** How this call shows a record. `fields` is up to fifty names; unknown ones show nothing. @throws ApiError 400 */
export function createShow(call: Call, need: 'required' | 'optional'): (row: Row) => unknown {
  const text = call.query.get('fields')
  if (!text) {
    if (need === 'required') throw refuseMissingParameter('fields')
    return (row) => row.values
  }
  const names = [...new Set(text.split(',').map((each) => each.trim()))]
  if (names.length > 50) throw new ApiError(400, 'LIMIT_EXCEEDED', 'Max field limit exceeded', { limit: 50, param_name: 'fields' })
  return (row) => {
    const shown: Record<string, unknown> = {}
    for (const name of names) if (name in row.values) shown[name] = row.values[name]
    shown['id'] = row.id
    return shown
  }
}
