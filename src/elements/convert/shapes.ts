/** Shapes of bodies in Swagger 2.0, as the models of resources hold them (contract 12.3): a definition and all that it refers to. */
import type { ResourceModel } from '../document/element-document.ts'

export type Schema = { readonly [member: string]: unknown }
export type Definitions = Readonly<Record<string, Schema>>

/** Characters of all models of an element together: each resource carries its own copy of what it refers to. */
const allowance = 8_000_000
/** References that are followed for all models together: the ways through definitions that refer to each other are many. */
const mostSteps = 2_000_000

export interface ShapeCollector {
  /** The model of a resource; undefined where neither body has a shape. */
  describe(name: string, response: Schema | undefined, request: Schema | undefined): ResourceModel | undefined
}

/** Collects over definitions whose references read `#/definitions/Name`. When the allowance is used up, further models lack what they refer to. */
export function createShapeCollector(definitions: Definitions): ShapeCollector {
  let left = allowance
  let steps = mostSteps
  const measured = new Map<Schema, Measured>()
  const measureOnce = (schema: Schema): Measured => {
    const known = measured.get(schema) ?? measure(schema, definitions)
    measured.set(schema, known)
    return known
  }
  /** All that is referred to from here, itself left out; undefined when that is more than is left. */
  const follow = (name: string, own: Measured): { readonly names: readonly string[]; readonly size: number } | undefined => {
    const needed = new Set([name])
    const waiting = [...own.refersTo]
    let size = own.size
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (needed.has(next)) continue
      needed.add(next)
      const found = measureOnce(definitions[next]!)
      size += found.size
      steps -= 1 + found.refersTo.length
      if (size > left || steps < 0) return undefined
      for (const each of found.refersTo) waiting.push(each)
    }
    needed.delete(name)
    return { names: [...needed], size }
  }
  const collect = (name: string, schema: Schema): Record<string, Schema> => {
    if (left <= 0) return {}
    const own = measureOnce(schema)
    if (own.size > left) return {}
    const rest = follow(name, own)
    left -= rest?.size ?? own.size
    return { [name]: schema, ...Object.fromEntries((rest?.names ?? []).map((each) => [each, definitions[each]!])) }
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
