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
      params: { reason: error === undefined ? 'the body: something else was expected' : describe(error, { value, schema }) },
    })
  }
}

interface SchemaError {
  readonly keyword: string
  /** Of the schema that is not met. */
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function describe(error: SchemaError, { value, schema }: { value: unknown; schema: object }): string {
  const path = readPointer(error.instancePath)
  const { requiredProperties } = error.params as { requiredProperties?: string[] }
  if (error.keyword === 'required') return `${nameOf([...path, requiredProperties?.[0] ?? ''])} is missing`
  return `${nameOf(path)}: expected ${sayExpected(error, schema)}, got ${kindOf(valueAt(value, path))}`
}

/** A schema with a pattern says in its description what that means. */
function sayExpected({ keyword, schemaPath, params, message }: SchemaError, schema: object): string {
  const { type, limit } = params as { type?: string | string[]; limit?: number }
  if (keyword === 'type') return String(type)
  if (keyword === 'maxLength') return `at most ${limit} characters`
  if (keyword === 'minLength') return `at least ${limit} character${limit === 1 ? '' : 's'}`
  const { description } = (valueAt(schema, readPointer(schemaPath)) ?? {}) as { description?: string }
  return keyword === 'pattern' && description !== undefined ? description : message.replace(/^must (?:be )?/, '')
}

function readPointer(pointer: string): readonly string[] {
  return pointer.split('/').slice(1).map(unescapePointer)
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
