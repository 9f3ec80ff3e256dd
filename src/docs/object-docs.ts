/** The document of one object of an instance (contract 2.11): its operations, and on request the fields that users of the vendor have defined. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { ObjectField } from '../elements/document/octet.ts'
import type { HubInstance } from '../hub/hub-instance.ts'
import type { MappedObject } from '../hub/mapped/describe-mapped.ts'
import { emptyBody, type HubRequest, type HubResponse } from '../lib/hub-request.ts'
import { readSwitch } from '../lib/query-values.ts'
import { bindObject } from './bind-object.ts'
import { nameObject } from './bodies.ts'
import { describeMappedAlone } from './describe-mapped.ts'
import type { ApiDescription } from './description.ts'
import { writeDocument } from './documents.ts'
import { buildRecordSchema } from './field-schema.ts'
import { type Discovered, describeInstance, type InstanceDocsParts } from './instance-docs.ts'
import { listOperations, pickOperations } from './pick-operation.ts'
import { eraseNames } from './placeholders.ts'

export interface ObjectDocsParts extends InstanceDocsParts {
  /** Answers GET /objects/{name}/metadata. */
  readonly describeObjects: (instance: HubInstance, request: HubRequest) => Promise<HubResponse>
  /** The common resource of a name. */
  readonly findMapped: (instance: HubInstance, name: string) => Promise<MappedObject | undefined>
}

/**
 * Answers GET /objects/{name}/docs; of an object that the element has it works on a disabled instance too. Throws no-object, no-document-version (404),
 * invalid-parameter (400), and, for an object that the vendor alone knows, what asking the vendor throws.
 */
export async function documentObject(parts: ObjectDocsParts, instance: HubInstance, request: HubRequest): Promise<HubResponse> {
  const { query, headers } = request
  const name = request.segments[1] ?? ''
  const mapped = await parts.findMapped(instance, name)
  if (mapped !== undefined) {
    const own = describeMappedAlone(await parts.documents.describe(instance.call.element, query), mapped)
    return { status: 200, headers: {}, body: { kind: 'json', value: writeDocument(own, { query, host: headers['host'] }) } }
  }
  const { description, headers: notes } = await describeNamed(parts, { instance, name, request })
  const more = readSwitch(query, 'discovery') ? await addCustomFields(parts, { instance, name, description }) : { description, headers: {} }
  const value = writeDocument(more.description, { query, host: headers['host'] })
  return { status: 200, headers: { ...more.headers, ...notes }, body: { kind: 'json', value } }
}

interface Named {
  readonly instance: HubInstance
  readonly name: string
  readonly request: Pick<HubRequest, 'query'>
}

async function describeNamed(parts: ObjectDocsParts, { instance, name, request }: Named): Promise<Discovered> {
  const { element } = instance.call
  if (Object.hasOwn(element.objects, name)) {
    const { description, headers } = await describeInstance(parts, { instance, query: request.query }, [name])
    const own = pickObject(element, description, name)
    if (own !== undefined) return { description: own, headers }
  }
  // Throws for an object that nobody knows.
  const { fields, headers } = await readMetadata(parts, { instance, name })
  return { description: bindObject(await parts.documents.describe(element, request.query), { name, fields }), headers }
}

/** Adds the vendor-defined fields of an object as a definition of their own. */
export async function addCustomFields(
  parts: Pick<ObjectDocsParts, 'describeObjects'>,
  { instance, name, description }: { instance: HubInstance; name: string; description: ApiDescription },
): Promise<Discovered> {
  const { fields, headers } = await readMetadata(parts, { instance, name, customOnly: true })
  const definition = { ...buildRecordSchema(fields), 'x-vendor-objectname': name }
  const definitions = { ...description.definitions, [`${name}_customFields`]: definition }
  return { description: fields.length === 0 ? description : { ...description, definitions }, headers }
}

async function readMetadata(
  { describeObjects }: Pick<ObjectDocsParts, 'describeObjects'>,
  { instance, name, customOnly = false }: { instance: HubInstance; name: string; customOnly?: boolean },
) {
  const segments = ['objects', name, 'metadata']
  const query = customOnly ? { customFieldsOnly: 'true' } : {}
  const { headers, body } = await describeObjects(instance, { requestId: '', method: 'GET', segments, query, headers: {}, body: emptyBody })
  const { fields } = (body.kind === 'json' ? body.value : { fields: [] }) as { fields: readonly ObjectField[] }
  return { fields, headers }
}

/** The operations of an object: those of its resources and those below its name; undefined where it has none. */
function pickObject(element: CompiledElement, description: ApiDescription, name: string): ApiDescription | undefined {
  const shapes = new Set(
    element
      .resourcesOfType('api')
      .filter((resource) => nameObject(resource) === name || joinNames(resource.path) === name)
      .map(({ method, path }) => `${method.toLowerCase()} ${eraseNames(path)}`),
  )
  const own = listOperations(description.paths).filter(({ path, verb }) => shapes.has(`${verb} ${eraseNames(path)}`))
  return own.length === 0 ? undefined : pickOperations(description, own)
}

/** `/accounts/{id}/notes` → `accounts_notes`, as exports name nested objects. */
function joinNames(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{'))
    .join('_')
}
