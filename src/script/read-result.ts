/** How a script ended, out of what its thread told. */
import { createError, type OctetError } from '../lib/errors.ts'
import type { Ending, Failure } from './messages.ts'
import type { Script, ScriptResult } from './script.ts'

/** What the script handed over, or the error in words, with `hide` applied to the script's own. */
export function readEnding(ending: Ending, script: Script, hide: (text: string) => string = (text) => text): ScriptResult | OctetError {
  if ('failure' in ending) return describeFailure(script, { ...ending.failure, reason: hide(ending.failure.reason) })
  const result = parse(ending.result)
  if (typeof result === 'object' && result !== null && !Array.isArray(result)) return result as ScriptResult
  return describeFailure(script, { code: 'script-failed', reason: 'what it handed to done cannot be read' })
}

/** The error that a failure is told with. */
export function describeFailure({ name }: Script, { code, reason, line }: Failure): OctetError {
  const where = line === undefined ? '' : ` at line ${line}`
  return createError(code, { params: { script: name, reason, where } })
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
