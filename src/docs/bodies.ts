/** What a resource takes and answers, as schemas: from its mapping where it has one (`octet.object`), from its model otherwise. */
import type { CompiledElement, CompiledResource } from '../elements/compile/compiled.ts'
import { readModel, type Side } from '../elements/compile/model-schemas.ts'
import { deriveFields } from '../elements/compile/object-fields.ts'
import type { DescribedField, ObjectField } from '../elements/document/octet.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Definitions } from './definitions.ts'
import { type RequestBody, refer, type Schema } from './description.ts'
import { buildRecordSchema } from './field-schema.ts'
import { findBody, isListing, listBodyFields } from './parameters.ts'

export interface BodyParts {
  readonly element: CompiledElement
  /** Object → its fields as an instance has them. */
  readonly known: ReadonlyMap<string, readonly DescribedField[]>
  readonly definitions: Definitions
}

const bodyVerbs: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/** The body of a request; undefined where the resource takes none. */
export function describeRequestBody(parts: BodyParts, resource: CompiledResource): RequestBody | undefined {
  const asked = findBody(resource)
  const fields = listBodyFields(resource)
  const mapped = bodyVerbs.has(resource.method) ? describeMapped(parts, resource, 'request') : undefined
  const isTaken = asked !== undefined || fields.length > 0 || mapped !== undefined || readModel(resource.document, 'request') !== undefined
  if (!isTaken) return undefined
  const schema =
    mapped ?? describeModel(parts, resource, 'request') ?? describeFields(resource) ?? describeModel(parts, resource, 'response')
  return {
    kind: 'json',
    name: asked?.name || 'body',
    required: asked?.required === true || mapped !== undefined,
    ...(asked?.description && { description: asked.description }),
    schema: schema ?? { type: 'object', 'x-vendor-objectname': nameObject(resource) },
  }
}

/** The schema of a 200; undefined where nothing is said of it. */
export function describeResponseBody(parts: BodyParts, resource: CompiledResource): Schema | undefined {
  if (resource.response === 'pong') return refer('Pong')
  const schema = resource.method === 'DELETE' ? undefined : describeMapped(parts, resource, 'response')
  if (schema !== undefined) return isListing(resource) ? { type: 'array', items: schema } : schema
  return describeModel(parts, resource, 'response')
}

/** The object that a resource is about: by name, or the first segment of its path. */
export function nameObject({ document, path }: CompiledResource): string {
  return document.octet?.object || document.objectName || (path.split('/')[1] ?? '')
}

function describeMapped({ element, known, definitions }: BodyParts, resource: CompiledResource, side: Side): Schema | undefined {
  const { object } = resource.document.octet ?? {}
  if (object === undefined) return undefined
  const fields = known.get(object) ?? listMappedFields(element, object)
  if (fields === undefined) return undefined
  const isNew = side === 'request' && resource.method === 'POST' && fields.some(({ vendorRequired }) => vendorRequired === true)
  const passes = element.document.octet?.transformations?.[object]?.others === 'pass'
  const schema = {
    ...buildRecordSchema(fields, { withRequired: isNew }),
    ...(passes && { additionalProperties: true, description: "Members of the vendor's own are answered and taken under their names." }),
    'x-vendor-objectname': nameObject(resource),
  }
  return refer(definitions.addSchema(isNew ? `${object}-new` : object, schema))
}

function listMappedFields({ objects, document }: CompiledElement, object: string): readonly ObjectField[] | undefined {
  if (document.octet?.objects !== undefined && Object.hasOwn(document.octet.objects, object)) return objects[object]?.fields
  const transformation = document.octet?.transformations?.[object]
  return transformation === undefined ? undefined : deriveFields(transformation)
}

function describeModel({ definitions }: BodyParts, resource: CompiledResource, side: Side): Schema | undefined {
  const model = readModel(resource.document, side)
  if (model === undefined) return undefined
  const reference = refer(definitions.addModel(model, nameObject(resource)))
  const root = model.definitions.get(model.root)!
  const isRecord = root['type'] !== 'array' && root['items'] === undefined
  return model.isList || (side === 'response' && isRecord && isListing(resource)) ? { type: 'array', items: reference } : reference
}

/** A body whose members the document names one by one. */
function describeFields(resource: CompiledResource): Schema | undefined {
  const fields = listBodyFields(resource)
  if (fields.length === 0) return undefined
  const properties = Object.fromEntries(
    fields.map(({ name, dataType, description }) => [
      name,
      { ...cleanSchema({ type: dataType ?? 'string' }, () => undefined), ...(description && { description }) },
    ]),
  )
  const required = [...new Set(fields.filter((field) => field.required === true).map(({ name }) => name))]
  const schema = cleanSchema({ type: 'object', properties, required }, () => undefined)
  return { 'x-vendor-objectname': nameObject(resource), ...schema }
}
