/** The result of a script, out of the JSON that crossed. */
import { createError } from '../lib/errors.ts'
import type { Script, ScriptResult } from './script.ts'

/** Reads it. Throws script-failed (400) for what is no JSON of an object. */
export function readResult(json: string, { name }: Script): ScriptResult {
  const result = parse(json)
  if (typeof result === 'object' && result !== null && !Array.isArray(result)) return result as ScriptResult
  throw createError('script-failed', { params: { script: name, where: '', reason: 'what it handed to done cannot be read' } })
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
