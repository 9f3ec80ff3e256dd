/** The result of a script, out of the JSON that crossed. */
import type { ScriptResult } from './script.ts'

/** Reads it. Members called `__proto__` are left out: assigned to an object they would become its prototype. */
export function readResult(json: string): ScriptResult {
  if (!json.includes('"__proto__"')) return JSON.parse(json) as ScriptResult
  return JSON.parse(json, (name, value: unknown) => (name === '__proto__' ? undefined : value)) as ScriptResult
}
