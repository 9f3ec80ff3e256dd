/** Fields by dotted path → the schema of a record: `company.id` and `phones[*].number` become nested ones. */
import type { DescribedField, ObjectField } from '../elements/document/octet.ts'
import type { Schema } from './description.ts'

interface Node {
  schema: Schema
  readonly members: Map<string, Node>
  isList: boolean
}

/** The schema of a record with these fields; `withRequired` names those that a new record must have. */
export function buildRecordSchema(fields: readonly (ObjectField | DescribedField)[], { withRequired = false } = {}): Schema {
  const root = createNode()
  for (const field of fields) {
    let node = root
    for (const part of field.vendorPath.split('.')) {
      const name = part.replace(/\[\*\]$/, '')
      const next = node.members.get(name) ?? createNode()
      next.isList ||= name !== part
      node.members.set(name, next)
      node = next
    }
    node.schema = describeField(field)
  }
  const schema = printNode(root)
  const required = fields.filter(
    ({ vendorRequired, vendorReadOnly, vendorPath }) => vendorRequired === true && vendorReadOnly !== true && root.members.has(vendorPath),
  )
  return withRequired && required.length > 0 ? { ...schema, required: required.map(({ vendorPath }) => vendorPath) } : schema
}

function createNode(): Node {
  return { schema: { type: 'object' }, members: new Map(), isList: false }
}

function printNode({ schema, members, isList }: Node): Schema {
  const own = members.size === 0 ? schema : { type: 'object', properties: printMembers(members) }
  return isList ? { type: 'array', items: own } : own
}

function printMembers(members: Node['members']): Readonly<Record<string, Schema>> {
  return Object.fromEntries([...members].filter(([name]) => name !== '__proto__').map(([name, node]) => [name, printNode(node)]))
}

function describeField(field: ObjectField): Schema {
  const { type, displayName, vendorDisplayName, vendorReadOnly, mask } = field
  const title = displayName ?? vendorDisplayName
  return {
    ...withValues(describeType(type, mask), field),
    ...(vendorReadOnly === true && { readOnly: true }),
    ...(title !== undefined && { 'x-displayName': title }),
    ...(mask !== undefined && { 'x-mask': mask }),
  }
}

/** A restricted picklist holds all values that there may be, another one those that its users are offered. */
function withValues(schema: Schema, { picklistValues, restrictedPicklist }: ObjectField): Schema {
  if (picklistValues === undefined || picklistValues.length === 0) return schema
  const told = { ...schema, 'x-picklist': picklistValues }
  const { items, type } = schema as { items?: Schema; type?: unknown }
  const valueType = items === undefined ? type : items['type']
  const values = [...new Set(picklistValues.map(({ value }) => value))]
  if (restrictedPicklist !== true || values.some((value) => typeof value !== valueType)) return told
  return items === undefined ? { ...told, enum: values } : { ...told, items: { ...items, enum: values } }
}

/** Normalised types of contract 5.4. */
function describeType(type: string, mask: string | undefined): Schema {
  if (type === 'number' || type === 'boolean') return { type }
  if (type === 'date') return { type: 'string', format: mask === undefined || mask.includes('H') ? 'date-time' : 'date' }
  const inner = /^array\[(.*)\]$/.exec(type)?.[1]
  if (type === 'array' || inner !== undefined) return { type: 'array', items: inner === undefined ? {} : describeType(inner, mask) }
  return { type: type === 'object' ? 'object' : 'string' }
}
