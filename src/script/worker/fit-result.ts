/** What a script hands over, made fit for the server while it is still the thread's time that it takes. */
import { findExcess } from '../../lib/json-bounds.ts'
import type { Failure, WorkerSettings } from '../messages.ts'

type Bounds = Pick<WorkerSettings, 'resultBytes' | 'resultValues' | 'resultDepth'>

/** The JSON of the result without members called `__proto__` (assigned to an object they would become its prototype), or why it cannot be handed over. */
export function fitResult(json: string, { resultBytes, resultValues, resultDepth }: Bounds): string | Failure {
  if (Buffer.byteLength(json) > resultBytes) return { code: 'script-too-large', reason: 'what it hands to done' }
  const excess = findExcess(json, { values: resultValues, depth: resultDepth })
  const reasons = { values: `${resultValues} values in what it hands to done`, depth: `${resultDepth} levels in what it hands to done` }
  if (excess !== undefined) return { code: 'script-too-large', reason: reasons[excess] }
  // As JSON.stringify writes it: between quotes within a text there would be backslashes.
  return json.includes('"__proto__":') ? JSON.stringify(dropPrototypes(JSON.parse(json))) : json
}

function dropPrototypes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  Reflect.deleteProperty(value, '__proto__')
  for (const member of Object.values(value)) dropPrototypes(member)
  return value
}
