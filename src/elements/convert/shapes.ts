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
  const measured = new Map<string, Measured>()
  const measureDefinition = (name: string): Measured => {
    const known = measured.get(name) ?? measure(definitions[name]!, definitions)
    measured.set(name, known)
    return known
  }
  const collect = (name: string, schema: Schema): Record<string, Schema> => {
    const own = measure(schema, definitions)
    const needed = new Map<string, Measured>()
    const waiting = [...own.refersTo]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (needed.has(next)) continue
      const found = measureDefinition(next)
      needed.set(next, found)
      waiting.push(...found.refersTo)
    }
    needed.delete(name)
    const size = [...needed.values()].reduce((sum, each) => sum + each.size, own.size)
    if (own.size > left) return {}
    const isWhole = size <= left
    left -= isWhole ? size : own.size
    if (!isWhole) return { [name]: schema }
    return { [name]: schema, ...Object.fromEntries([...needed.keys()].map((each) => [each, definitions[each]!])) }
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

interface Measured {
  /** Characters of its JSON. */
  readonly size: number
  /** Names that it refers to itself. */
  readonly refersTo: readonly string[]
}

function measure(schema: Schema, definitions: Definitions): Measured {
  const found = new Set<string>()
  const waiting: unknown[] = [schema]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const name = Array.isArray(value) ? undefined : readReference(value as Schema)
    if (name !== undefined && Object.hasOwn(definitions, name)) found.add(name)
    for (const member of Object.values(value)) waiting.push(member)
  }
  return { size: JSON.stringify(schema).length, refersTo: [...found] }
}

function readReference({ $ref }: Schema): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith('#/definitions/') ? $ref.slice('#/definitions/'.length) : undefined
}
