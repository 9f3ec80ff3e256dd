/** Checks a JSON body against a TypeBox schema and says what is wrong: place, expected, got. Values are never repeated. */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { createError } from './errors.ts'

export type BodyCheck = (value: unknown) => void

/** Compiles the check of a schema once; the check throws invalid-body (400). Unknown members pass (contract 1.12). */
export function compileBodyCheck(schema: object): BodyCheck {
  const validator = Compile(schema as TSchema)
  return (value) => {
    if (validator.Check(value)) return
    const [error] = validator.Errors(value)
    throw createError('invalid-body', {
      params: { reason: describe(error ?? { keyword: '', instancePath: '', params: {}, message: 'something else' }, value) },
    })
  }
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function describe(error: SchemaError, value: unknown): string {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer)
  const params = error.params as { type?: string | string[]; requiredProperties?: string[] }
  if (error.keyword === 'required') return `${nameOf([...path, params.requiredProperties?.[0] ?? ''])} is missing`
  const expected = error.keyword === 'type' ? String(params.type) : error.message.replace(/^must (?:be )?/, '')
  return `${nameOf(path)}: expected ${expected}, got ${kindOf(valueAt(value, path))}`
}

function nameOf(path: readonly string[]): string {
  return path.length === 0 ? 'the body' : path.join('.')
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value)
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** RFC 6901 §4. */
function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
