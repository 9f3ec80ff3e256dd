// Pipedrive's OpenAPI documents, made ready to hold bodies against: parts joined, and in replies what their own examples show allowed.
import { fileURLToPath } from 'node:url'
import SwaggerParser from '@apidevtools/swagger-parser'
import { type ApiDocument, type ParsedDocument, readDocument } from '../lib/openapi-steps.ts'

type Schema = Record<string, unknown>

/**
 * Loads a YAML document. In replies every property may be null (the documents hardly ever say so, the vendor sends nulls), members of
 * an operation's example and those its parameters ask for count as known, and `format: date-time` is not held against v1's own form of times.
 */
export async function loadVendorDocument(path: URL): Promise<ApiDocument> {
  // Aliases of YAML share objects: each place gets its own.
  const parsed = JSON.parse(JSON.stringify(await SwaggerParser.parse(fileURLToPath(path)))) as ParsedDocument
  joinParts(parsed)
  for (const methods of Object.values(parsed.paths)) {
    for (const operation of Object.values(methods)) {
      for (const response of Object.values(operation.responses ?? {})) {
        for (const content of Object.values(response.content ?? {}))
          relaxReply(content as { schema?: Schema; example?: unknown }, listOptional(operation))
      }
    }
  }
  return readDocument(parsed, '', () => {})
}

// `allOf` of objects becomes one object, so that its properties can be closed. What is required without being a property is a slip of the
// document (`title` of an organization).
function joinParts(node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  const schema = node as Schema
  for (const value of Object.values(schema)) joinParts(value)
  if (Array.isArray(schema['allOf'])) joinAll(schema, schema['allOf'] as Schema[])
  const { required, properties } = schema
  if (Array.isArray(required) && properties) schema['required'] = required.filter((name) => Object.hasOwn(properties, name))
}

function joinAll(schema: Schema, parts: Schema[]): void {
  delete schema['allOf']
  for (const part of parts) {
    const { properties, required, ...rest } = part
    if (properties) schema['properties'] = { ...(schema['properties'] as Schema | undefined), ...(properties as Schema) }
    if (required) schema['required'] = [...((schema['required'] as string[] | undefined) ?? []), ...(required as string[])]
    for (const [key, value] of Object.entries(rest)) schema[key] ??= value
  }
}

// What `include_fields` and `include_labels` of an operation may add to its records.
function listOptional({ parameters = [] }: ParsedDocument['paths'][string][string]): string[] {
  const find = (name: string) => parameters.find((each) => each.name === name) as { schema?: { enum?: string[] } } | undefined
  const included = (find('include_fields')?.schema?.enum ?? []).flatMap((each) => each.split(','))
  return [...new Set([...included, ...(find('include_labels') ? ['labels'] : [])])]
}

function relaxReply(content: { schema?: Schema; example?: unknown }, optional: string[]): void {
  if (!content.schema) return
  addExampleMembers(content.schema, content.example)
  const data = (content.schema['properties'] as Record<string, Schema> | undefined)?.['data']
  const properties = ((data?.['items'] as Schema | undefined) ?? data)?.['properties'] as Record<string, Schema> | undefined
  if (properties) for (const name of optional) properties[name] ??= {}
  relaxSchema(content.schema)
}

function addExampleMembers(schema: Schema, example: unknown): void {
  if (Array.isArray(example)) {
    for (const each of example) addExampleMembers((schema['items'] ?? {}) as Schema, each)
  } else if (typeof example === 'object' && example !== null && schema['properties']) {
    const properties = schema['properties'] as Record<string, Schema>
    for (const [name, value] of Object.entries(example)) {
      if (properties[name]) addExampleMembers(properties[name], value)
      else properties[name] = {}
    }
  }
}

function relaxSchema(schema: Schema): void {
  if (schema['format'] === 'date-time') delete schema['format']
  for (const variant of [...((schema['anyOf'] ?? []) as Schema[]), ...((schema['oneOf'] ?? []) as Schema[])]) relaxSchema(variant)
  if (schema['items']) relaxSchema(schema['items'] as Schema)
  const properties = schema['properties'] as Record<string, Schema> | undefined
  if (!properties) return
  // Lists say `pagination` in every example and leave it out of half the schemas.
  if (properties['more_items_in_collection']) properties['pagination'] = {}
  for (const property of Object.values(properties)) {
    relaxSchema(property)
    allowNull(property)
  }
}

function allowNull(schema: Schema): void {
  if (typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null']
  if (Array.isArray(schema['enum'])) schema['enum'] = [...schema['enum'], null]
}
