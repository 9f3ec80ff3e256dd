/** Documents of elements on request: described once per compiled element, then cut down to what is asked for and put at an address. */
import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readText } from '../lib/query-values.ts'
import { describeElement } from './describe-element.ts'
import { findOperation, pickOperations } from './pick-operation.ts'
import { placeDocument, readAddress } from './place-document.ts'
import { dropExtensions, resolveReferences } from './resolve-references.ts'
import type { ApiDescription, SwaggerDocument } from './swagger-document.ts'

export interface Asked {
  readonly query: QueryValues
  /** The Host header. */
  readonly host: string | undefined
}

export interface Documents {
  /** Throws no-document-version (404) when another version is asked for than the one that there is. */
  describe(element: CompiledElement, query: QueryValues): Promise<ApiDescription>
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
  return {
    async describe(element, query) {
      const version = readText(query, 'version')
      if (version !== undefined && version !== '-1' && !(await listVersions(element)).includes(version)) {
        throw createError('no-document-version', { params: { version } })
      }
      return describe(element)
    },
    listVersions,
  }
}

async function describeInTurns(element: CompiledElement): Promise<ApiDescription> {
  const steps = describeElement(element)
  for (let count = 1; ; count++) {
    const step = steps.next()
    if (step.done) return step.value
    if (count % resourcesAtOnce === 0) await setImmediate()
  }
}

/** The part of a description that belongs to one operation. Throws no-operation (404). */
export function pickOperation(description: ApiDescription, id: string): ApiDescription {
  const found = findOperation(description, id)
  if (found === undefined) throw createError('no-operation', { params: { id } })
  return pickOperations(description, [found])
}

/** Cuts a description as `basic` and `resolveReferences` say. */
export function shapeDescription(description: ApiDescription, query: QueryValues): ApiDescription {
  const plain = isAsked(query, 'basic') ? dropExtensions(description) : description
  return isAsked(query, 'resolveReferences') ? resolveReferences(plain, plain.definitions) : plain
}

/** The document for whoever asks. Throws invalid-parameter (400) for a baseUrl that is none. */
export function writeDocument(description: ApiDescription, { query, host }: Asked): SwaggerDocument {
  const address = readAddress({ baseUrl: readText(query, 'baseUrl'), provider: readText(query, 'provider'), host })
  return placeDocument(shapeDescription(description, query), address)
}

/** True for a flag of the query that is set. */
export function isAsked(query: QueryValues, name: string): boolean {
  return readText(query, name)?.toLowerCase() === 'true'
}

/** Equal descriptions have equal names. */
function nameVersion(description: ApiDescription): string {
  return hash('sha256', JSON.stringify(description)).slice(0, 12)
}
