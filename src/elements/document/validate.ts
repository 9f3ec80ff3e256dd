/** Checks a parsed element document against the schema and says what is wrong first: place, expected, got. */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ElementDocument } from './element-document.ts'
import { elementDocumentSchema } from './schema.ts'

/** What is wrong with a document; `message` names the place. Where it came from (file, request) is the reader's to add. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
}

interface SchemaError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

const validator = Compile(elementDocumentSchema as TSchema)

/**
 * The value as an element document; members the schema does not know are kept.
 * @throws {DocumentError} naming the first place that is wrong, what was expected there and what stands there.
 */
export function validateDocument(value: unknown): ElementDocument {
  if (validator.Check(value)) return value as ElementDocument
  throw new DocumentError(describe(pickError(validator.Errors(value) as SchemaError[]), value))
}

/** In a union the branches whose discriminating member differs are not what the author meant. */
function pickError(errors: readonly SchemaError[]): SchemaError {
  const branchOf = (error: SchemaError) => /^.*\/anyOf\/\d+(?=\/)/.exec(`${error.schemaPath}/`)?.[0]
  const otherBranches = new Set(errors.filter((error) => error.keyword === 'const').map(branchOf))
  const meant = errors.filter((error) => error.keyword !== 'boolean' && error.keyword !== 'anyOf' && !otherBranches.has(branchOf(error)))
  return meant[0] ?? errors.find((error) => error.keyword === 'anyOf') ?? errors[0]!
}

function describe(error: SchemaError, value: unknown): string {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer)
  const params = error.params as { type?: string; requiredProperties?: string[]; additionalProperties?: string[] }
  if (error.keyword === 'required') return `${nameOf([...path, params.requiredProperties![0]!])} is missing`
  if (error.keyword === 'additionalProperties') return `${nameOf([...path, params.additionalProperties![0]!])} is not known here`
  const expected = error.keyword === 'anyOf' ? 'one of the documented forms' : error.message.replace(/^must (?:be )?/, '')
  return `${nameOf(path)}: expected ${expected}, got ${JSON.stringify(valueAt(value, path))?.slice(0, 60) ?? 'nothing'}`
}

function nameOf(path: readonly string[]): string {
  return path.length === 0 ? 'the document' : path.join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]')
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value)
}

/** RFC 6901 §4. */
function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
