// Zoho's OpenAPI documents, one file a subject and pointing at each other, put together as one document for the conformance test.
import { existsSync, readFileSync } from 'node:fs'
import type { ParsedDocument } from '../lib/openapi-steps.ts'

type Json = Record<string, unknown>

const remote = /^https:\/\/[^#]*\/v8\.0\/(\w+)\.json#\/components\/(\w+)\/(.+)$/
const own = /^#\/components\/(\w+)\/(.+)$/

/**
 * Reads the files (`record` for `record.json`) of a folder. References to files that are not there allow anything. In `loose` files any member may be
 * missing or null: they demand members that exclude each other, and know no null where replies have it.
 */
export function readFiles(folder: URL, names: readonly string[], loose: readonly string[]): ParsedDocument {
  const files = new Map<string, Json>()
  const read = (name: string): Json | undefined => {
    const path = new URL(`${name}.json`, folder)
    if (!files.has(name) && existsSync(path)) files.set(name, JSON.parse(readFileSync(path, 'utf8')) as Json)
    return files.get(name)
  }
  const schemas: Json = {}
  const paths: Json = {}
  for (const name of names) {
    for (const [path, methods] of Object.entries(read(name)?.['paths'] as Json)) {
      const operations = Object.entries(methods as Json).map(([method, operation]) => [method, convert(name, inline(name, operation))])
      paths[path] = { ...(paths[path] as Json | undefined), ...Object.fromEntries(operations) }
    }
  }
  return { paths, components: { schemas } } as unknown as ParsedDocument

  // Parameters, responses and bodies are looked up here; schemas stay references.
  function inline(file: string, node: unknown): unknown {
    if (Array.isArray(node)) return node.map((each) => inline(file, each))
    if (typeof node !== 'object' || node === null) return node
    const match = own.exec(String((node as Json)['$ref'] ?? ''))
    if (match && match[1] !== 'schemas') return inline(file, find(file, match[1] as string, match[2] as string))
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(file, value)]))
  }

  function find(file: string, kind: string, name: string): unknown {
    const components = read(file)?.['components'] as Record<string, Json> | undefined
    return components?.[kind]?.[name] ?? {}
  }

  // OpenAPI 3.0 to JSON Schema: `nullable`, references across files, "one of" where several fit.
  function convert(file: string, node: unknown): unknown {
    if (Array.isArray(node)) return node.map((each) => convert(file, each))
    if (typeof node !== 'object' || node === null) return node
    const schema = node as Json
    const reference = schema['$ref']
    const isLoose = loose.includes(file)
    if (typeof reference === 'string') {
      const target = { $ref: register(file, reference) }
      return isLoose ? { anyOf: [target, { type: 'null' }] } : target
    }
    const converted = Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, convert(file, value)]),
    )
    if (isLoose && Array.isArray(converted['required'])) delete converted['required']
    if (converted['nullable'] === true || isLoose) {
      if (typeof converted['type'] === 'string') converted['type'] = [converted['type'], 'null']
      if (Array.isArray(converted['enum'])) converted['enum'] = [...converted['enum'], null]
      if (converted['nullable'] === true) delete converted['nullable']
    }
    return converted
  }

  function register(file: string, reference: string): string {
    const far = remote.exec(reference)
    const near = own.exec(reference)
    const [target, kind, name] = far ? [far[1], far[2], far[3]] : [file, near?.[1], near?.[2]]
    const key = `${target}.${name}`
    if (!(key in schemas)) {
      schemas[key] = {}
      schemas[key] = convert(target as string, find(target as string, kind as string, name as string))
    }
    return `#/components/schemas/${key}`
  }
}
