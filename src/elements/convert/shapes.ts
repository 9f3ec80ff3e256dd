/** Shapes of bodies in Swagger 2.0, as the models of resources hold them (contract 12.3): a definition and all that it refers to. */
import type { ResourceModel } from '../document/element-document.ts'

export type Schema = { readonly [member: string]: unknown }
export type Definitions = Readonly<Record<string, Schema>>

/** Characters of all models of an element together: each resource carries its own copy of what it refers to. */
const allowance = 8_000_000

export interface ShapeCollector {
  /** The model of a resource; undefined where neither body has a shape. */
  describe(name: string, response: Schema | undefined, request: Schema | undefined): ResourceModel | undefined
}

/** Collects over definitions whose references read `#/definitions/Name`. When the allowance is used up, further models lack what they refer to. */
export function createShapeCollector(definitions: Definitions): ShapeCollector {
  let left = allowance
  const collect = (name: string, schema: Schema): Record<string, Schema> => {
    const found: Record<string, Schema> = { [name]: schema }
    for (const each of listReferences(schema, definitions)) found[each] = definitions[each]!
    const size = JSON.stringify(found).length
    if (size > left) return JSON.stringify(schema).length > left ? {} : { [name]: schema }
    left -= size
    return found
  }
  return {
    describe(name, response, request) {
      if (response === undefined && request === undefined) return undefined
      const [responseName, shape] = nameShape(response, name, definitions)
      const [requestName, requestShape] = nameShape(request, `${name}Request`, definitions)
      return {
        name: responseName,
        swagger: shape === undefined ? {} : collect(responseName, shape),
        ...(requestShape === undefined ? {} : { requestName, requestSwagger: collect(requestName, requestShape) }),
        transform: false,
      }
    },
  }
}

/** A list is described by what it lists; a reference by the name it refers to. */
function nameShape(schema: Schema | undefined, fallback: string, definitions: Definitions): [string, Schema | undefined] {
  if (schema === undefined) return [fallback, undefined]
  const item = schema['type'] === 'array' ? ((schema['items'] as Schema | undefined) ?? schema) : schema
  const referred = readReference(item)
  if (referred !== undefined && Object.hasOwn(definitions, referred)) return [referred, definitions[referred]]
  return [fallback, item]
}

/** The names that a schema needs, and those they need. */
function listReferences(schema: Schema, definitions: Definitions): Set<string> {
  const found = new Set<string>()
  const waiting: unknown[] = [schema]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const name = Array.isArray(value) ? undefined : readReference(value as Schema)
    if (name !== undefined && Object.hasOwn(definitions, name) && !found.has(name)) {
      found.add(name)
      waiting.push(definitions[name])
    }
    waiting.push(...Object.values(value))
  }
  return found
}

function readReference({ $ref }: Schema): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith('#/definitions/') ? $ref.slice('#/definitions/'.length) : undefined
}
