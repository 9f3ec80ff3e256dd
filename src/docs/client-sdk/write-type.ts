/** A schema of a document → a type of TypeScript. */
import { readReference, type Schema } from '../description.ts'

const plainTypes: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  file: 'Blob',
}

/** @param typeOf name of a definition → name of its type; undefined when there is none. */
export function writeType(schema: Schema, typeOf: (definition: string) => string | undefined): string {
  const reference = readReference(schema)
  if (reference !== undefined) return typeOf(reference) ?? 'unknown'
  const { type, enum: values, items, allOf, properties, additionalProperties } = schema
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (Array.isArray(allOf)) {
    const own = properties === undefined ? [] : [writeRecord(schema, typeOf)]
    return [...allOf.map((part: Schema) => `(${writeType(part, typeOf)})`), ...own].join(' & ')
  }
  if (type === 'array') return `readonly (${writeType((items ?? {}) as Schema, typeOf)})[]`
  if (typeof type === 'string' && Object.hasOwn(plainTypes, type)) return plainTypes[type]!
  if (properties !== undefined) return writeRecord(schema, typeOf)
  if (typeof additionalProperties === 'object') return `Readonly<Record<string, ${writeType(additionalProperties as Schema, typeOf)}>>`
  return type === 'object' ? 'Readonly<Record<string, unknown>>' : 'unknown'
}

/** What is no longer a comment when it is written down stays one. */
export function writeComment(text: string): string {
  return `/** ${text.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ').trim()} */`
}

function writeRecord({ properties, required }: Schema, typeOf: (definition: string) => string | undefined): string {
  const demanded = new Set(Array.isArray(required) ? required : [])
  const members = Object.entries(properties as Readonly<Record<string, Schema>>).map(
    ([name, member]) => `readonly ${JSON.stringify(name)}${demanded.has(name) ? '' : '?'}: ${writeType(member, typeOf)}`,
  )
  return `{ ${members.join('; ')} }`
}
