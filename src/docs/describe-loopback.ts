/** The document as tools of the LoopBack family read it: the Swagger paths with the records as models of properties (contract 2.2, lbdocs). */
import type { Schema } from './description.ts'
import type { SwaggerDocument } from './write-swagger.ts'

/** A document with its definitions as `models` too. */
export function describeLoopback(document: SwaggerDocument): object {
  return { ...document, models: Object.entries(document.definitions).map(([name, schema]) => describeModel(name, schema)) }
}

function describeModel(name: string, schema: Schema): object {
  const required = new Set((schema['required'] as readonly string[] | undefined) ?? [])
  const properties = Object.entries((schema['properties'] as Readonly<Record<string, Schema>> | undefined) ?? {})
  return {
    name,
    base: 'Model',
    properties: Object.fromEntries(
      properties.map(([path, property]) => [path, { type: nameType(property), ...(required.has(path) && { required: true }) }]),
    ),
  }
}

/** LoopBack's types: a list is written `[type]`, a model by its name. */
function nameType({ $ref, type, format, items }: Schema): unknown {
  if (typeof $ref === 'string') return $ref.replace('#/definitions/', '')
  if (type === 'array') return [nameType((items as Schema | undefined) ?? {})]
  if (type === 'string' && (format === 'date' || format === 'date-time')) return 'date'
  if (type === 'integer' || type === 'number') return 'number'
  return typeof type === 'string' ? type : 'any'
}
