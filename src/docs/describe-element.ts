/** An element → what its document says: every resource that clients call and may read about, and the questions that every element answers. */
import type { CompiledElement, CompiledResource } from '../elements/compile/compiled.ts'
import { type BodyParts, describeRequestBody, describeResponseBody } from './bodies.ts'
import { createDefinitions } from './definitions.ts'
import { authorizationParameter, describeResponses, standardDefinitions } from './fixed-parts.ts'
import { createIdRegistry, nameOperation } from './operation-id.ts'
import { describeParameters, listBodyFields } from './parameters.ts'
import { type ShownPath, showPath } from './placeholders.ts'
import { listStandardOperations } from './standard-operations.ts'
import type { ApiDescription, Operation, Parameter } from './swagger-document.ts'

/**
 * Describes an element as its account sees it, a resource at each step: models may be megabytes, and others want their turn.
 * Resources of other types than `api` are not shown (contract 12.4).
 */
export function* describeElement(element: CompiledElement): Generator<undefined, ApiDescription> {
  const parts: BodyParts = { element, definitions: createDefinitions(standardDefinitions) }
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
  const parameters = describeParameters(resource, shown)
  const forms = parameters.filter((parameter) => parameter.in === 'formData')
  const body = forms.length === 0 ? describeRequestBody(parts, resource) : undefined
  return {
    summary: document.description || `${method} ${shown.path}`,
    operationId: claimId(document.operationId || nameOperation(method, shown.path)),
    tags: [shown.path.split('/')[1] || 'root'],
    ...(forms.length > 0 && { consumes: [chooseFormType(resource, forms)] }),
    parameters: [
      authorizationParameter,
      ...parameters,
      ...(body === undefined ? [] : [body]),
      ...(forms.length === 0 ? [] : listFormFields(resource, forms)),
    ],
    responses: describeResponses(describeResponseBody(parts, resource)),
  }
}

function chooseFormType({ parameters }: CompiledResource, forms: readonly Parameter[]): string {
  const isMultipart = forms.some(({ type }) => type === 'file') || parameters.some(({ type }) => type === 'multipart')
  return isMultipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded'
}

/** A form has no body beside it: its members go as fields of the form. */
function listFormFields(resource: CompiledResource, forms: readonly Parameter[]): Parameter[] {
  const names = new Set(forms.map(({ name }) => name))
  const fields = listBodyFields(resource).filter(({ name }) => !names.has(name) && names.add(name))
  return fields.map(({ name, required, description }) => ({
    name,
    in: 'formData',
    type: 'string',
    required: required === true,
    ...(description && { description }),
  }))
}
