/** The fields of an object as its resources' models tell them (contract 5.4): in the order of the model, nested ones as dotted paths with `[*]`. */
import type { ResourceDocument } from '../document/element-document.ts'
import type { DescribedField, FieldMethod } from '../document/octet.ts'
import { findReference, isSchema, type LooseSchema, readModel, readProperties, type Side } from './model-schemas.ts'

/** Verbs whose request and response hold a record, in the order of the answer. */
const recordVerbs = ['GET', 'POST', 'PUT', 'PATCH'] as const

/** With so many fields found, nested objects are not opened any more: models can nest without end. */
const manyFields = 5000

/** Swagger type → the normalised one; what is not listed stays as it is. */
const normalTypes: ReadonlyMap<string, string> = new Map([
  ['integer', 'number'],
  ['int', 'number'],
  ['long', 'number'],
  ['float', 'number'],
  ['double', 'number'],
  ['datetime', 'date'],
  ['date-time', 'date'],
])

/** Deeper than this nested records are not opened: nobody nests so deep by hand, and a stack has an end. */
const deepest = 40

interface Found {
  readonly field: Omit<DescribedField, 'method' | 'vendorRequired' | 'vendorReadOnly'>
  required: boolean
  readOnly: boolean
  readonly methods: Map<string, { request: boolean; response: boolean }>
}

/** The fields that the models of these resources describe, each once, with the verbs whose request or response has it. */
export function readModelFields(resources: readonly ResourceDocument[]): DescribedField[] {
  const found = new Map<string, Found>()
  for (const side of ['response', 'request'] as const) {
    for (const resource of sortByVerb(resources)) collectModel(found, resource, side)
  }
  return [...found.values()].map(({ field, required, readOnly, methods }) => ({
    ...field,
    vendorRequired: required,
    vendorReadOnly: readOnly,
    method: recordVerbs.filter((verb) => methods.has(verb)).map((name): FieldMethod => ({ name, ...methods.get(name)! })),
  }))
}

function sortByVerb(resources: readonly ResourceDocument[]): ResourceDocument[] {
  const rank = (method: string) => recordVerbs.indexOf(method as (typeof recordVerbs)[number])
  return resources.filter(({ method }) => rank(method) !== -1).sort((left, right) => rank(left.method) - rank(right.method))
}

function collectModel(found: Map<string, Found>, resource: ResourceDocument, side: Side): void {
  const model = readModel(resource, side)
  const root = model?.definitions.get(model.root)
  if (model === undefined || root === undefined) return
  const walk: Walk = { found, definitions: model.definitions, side, method: resource.method }
  collectFields(walk, root, { path: '', opened: [model.root], depth: 0 })
}

interface Walk {
  readonly found: Map<string, Found>
  readonly definitions: ReadonlyMap<string, LooseSchema>
  readonly side: Side
  readonly method: string
}

interface Place {
  readonly path: string
  /** Definitions that this place lies within; one of them again is a circle and stays closed. */
  readonly opened: readonly string[]
  readonly depth: number
}

function collectFields(walk: Walk, schema: LooseSchema, { path, opened, depth }: Place): void {
  // A list at the top is a list of records.
  const items = path === '' ? openItems(walk, schema) : undefined
  if (items !== undefined) {
    if (depth < deepest && (items.name === undefined || !opened.includes(items.name)))
      collectFields(walk, items.schema, { path, opened: grow(opened, items.name), depth: depth + 1 })
    return
  }
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  for (const [name, member] of Object.entries(readProperties(schema) ?? {})) {
    const property = isSchema(member) ? member : { type: member }
    collectField(walk, property, { path: path === '' ? name : `${path}.${name}`, opened, depth, isRequired: required.includes(name) })
  }
}

function collectField(walk: Walk, property: LooseSchema, { path, opened, depth, isRequired }: Place & { isRequired: boolean }): void {
  const target = open(walk, property)
  const items = openItems(walk, target.schema)
  const inner = items ?? target
  const names = [target.name, items?.name].filter((name) => name !== undefined)
  const isClosed = names.some((name) => opened.includes(name)) || walk.found.size >= manyFields || depth >= deepest
  const hasMembers = openItems(walk, inner.schema) === undefined && Object.keys(readProperties(inner.schema) ?? {}).length > 0
  if (hasMembers && !isClosed) {
    collectFields(walk, inner.schema, { path: items === undefined ? path : `${path}[*]`, opened: [...opened, ...names], depth: depth + 1 })
    return
  }
  addField(walk, { path, isRequired, property, schema: target.schema, items: items?.schema })
}

/** The schema behind a reference. */
function open({ definitions }: Walk, schema: LooseSchema): { schema: LooseSchema; name?: string } {
  const name = findReference(schema, definitions)
  return name === undefined ? { schema } : { schema: definitions.get(name)!, name }
}

function openItems(walk: Walk, schema: LooseSchema) {
  const items = Array.isArray(schema['items']) ? schema['items'][0] : schema['items']
  return isSchema(items) ? open(walk, items) : undefined
}

function grow(opened: readonly string[], name: string | undefined): readonly string[] {
  return name === undefined ? opened : [...opened, name]
}

interface Leaf {
  readonly path: string
  readonly isRequired: boolean
  /** As it stands at its place, and where a reference there leads. */
  readonly property: LooseSchema
  readonly schema: LooseSchema
  readonly items: LooseSchema | undefined
}

function addField({ found, side, method }: Walk, { path, isRequired, property, schema, items }: Leaf): void {
  const known = found.get(path) ?? {
    field: describeLeaf(path, { ...schema, ...property }, items),
    required: false,
    readOnly: false,
    methods: new Map(),
  }
  found.set(path, known)
  // What a record must have is what a write demands; vendors may well call a field required that they only always answer.
  if (side === 'request' && method === 'POST') known.required ||= isRequired
  known.readOnly ||= (property['readOnly'] ?? schema['readOnly']) === true
  const flags = known.methods.get(method) ?? { request: false, response: false }
  known.methods.set(method, { ...flags, [side]: true })
}

function describeLeaf(vendorPath: string, schema: LooseSchema, items: LooseSchema | undefined): Found['field'] {
  const native = typeof schema['type'] === 'string' ? schema['type'] : items !== undefined ? 'array' : 'object'
  const isDate = schema['format'] === 'date' || schema['format'] === 'date-time'
  const plain = normalTypes.get(native.toLowerCase()) ?? native
  const inner = typeof items?.['type'] === 'string' && items['type'] !== 'object' && items['type'] !== 'array' ? items['type'] : undefined
  return {
    vendorPath,
    type: isDate && plain === 'string' ? 'date' : inner === undefined ? plain : `array[${normalTypes.get(inner) ?? inner}]`,
    vendorNativeType: native,
    hidden: false,
    ...(typeof schema['x-displayName'] === 'string' && { vendorDisplayName: schema['x-displayName'] }),
    ...(typeof schema['x-mask'] === 'string' && { mask: schema['x-mask'] }),
  }
}
