// The `fields` parameter: picks properties (contacts) or adds optional ones (everything else).
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { Row } from '../tenant.ts'

/** Names in `fields`, comma-joined or repeated; undefined when it was not given. @throws ApiError 400 for a name not in `known` */
export function readFields(call: Call, known: readonly string[]): string[] | undefined {
  const values = call.query.getAll('fields')
  if (values.length === 0) return undefined
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim())
  const named = names.filter((name) => name !== '')
  const unknown = named.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new ApiError(400, `Invalid field: ${unknown}`)
  return named.length === 0 ? undefined : named
}

/** A copy of the row with the named properties and its id. */
export function pickFields(row: Row, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = { id: row.id }
  for (const name of names) if (row[name] !== undefined) picked[name] = row[name]
  return picked
}

/** A copy of the row without the optional properties that were not asked for. */
export function hideFields(row: Row, optional: readonly string[], asked: readonly string[] | undefined): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value !== undefined && (!optional.includes(name) || asked?.includes(name))) shown[name] = value
  }
  return shown
}

/** Fills the properties that have no value with null, where the knob says that the vendor shows them so. */
export function fillEmpty(call: Call, body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  if (call.options.emptyFields === 'omitted') return body
  const filled = { ...body }
  for (const name of names) filled[name] ??= null
  return filled
}
