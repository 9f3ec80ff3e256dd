/** index.d.ts of a package: a type for each definition, a signature for each function. */
import { type ApiDescription, readReference, type Schema } from '../description.ts'
import type { ClientFunction, FunctionInput } from './list-functions.ts'
import { createIdentifierRegistry } from './name-identifiers.ts'
import { writeComment, writeType } from './write-type.ts'

/** Names that the file has of its own, and the global ones that it uses. */
const taken = ['Connection', 'Answer', 'RequestFailure', 'Readonly', 'Record', 'Blob', 'Promise']

/** The file, a declaration at each step: models may be megabytes, and others want their turn. */
export function* writeDeclarations({ definitions }: ApiDescription, functions: readonly ClientFunction[]): Generator<string> {
  const claim = createIdentifierRegistry(taken)
  const names = new Map(Object.keys(definitions).map((name) => [name, claim(name)]))
  const typeOf = (name: string) => names.get(name)
  yield `import type { Answer, Connection } from './send-request.js'\n\nexport { RequestFailure } from './send-request.js'\nexport type { Answer, Connection }\n`
  for (const each of functions) yield `\n${writeSignature(each, typeOf)}`
  for (const [name, schema] of Object.entries(definitions)) {
    const type = meetsItself(name, definitions) ? 'unknown' : writeType(schema, typeOf)
    yield `\nexport type ${names.get(name)} = ${type}\n`
  }
}

function writeSignature(
  { name, method, path, summary, inputs, answer }: ClientFunction,
  typeOf: (name: string) => string | undefined,
): string {
  const members = inputs.map((input) => writeInput(input, typeOf)).join('')
  const mark = inputs.some(({ required }) => required) ? '' : '?'
  const type = members === '' ? 'Readonly<Record<string, never>>' : `{\n${members}}`
  const body = answer === undefined ? 'unknown' : writeType(answer, typeOf)
  return `${writeComment(`${method} ${path}: ${summary}`)}\nexport function ${name}(connection: Connection, values${mark}: ${type}): Promise<Answer<${body}>>\n`
}

function writeInput({ name, required, description, schema }: FunctionInput, typeOf: (name: string) => string | undefined): string {
  const comment = description === undefined ? '' : `  ${writeComment(description)}\n`
  return `${comment}  readonly ${JSON.stringify(name)}${required ? '' : '?'}: ${writeType(schema, typeOf)}\n`
}

/** A type may hold itself inside a record or a list, but not be itself. */
function meetsItself(name: string, definitions: ApiDescription['definitions']): boolean {
  const seen = new Set<string>()
  const isReached = (schema: Schema | undefined): boolean => {
    if (schema === undefined) return false
    const reference = readReference(schema)
    if (reference === undefined) return Array.isArray(schema['allOf']) && schema['allOf'].some(isReached)
    if (reference === name) return true
    if (seen.has(reference)) return false
    seen.add(reference)
    return isReached(definitions[reference])
  }
  return isReached(definitions[name])
}
