/** Both generations of the format, read alike: where definitions, parameters and bodies stand, and what a reference refers to. */
import { createUnreadable } from './converted-element.ts'
import type { Schema } from './shapes.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Swagger {
  readonly root: Json
  /** Version 2.0; otherwise OpenAPI 3. */
  readonly isSwagger: boolean
  /** References within read `#/definitions/Name`, in both. */
  readonly definitions: Readonly<Record<string, Schema>>
  /** What a local reference refers to, or the value itself; undefined for what is no object or refers to nothing. */
  readonly resolve: (value: unknown) => Json | undefined
}

const componentSchemas = '#/components/schemas/'

/** Opens a parsed document. Throws definition-unreadable (400) for another format or version. */
export function openSwagger(value: unknown): Swagger {
  if (!isObject(value)) throw createUnreadable('it is not a JSON object')
  const isSwagger = value['swagger'] === '2.0'
  if (!isSwagger && !/^3\.\d/.test(readText(value['openapi']))) {
    throw createUnreadable('it is neither Swagger 2.0 ("swagger": "2.0") nor OpenAPI 3 ("openapi": "3.…")')
  }
  const root = isSwagger ? value : (renameReferences(value) as Json)
  const components = isObject(root['components']) ? root['components'] : {}
  const definitions = isSwagger ? root['definitions'] : components['schemas']
  return {
    root,
    isSwagger,
    definitions: isObject(definitions) ? (definitions as Swagger['definitions']) : {},
    resolve: (found) => resolve({ ...root, definitions }, found),
  }
}

/** Reads at most ten references in a row: they may lead in circles. */
function resolve(root: Json, value: unknown): Json | undefined {
  let at = value
  for (let hops = 0; hops < 10; hops++) {
    if (!isObject(at)) return undefined
    const { $ref } = at
    if (typeof $ref !== 'string') return at
    if (!$ref.startsWith('#/')) return undefined
    at = $ref
      .slice(2)
      .split('/')
      .reduce<unknown>(
        (holder, name) => (isObject(holder) && Object.hasOwn(holder, unescapePointer(name)) ? holder[unescapePointer(name)] : undefined),
        root,
      )
  }
  return undefined
}

/** RFC 6901 §4. */
function unescapePointer(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

function renameReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renameReferences)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isReference = name === '$ref' && typeof member === 'string' && member.startsWith(componentSchemas)
      return [name, isReference ? `#/definitions/${member.slice(componentSchemas.length)}` : renameReferences(member)]
    }),
  )
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text, or the empty one for anything else. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
