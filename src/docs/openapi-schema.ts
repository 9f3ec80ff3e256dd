/** Schemas of a description in the words of OpenAPI 3.1, which are those of JSON Schema 2020-12. */
import { readReference, type Schema } from './description.ts'

/** Members whose own members are schemas by name. */
const maps: ReadonlySet<string> = new Set(['properties'])
/** Members that are a schema, or a list of them. */
const parts: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'allOf'])

/** `nameOf`: the name of a definition in the document. */
export function writeOpenApiSchema(schema: Schema, nameOf: (definition: string) => string): Schema {
  const target = readReference(schema)
  if (target !== undefined) return { $ref: `#/components/schemas/${nameOf(target)}` }
  const write = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(write)
    return typeof value === 'object' && value !== null ? writeOpenApiSchema(value as Schema, nameOf) : value
  }
  const entries = Object.entries(schema).flatMap(([name, value]): [string, unknown][] => {
    if (maps.has(name)) return [[name, Object.fromEntries(Object.entries(value as Schema).map(([key, each]) => [key, write(each)]))]]
    if (parts.has(name)) return [[name, write(value)]]
    if (name === 'example') return [['examples', [value]]]
    if (name === 'type' && value === 'file')
      return [
        ['type', 'string'],
        ['format', 'binary'],
      ]
    return isBound(name) ? writeBound(schema, name) : [[name, value]]
  })
  return Object.fromEntries(entries)
}

type Bound = 'maximum' | 'minimum' | 'exclusiveMaximum' | 'exclusiveMinimum'

function isBound(name: string): name is Bound {
  return name === 'maximum' || name === 'minimum' || name === 'exclusiveMaximum' || name === 'exclusiveMinimum'
}

/** `exclusiveMaximum` is a bound of its own here, not a word on `maximum`. */
function writeBound(schema: Schema, name: Bound): [string, unknown][] {
  if (name === 'exclusiveMaximum' || name === 'exclusiveMinimum') return []
  const exclusive = name === 'maximum' ? 'exclusiveMaximum' : 'exclusiveMinimum'
  return [[schema[exclusive] === true ? exclusive : name, schema[name]]]
}

/** Gives definitions the names that components may have, each its own. */
export function createNameRegistry(definitions: readonly string[]): (definition: string) => string {
  const names = new Map<string, string>()
  const taken = new Set(definitions.filter(isComponentName))
  for (const definition of definitions) {
    const plain = definition.replace(/[^\w.-]+/g, '_') || '_'
    let name = plain
    for (let count = 2; name !== definition && taken.has(name); count++) name = `${plain}_${count}`
    taken.add(name)
    names.set(definition, name)
  }
  return (definition) => names.get(definition) ?? definition
}

function isComponentName(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name)
}
