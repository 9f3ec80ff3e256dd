/** Common resources of an instance in its documentation (contract 9.3): the operations of the resource behind each, under its name and with its fields. */
import type { MappedField, MappedObject } from '../hub/mapped/describe-mapped.ts'
import { readVendorName } from '../hub/mapped/vendor-path.ts'
import { createDefinitions } from './definitions.ts'
import { type ApiDescription, type Operation, refer, type Schema } from './description.ts'
import { buildRecordSchema } from './field-schema.ts'
import { createIdRegistry, nameOperation } from './operation-id.ts'
import { type FoundOperation, listOperations, pickOperations } from './pick-operation.ts'
import { eraseNames } from './placeholders.ts'

/** Adds them; one that has the name of an object of the element takes its place. */
export function addMapped(description: ApiDescription, objects: readonly MappedObject[]): ApiDescription {
  if (objects.length === 0) return description
  const definitions = createDefinitions(description.definitions)
  const claimId = createIdRegistry()
  for (const { operation } of listOperations(description.paths)) claimId(operation.operationId)
  const paths = Object.fromEntries(Object.entries(description.paths).map(([path, verbs]) => [path, { ...verbs }]))
  for (const object of objects) {
    const record = refer(definitions.addSchema(object.mapping.objectName, buildSchema(object)))
    for (const { path, verb, operation } of listMapped(description, object, record)) {
      const operationId = claimId(nameOperation(verb.toUpperCase(), path))
      paths[path] = { ...paths[path], [verb]: { ...operation, operationId } }
    }
  }
  return { ...description, paths, definitions: definitions.list() }
}

/** One common resource alone. */
export function describeMappedAlone(description: ApiDescription, object: MappedObject): ApiDescription {
  const all = addMapped(description, [object])
  const base = `/${object.mapping.objectName}`
  return pickOperations(
    all,
    listOperations(all.paths).filter(({ path }) => path === base || path.startsWith(`${base}/{`)),
  )
}

function buildSchema({ mapping, fields }: MappedObject): Schema {
  const named = fields.map(({ path, ...field }: MappedField) => ({ ...field, vendorPath: path }))
  return { ...buildRecordSchema(named), 'x-vendor-objectname': mapping.vendorName }
}

/** Those of the list and of a single record; what is further below is not mapped. */
function listMapped(description: ApiDescription, { mapping, fields }: MappedObject, record: Schema): FoundOperation[] {
  const { objectName, vendorName } = mapping
  const names = fields.map(({ path }) => path)
  const base = eraseNames(`/${readVendorName(vendorName).join('/')}`)
  return listOperations(description.paths).flatMap((found) => {
    const shape = eraseNames(found.path)
    if (shape !== base && shape !== `${base}/{}`) return []
    const places = found.path.split('/').filter((segment) => segment.startsWith('{'))
    const path = `/${[objectName, ...places].join('/')}`
    return [{ ...found, path, operation: bind(found, { record, isList: shape === base, objectName, names }) }]
  })
}

/** Parameters whose values name fields. */
const naming: ReadonlySet<string> = new Set(['where', 'orderBy', 'fields'])

function bind(
  { verb, operation }: FoundOperation,
  { record, isList, objectName, names }: { record: Schema; isList: boolean; objectName: string; names: readonly string[] },
): Operation {
  const answer = verb === 'get' && isList ? { type: 'array', items: record } : record
  const named = `Names are those of ${objectName}: ${names.join(', ')}`
  const parameters = operation.parameters.map((one) => (one.in === 'query' && naming.has(one.name) ? { ...one, description: named } : one))
  return {
    ...operation,
    tags: [objectName],
    parameters,
    ...(operation.body?.kind === 'json' && { body: { ...operation.body, schema: record } }),
    answer: verb === 'delete' ? operation.answer : answer,
  }
}
