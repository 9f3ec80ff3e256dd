/** From a call to the job that crosses to a thread: big texts as they are, everything else as one JSON text. */
import type { Job, JobInput } from './messages.ts'
import type { ScriptCall } from './script.ts'

const identifier = /^[A-Za-z_$][\w$]*$/
/** A text from this length on is not put into JSON, where every quote would be escaped and read again. */
const longText = 512

type Writing = Pick<ScriptCall, 'script' | 'parsed'> & {
  /** Of each run; all have the names of the first. */
  readonly inputs: readonly ScriptCall['variables'][]
  readonly keeps?: string | undefined
  /** Characters after which no further input is taken up. */
  readonly size?: number
}

/** Writes the job. Throws TypeError for a name that is no identifier. */
export function writeJob({ script, inputs, parsed = {}, keeps, size = Number.POSITIVE_INFINITY }: Writing): Job {
  const names = [...new Set([...Object.keys(inputs[0] ?? {}), ...Object.keys(parsed)])]
  const wrong = names.find((name) => !identifier.test(name))
  if (wrong !== undefined) throw new TypeError(`A script variable needs an identifier as its name, got ${wrong}`)
  const { body, isLegacy } = script
  const written: JobInput[] = []
  for (let at = 0, total = 0; at < inputs.length && total < size; at++) {
    const input = writeInput(inputs[at]!)
    total += input.values.length
    written.push(input)
  }
  return { body, isLegacy, names, inputs: written, parsed, ...(keeps !== undefined && { keeps }) }
}

function writeInput(variables: ScriptCall['variables']): JobInput {
  const texts: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value === 'string' && value.length >= longText && !value.includes('\0') && value.isWellFormed()) texts[name] = value
    else values[name] = value
  }
  return { values: JSON.stringify(values), texts }
}

/** Bytes of the variables of all inputs, at least. */
export function measureJob({ inputs }: Pick<Job, 'inputs'>): number {
  return inputs.reduce((sum, { values, texts }) => Object.values(texts).reduce((size, text) => size + text.length, sum + values.length), 0)
}
