// `update_mask` on PATCH: the key repeated, once per property. What a mask or its absence does to a row.
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { Row } from '../tenant.ts'

/** Names in `update_mask`; undefined when it was not given. @throws ApiError 400 for an unknown name; a comma-joined value is one, unless the knob allows it */
export function readUpdateMask(call: Call, known: readonly string[]): string[] | undefined {
  const values = call.query.getAll('update_mask')
  if (values.length === 0) return undefined
  const names = call.options.commaUpdateMask ? values.flatMap((value) => value.split(',')) : values
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new ApiError(400, `Invalid update_mask: ${unknown}`)
  return names
}

/**
 * Writes checked values into a row: all that were sent, or only those the mask names. A collection is replaced whole.
 * A name in the mask without a value clears the property, or leaves it, as the knob says.
 */
export function applyValues(row: Row, values: Record<string, unknown>, mask: string[] | undefined, knob: 'clear' | 'skip'): void {
  for (const name of mask ?? Object.keys(values)) {
    if (name === 'id') continue
    if (Object.hasOwn(values, name)) setValue(row, name, values[name])
    else if (knob === 'clear') delete row[name]
  }
}

function setValue(row: Row, name: string, value: unknown): void {
  if (value === null || value === undefined) delete row[name]
  else row[name] = value
}
