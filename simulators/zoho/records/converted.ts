// Leads that became something else: hidden unless a call asks for them.
import type { Call } from '../call.ts'
import { refuseParameter } from '../errors.ts'
import type { Row } from '../tenant.ts'

/** Which leads `converted` lets pass: `false` unless it says `true` or `both`. */
export function createConvertedFilter(call: Call): (row: Row) => boolean {
  const wanted = call.query.get('converted') ?? 'false'
  if (!['true', 'false', 'both'].includes(wanted)) throw refuseParameter('converted', { supported_values: ['true', 'false', 'both'] })
  return (row) => wanted === 'both' || (row.values['$converted'] === true) === (wanted === 'true')
}
