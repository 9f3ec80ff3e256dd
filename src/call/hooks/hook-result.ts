/** Reading what a hook handed to `done`: any script may hand over anything. */
import { createError, type OctetError } from '../../lib/errors.ts'
import { isRecord } from '../../lib/is-record.ts'
import type { ScriptResult } from '../../script/script.ts'

/** For messages: which hook it was. */
export interface Naming {
  readonly name: string
}

/** The error for a member that is not what its name says (400). */
export function createUnfit({ name }: Naming, member: string, expected: string): OctetError {
  return createError('script-result-unfit', { params: { script: name, member, expected } })
}

/** The configuration that a hook hands back, as texts; undefined where it hands none. Throws script-result-unfit (400). */
export function readConfiguration(result: ScriptResult, naming: Naming): Record<string, string | null> | undefined {
  const { configuration } = result
  if (configuration === undefined || configuration === null) return undefined
  if (!isRecord(configuration)) throw createUnfit(naming, 'configuration', 'an object')
  const values: Record<string, string | null> = {}
  for (const [key, value] of Object.entries(configuration)) {
    if (value !== undefined) values[key] = value === null ? null : writeText(value)
  }
  return values
}

function writeText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
