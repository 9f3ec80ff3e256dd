/** From a call to the job that crosses to a thread: big texts as they are, everything else as one JSON text. */
import type { Job } from './messages.ts'
import type { ScriptCall } from './script.ts'

const identifier = /^[A-Za-z_$][\w$]*$/
/** A text from this length on is not put into JSON, where every quote would be escaped and read again. */
const longText = 512

/** Writes the job. Throws TypeError for a name that is no identifier. */
export function writeJob({ script, variables, parsed = {} }: Pick<ScriptCall, 'script' | 'variables' | 'parsed'>): Job {
  const texts: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value === 'string' && value.length >= longText && !value.includes('\0') && value.isWellFormed()) texts[name] = value
    else values[name] = value
  }
  const names = [...new Set([...Object.keys(variables), ...Object.keys(parsed)])]
  const wrong = names.find((name) => !identifier.test(name))
  if (wrong !== undefined) throw new TypeError(`A script variable needs an identifier as its name, got ${wrong}`)
  return { body: script.body, isLegacy: script.isLegacy, names, values: JSON.stringify(values), texts, parsed }
}

/** Bytes of the variables, at least. */
export function measureJob({ values, texts }: Job): number {
  return Object.values(texts).reduce((sum, text) => sum + text.length, values.length)
}
