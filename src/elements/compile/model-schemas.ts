/** Reads the Swagger model of a resource (contract 2.9, 12.3) as leniently as real exports need: which schema is the record, and where its references lead. */
import type { ResourceDocument } from '../document/element-document.ts'

/** A Swagger schema as somebody wrote it; nothing is sure but that it is an object. */
export type LooseSchema = Readonly<Record<string, unknown>>

export interface ModelSchemas {
  /** Name under which the schema of the body stands in `definitions`. */
  readonly root: string
  readonly definitions: ReadonlyMap<string, LooseSchema>
  /** The body is a list of what `root` names: the model is called for the list, and only its items are described. */
  readonly isList: boolean
}

export type Side = 'request' | 'response'

/** The schemas of a resource's request or response body; undefined where the document says nothing that can be read. */
export function readModel({ model }: ResourceDocument, side: Side): ModelSchemas | undefined {
  if (!isSchema(model)) return undefined
  const name = text(side === 'request' ? (model['requestName'] ?? model['name']) : model['name'])
  const swagger = side === 'request' ? model['requestSwagger'] : model['swagger']
  if (!isSchema(swagger)) return undefined
  // Some exports hold the schema itself where a map of schemas is meant.
  if (typeof swagger['type'] === 'string' && (isSchema(swagger['items']) || isSchema(swagger['properties']))) {
    return { root: name || 'model', definitions: new Map([[name || 'model', swagger]]), isList: false }
  }
  const definitions = new Map(Object.entries(swagger).filter((entry): entry is [string, LooseSchema] => isSchema(entry[1])))
  if (definitions.has(name)) return { root: name, definitions, isList: false }
  if (definitions.has(`${name}Object`)) return { root: `${name}Object`, definitions, isList: true }
  const root = findRoot(definitions)
  return root === undefined ? undefined : { root, definitions, isList: root.endsWith('Object') }
}

/** Where the name of a model is wrong: the one definition that no other refers to. */
function findRoot(definitions: ReadonlyMap<string, LooseSchema>): string | undefined {
  const referred = new Set(
    [...definitions].flatMap(([name, schema]) => [...collectReferences(schema, definitions)].filter((target) => target !== name)),
  )
  const roots = [...definitions.keys()].filter((name) => !referred.has(name))
  return roots.length === 1 ? roots[0] : undefined
}

/** The definitions that a schema refers to anywhere within it. */
export function collectReferences(schema: LooseSchema, definitions: ReadonlyMap<string, LooseSchema>): ReadonlySet<string> {
  const found = new Set<string>()
  // A list of what is still to look at, not a recursion: models nest as deep as they like.
  const open: unknown[] = [schema]
  for (const value of open) {
    if (typeof value !== 'object' || value === null) continue
    const name = Array.isArray(value) ? undefined : findReference(value as LooseSchema, definitions)
    if (name !== undefined) found.add(name)
    for (const member of Object.values(value)) open.push(member)
  }
  return found
}

/** The definition that a schema refers to, by `$ref` with or without its prefix, or by a type that is the name of one. */
export function findReference(schema: LooseSchema, definitions: ReadonlyMap<string, LooseSchema>): string | undefined {
  const { $ref, type } = schema
  if (typeof $ref === 'string') {
    const name = [$ref, $ref.replace(/^#?\/?definitions\//, ''), $ref.replace(/^.*\//, '')].find((each) => definitions.has(each))
    if (name !== undefined) return name
  }
  return typeof type === 'string' && !plainTypes.has(type) && definitions.has(type) ? type : undefined
}

/** Members that a record of the schema has. Some exports write them straight into the definition. */
export function readProperties(schema: LooseSchema): LooseSchema | undefined {
  const { properties } = schema
  if (isSchema(properties)) return properties
  if ('properties' in schema || '$ref' in schema || 'items' in schema || 'allOf' in schema) return undefined
  const members = Object.entries(schema).filter(([name, value]) => isSchema(value) && !schemaMembers.has(name) && !name.startsWith('x-'))
  return members.length === 0 ? undefined : Object.fromEntries(members)
}

/** True for an object that can be read as a schema. */
export function isSchema(value: unknown): value is LooseSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const plainTypes: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

/** Members of a schema whose value is an object and that are no field of a record. */
const schemaMembers: ReadonlySet<string> = new Set(['xml', 'externalDocs', 'example', 'default', 'additionalProperties', 'not'])

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
