/** Documents of elements on request: described once per compiled element, then cut down to what is asked for and put at an address. */
import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readSwitch, readText } from '../lib/query-values.ts'
import { type Address, readAddress } from './address.ts'
import { describeElement, type KnownFields } from './describe-element.ts'
import type { ApiDescription, Schema } from './description.ts'
import { type FoundOperation, findOperation, pickOperations } from './pick-operation.ts'
import { dropExtensions, resolveReferences } from './resolve-references.ts'
import { type OpenApiDocument, writeOpenApi, writeOpenApiSchemas } from './write-openapi.ts'
import { type SwaggerDocument, writeSwagger } from './write-swagger.ts'

export interface Asked {
  readonly query: QueryValues
  /** The Host header. */
  readonly host: string | undefined
}

export interface Documents {
  /** Throws no-document-version (404) when another version is asked for than the one that there is. */
  describe(element: CompiledElement, query: QueryValues): Promise<ApiDescription>
  /** The same with what an instance knows of its objects; not remembered. */
  describeWith(element: CompiledElement, query: QueryValues, known: KnownFields): Promise<ApiDescription>
  /** The versions whose document can be read: the current one. */
  listVersions(element: CompiledElement): Promise<string[]>
}

/** So many resources are described before others have their turn. */
const resourcesAtOnce = 10

/** Remembers what it described as long as the compiled element lives. */
export function createDocuments(): Documents {
  const known = new WeakMap<CompiledElement, Promise<ApiDescription>>()
  const describe = (element: CompiledElement) => {
    const description = known.get(element) ?? describeInTurns(element)
    known.set(element, description)
    return description
  }
  const listVersions = async (element: CompiledElement) => [nameVersion(await describe(element))]
  const demandVersion = async (element: CompiledElement, query: QueryValues) => {
    const version = readText(query, 'version')
    if (version !== undefined && version !== '-1' && !(await listVersions(element)).includes(version)) {
      throw createError('no-document-version', { params: { version } })
    }
  }
  return {
    async describe(element, query) {
      await demandVersion(element, query)
      return describe(element)
    },
    async describeWith(element, query, known) {
      await demandVersion(element, query)
      return known.size === 0 ? describe(element) : describeInTurns(element, known)
    },
    listVersions,
  }
}

async function describeInTurns(element: CompiledElement, known?: KnownFields): Promise<ApiDescription> {
  const steps = describeElement(element, known)
  for (let count = 1; ; count++) {
    const step = steps.next()
    if (step.done) return step.value
    if (count % resourcesAtOnce === 0) await setImmediate()
  }
}

/** The part of a description that belongs to one operation. Throws no-operation (404). */
export function pickOperation(description: ApiDescription, id: string): ApiDescription {
  return pickOperations(description, [demandOperation(description, id)])
}

/** Finds an operation. Throws no-operation (404). */
export function demandOperation(description: ApiDescription, id: string): FoundOperation {
  const found = findOperation(description, id)
  if (found === undefined) throw createError('no-operation', { params: { id } })
  return found
}

/** Cuts a description as `basic` and `resolveReferences` say. */
function shapeDescription(description: ApiDescription, query: QueryValues): ApiDescription {
  const plain = readSwitch(query, 'basic') ? dropExtensions(description) : description
  return readSwitch(query, 'resolveReferences') ? resolveReferences(plain, plain.definitions) : plain
}

/** The document for whoever asks: Swagger 2.0, or what `format` says. Throws invalid-parameter (400) for another format, and for a baseUrl that is none. */
export function writeDocument(description: ApiDescription, asked: Asked): SwaggerDocument | OpenApiDocument {
  const shaped = shapeDescription(description, asked.query)
  return isOpenApi(asked.query) ? writeOpenApi(shaped, addressOf(asked)) : writeSwagger(shaped, addressOf(asked))
}

/** The document in the form of the original, whatever `format` says. Throws as `writeDocument`. */
export function writeSwaggerDocument(description: ApiDescription, asked: Asked): SwaggerDocument {
  return writeSwagger(shapeDescription(description, asked.query), addressOf(asked))
}

/** The definitions of the document alone. Throws as `writeDocument`. */
export function writeDefinitions(description: ApiDescription, query: QueryValues): Readonly<Record<string, Schema>> {
  const { definitions } = shapeDescription(description, query)
  return isOpenApi(query) ? writeOpenApiSchemas(definitions) : definitions
}

function isOpenApi(query: QueryValues): boolean {
  const format = readText(query, 'format')
  if (format === undefined || format === 'openapi31') return format !== undefined
  const expected = 'openapi31, or nothing for Swagger 2.0'
  throw createError('invalid-parameter', { params: { name: 'format', expected, got: JSON.stringify(format.slice(0, 80)) } })
}

function addressOf({ query, host }: Asked): Address {
  return readAddress({ baseUrl: readText(query, 'baseUrl'), provider: readText(query, 'provider'), host })
}

/** Equal descriptions have equal names. */
function nameVersion(description: ApiDescription): string {
  return hash('sha256', JSON.stringify(description)).slice(0, 12)
}
