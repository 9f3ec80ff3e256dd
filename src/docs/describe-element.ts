/** An element → what its document says: every resource that clients call and may read about, and the questions that every element answers. */
import type { CompiledElement, CompiledResource } from '../elements/compile/compiled.ts'
import type { DescribedField } from '../elements/document/octet.ts'
import { type BodyParts, describeRequestBody, describeResponseBody } from './bodies.ts'
import { createDefinitions } from './definitions.ts'
import type { ApiDescription, FormField, Operation } from './description.ts'
import { standardDefinitions } from './fixed-parts.ts'
import { createIdRegistry, nameOperation } from './operation-id.ts'
import { describeFormFields, describeParameters } from './parameters.ts'
import { type ShownPath, showPath } from './placeholders.ts'
import { listStandardOperations } from './standard-operations.ts'

/** Object → its fields as an instance has them, where more is known than the element says. */
export type KnownFields = ReadonlyMap<string, readonly DescribedField[]>

/**
 * Describes an element as its account sees it, a resource at each step: models may be megabytes, and others want their turn.
 * Resources of other types than `api` are not shown (contract 12.4).
 */
export function* describeElement(element: CompiledElement, known: KnownFields = new Map()): Generator<undefined, ApiDescription> {
  const parts: BodyParts = { element, known, definitions: createDefinitions(standardDefinitions) }
  const shapes = new Map<string, ShownPath>()
  const paths = new Map<string, Map<string, Operation>>()
  const claimId = createIdRegistry()
  const put = (path: string, method: string, operation: Operation) => {
    const verbs = paths.get(path) ?? new Map<string, Operation>()
    verbs.set(method.toLowerCase(), operation)
    paths.set(path, verbs)
  }
  for (const resource of listShown(element)) {
    const shown = showPath(resource.path, shapes)
    put(shown.path, resource.method, describeOperation(parts, resource, { shown, claimId }))
    yield
  }
  for (const { method, path, operation } of listStandardOperations()) {
    const shown = showPath(path, shapes)
    // What the element answers itself stands there already, maybe with another name for the placeholder.
    if (shown.path !== path || paths.get(path)?.has(method.toLowerCase())) continue
    put(path, method, { ...operation, operationId: claimId(operation.operationId) })
  }
  return {
    title: element.name,
    paths: Object.fromEntries([...paths].map(([path, verbs]) => [path, Object.fromEntries(verbs)])),
    definitions: parts.definitions.list(),
  }
}

/** Of two resources at one place the one that answers calls, which is the later. */
function listShown(element: CompiledElement): CompiledResource[] {
  const shapes = new Map<string, ShownPath>()
  const answering = new Map<string, CompiledResource>()
  for (const resource of element.resourcesOfType('api'))
    answering.set(`${resource.method} ${showPath(resource.path, shapes).path}`, resource)
  return [...answering.values()]
}

interface Shown {
  readonly shown: ShownPath
  readonly claimId: (id: string) => string
}

function describeOperation(parts: BodyParts, resource: CompiledResource, { shown, claimId }: Shown): Operation {
  const { method, document } = resource
  const fields = describeFormFields(resource)
  return {
    summary: document.description || `${method} ${shown.path}`,
    operationId: claimId(document.operationId || nameOperation(method, shown.path)),
    tags: [shown.path.split('/')[1] || 'root'],
    authorization: { kind: 'element', required: true },
    parameters: describeParameters(resource, shown),
    // A form has no body beside it.
    body: fields.length > 0 ? { kind: 'form', type: chooseFormType(resource, fields), fields } : describeRequestBody(parts, resource),
    answer: describeResponseBody(parts, resource),
  }
}

function chooseFormType({ parameters }: CompiledResource, fields: readonly FormField[]): string {
  const isMultipart = fields.some(({ schema }) => schema['type'] === 'file') || parameters.some(({ type }) => type === 'multipart')
  return isMultipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded'
}
