/** Fields by dotted path → the schema of a record: `company.id` and `phones[*].number` become nested ones. */
import type { DescribedField, ObjectField } from '../elements/document/octet.ts'
import type { Schema } from './swagger-document.ts'

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
  const required = fields.filter(({ vendorRequired, vendorPath }) => vendorRequired === true && root.members.has(vendorPath))
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

function describeField({ type, displayName, vendorDisplayName, vendorReadOnly, mask }: ObjectField): Schema {
  const title = displayName ?? vendorDisplayName
  return {
    ...describeType(type, mask),
    ...(vendorReadOnly === true && { readOnly: true }),
    ...(title !== undefined && { 'x-displayName': title }),
    ...(mask !== undefined && { 'x-mask': mask }),
  }
}

/** Normalised types of contract 5.4. */
function describeType(type: string, mask: string | undefined): Schema {
  if (type === 'number' || type === 'boolean') return { type }
  if (type === 'date') return { type: 'string', format: mask === undefined || mask.includes('H') ? 'date-time' : 'date' }
  const inner = /^array\[(.*)\]$/.exec(type)?.[1]
  if (type === 'array' || inner !== undefined) return { type: 'array', items: inner === undefined ? {} : describeType(inner, mask) }
  return { type: type === 'object' ? 'object' : 'string' }
}
