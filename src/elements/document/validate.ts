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

/** One thing that is wrong with a document. */
export interface Problem {
  /** Names of members and numbers of items, from the whole document down. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What the schema has to say about a value, each union once; empty when it is an element document. */
export function listProblems(value: unknown): Problem[] {
  if (validator.Check(value)) return []
  const errors = validator.Errors(value) as SchemaError[]
  const unions = errors.filter((error) => error.keyword === 'anyOf')
  const outermost = unions.filter((union) => !unions.some((other) => isBelow(union, other)))
  const alone = errors
    .filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'boolean')
    .filter((error) => !outermost.some((union) => isBelow(error, union)))
  const picked = outermost.map((union) => pickError(errors.filter((error) => error === union || isBelow(error, union))))
  return [...alone, ...picked]
    .flatMap((error) => splitRequired(error))
    .map((error) => ({ path: placeOf(error), message: describe(error, value) }))
}

/** Whether an error comes out of a branch of a union. */
function isBelow(error: SchemaError, union: SchemaError): boolean {
  return error.schemaPath.startsWith(`${union.schemaPath}/anyOf/`) && `${error.instancePath}/`.startsWith(`${union.instancePath}/`)
}

/** One error for each member that is missing or too many. */
function splitRequired(error: SchemaError): SchemaError[] {
  const { requiredProperties, additionalProperties } = error.params as { requiredProperties?: string[]; additionalProperties?: string[] }
  if (error.keyword === 'required') return requiredProperties!.map((name) => ({ ...error, params: { requiredProperties: [name] } }))
  if (error.keyword !== 'additionalProperties') return [error]
  return additionalProperties!.map((name) => ({ ...error, params: { additionalProperties: [name] } }))
}

/** Where to look: a member too many is its own place, a missing one is missing from its holder. */
function placeOf(error: SchemaError): (string | number)[] {
  const extra = (error.params as { additionalProperties?: string[] }).additionalProperties ?? []
  return [...pathOf(error), ...extra].map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** In a union the branches whose discriminating member differs are not what the author meant. */
function pickError(errors: readonly SchemaError[]): SchemaError {
  const branchOf = (error: SchemaError) => /^.*\/anyOf\/\d+(?=\/)/.exec(`${error.schemaPath}/`)?.[0]
  const otherBranches = new Set(errors.filter((error) => error.keyword === 'const').map(branchOf))
  const meant = errors.filter((error) => error.keyword !== 'boolean' && error.keyword !== 'anyOf' && !otherBranches.has(branchOf(error)))
  return meant[0] ?? errors.find((error) => error.keyword === 'anyOf') ?? errors[0]!
}

function describe(error: SchemaError, value: unknown): string {
  const path = pathOf(error)
  const params = error.params as { type?: string; requiredProperties?: string[]; additionalProperties?: string[] }
  if (error.keyword === 'required') return `${nameOf([...path, params.requiredProperties![0]!])} is missing`
  if (error.keyword === 'additionalProperties') return `${nameOf([...path, params.additionalProperties![0]!])} is not known here`
  const expected = error.keyword === 'anyOf' ? 'one of the documented forms' : error.message.replace(/^must (?:be )?/, '')
  return `${nameOf(path)}: expected ${expected}, got ${JSON.stringify(valueAt(value, path))?.slice(0, 60) ?? 'nothing'}`
}

function pathOf(error: SchemaError): string[] {
  return error.instancePath.split('/').slice(1).map(unescapePointer)
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
