/** The generic operations of an element (`/{objectName}`) as those of one object, with its fields in their bodies. */
import type { ObjectField } from '../elements/document/octet.ts'
import { createDefinitions } from './definitions.ts'
import { type ApiDescription, type Operation, readReference, refer, type Schema } from './description.ts'
import { buildRecordSchema } from './field-schema.ts'
import { type FoundOperation, listOperations, pickOperations } from './pick-operation.ts'

/** Describes the object; an element without generic operations has none of it. */
export function bindObject(
  description: ApiDescription,
  { name, fields }: { name: string; fields: readonly ObjectField[] },
): ApiDescription {
  const definitions = createDefinitions(description.definitions)
  const define = (isNew: boolean) => {
    const schema: Schema = { ...buildRecordSchema(fields, { withRequired: isNew }), 'x-vendor-objectname': name }
    return refer(definitions.addSchema(isNew && schema['required'] !== undefined ? `${name}-new` : name, schema))
  }
  const record = define(false)
  const generic = listOperations(description.paths).filter(({ path }) => path.split('/')[1] === '{objectName}')
  const bound = generic.map((found) => bind(found, { record, written: found.verb === 'post' ? define(true) : record }))
  const all = definitions.list()
  if (bound.length > 0) return pickOperations({ ...description, definitions: all }, bound)
  const own = readReference(record)!
  return { title: description.title, paths: {}, definitions: { [own]: all[own]! } }
}

/** Of operations further down the bodies are those of other objects. */
function bind(found: FoundOperation, { record, written }: { record: Schema; written: Schema }): FoundOperation {
  const segments = found.path.split('/').slice(1)
  const isOwn = segments.length === 1 || (segments.length === 2 && segments[1]!.startsWith('{'))
  if (!isOwn) return found
  const { operation, verb } = found
  const isList = verb === 'get' && segments.length === 1
  const bound: Operation = {
    ...operation,
    ...(operation.body?.kind === 'json' && { body: { ...operation.body, schema: written } }),
    answer: verb === 'delete' ? operation.answer : isList ? { type: 'array', items: record } : record,
  }
  return { ...found, operation: bound }
}
