/** The document of one object of an instance (contract 2.11): its operations, and on request the fields that users of the vendor have defined. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { ObjectField } from '../elements/document/octet.ts'
import type { HubInstance } from '../hub/answer.ts'
import { createError } from '../lib/errors.ts'
import { emptyBody, type HubRequest, type HubResponse } from '../lib/hub-request.ts'
import { nameObject } from './bodies.ts'
import { type Documents, isAsked, writeDocument } from './documents.ts'
import { buildRecordSchema } from './field-schema.ts'
import { listOperations, pickOperations } from './pick-operation.ts'
import type { ApiDescription } from './swagger-document.ts'

export interface ObjectDocsParts {
  readonly documents: Documents
  /** Answers GET /objects/{name}/metadata. */
  readonly describeObjects: (instance: HubInstance, request: HubRequest) => Promise<HubResponse>
}

/** Answers GET /objects/{name}/docs; works on a disabled instance too. Throws no-object, no-document-version (404), invalid-parameter (400). */
export async function documentObject(parts: ObjectDocsParts, instance: HubInstance, request: HubRequest): Promise<HubResponse> {
  const { query, headers } = request
  const name = request.segments[1] ?? ''
  const { element } = instance.call
  if (!Object.hasOwn(element.objects, name)) throw createError('no-object', { params: { name } })
  const description = pickObject(element, await parts.documents.describe(element, query), name)
  const discovered = isAsked(query, 'discovery') ? await addCustomFields(parts, { instance, name, description }) : { description }
  const value = writeDocument(discovered.description, { query, host: headers['host'] })
  return { status: 200, headers: discovered.headers ?? {}, body: { kind: 'json', value } }
}

export interface Discovered {
  readonly description: ApiDescription
  /** Says what could not be asked for. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Adds the vendor-defined fields of an object as a definition of their own. */
export async function addCustomFields(
  { describeObjects }: Pick<ObjectDocsParts, 'describeObjects'>,
  { instance, name, description }: { instance: HubInstance; name: string; description: ApiDescription },
): Promise<Discovered> {
  if (!Object.hasOwn(instance.call.element.objects, name)) return { description }
  const segments = ['objects', name, 'metadata']
  const query = { customFieldsOnly: 'true' }
  const { headers, body } = await describeObjects(instance, { requestId: '', method: 'GET', segments, query, headers: {}, body: emptyBody })
  const { fields } = (body.kind === 'json' ? body.value : { fields: [] }) as { fields: readonly ObjectField[] }
  const definition = { ...buildRecordSchema(fields), 'x-vendor-objectname': name }
  const definitions = { ...description.definitions, [`${name}_customFields`]: definition }
  return { description: fields.length === 0 ? description : { ...description, definitions }, headers }
}

/** The operations of an object: those of its resources and those below its name; where it has none, the generic ones. */
function pickObject(element: CompiledElement, description: ApiDescription, name: string): ApiDescription {
  const shapes = new Set(
    element
      .resourcesOfType('api')
      .filter((resource) => nameObject(resource) === name || joinNames(resource.path) === name)
      .map(({ method, path }) => `${method.toLowerCase()} ${eraseNames(path)}`),
  )
  const all = listOperations(description.paths)
  const own = all.filter(({ path, verb }) => shapes.has(`${verb} ${eraseNames(path)}`))
  const generic = all.filter(({ path }) => path.split('/')[1] === '{objectName}')
  return pickOperations(description, own.length > 0 ? own : generic)
}

/** `/accounts/{id}/notes` → `accounts_notes`, as exports name nested objects. */
function joinNames(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{'))
    .join('_')
}

function eraseNames(path: string): string {
  return path.replace(/\{[^/{}]+\}/g, '{}')
}
