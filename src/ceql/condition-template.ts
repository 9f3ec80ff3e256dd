/** A condition that an element's author wrote, with places for path parameters: parsed once, filled for each call. What fills a place is a name or a literal and nothing more. */
import type { Expression, Leaf, Value } from './expression.ts'
import { mapLeaves, renameFields } from './map-leaves.ts'
import { parseWhere } from './parse-where.ts'

type Parameters = Readonly<Record<string, string>>

/**
 * Compiles a condition such as `` `associations.{objectName}` = '{objectId}' ``. `{x}` in a quoted name or literal is the path parameter x.
 * Throws query-malformed when the text is none; the function that it gives throws an Error for a parameter that is not there.
 */
export function compileCondition(text: string): (parameters: Parameters) => Expression {
  const template = parseWhere(text)
  if (!/\{\w+\}/.test(text)) return () => template
  return (parameters) => fill(template, parameters)
}

function fill(template: Expression, parameters: Parameters): Expression {
  const fillValue = (value: Value): Value => ({ ...value, text: fillText(value.text, parameters) })
  const filled: { readonly [K in Leaf['kind']]: (leaf: Extract<Leaf, { kind: K }>) => Leaf } = {
    comparison: (leaf) => ({ ...leaf, value: fillValue(leaf.value) }),
    in: (leaf) => ({ ...leaf, values: leaf.values.map(fillValue) }),
    like: (leaf) => ({ ...leaf, pattern: fillValue(leaf.pattern) }),
    isNull: (leaf) => leaf,
  }
  const named = renameFields(template, (path) => fillText(path, parameters))
  return mapLeaves(named, (leaf) => (filled[leaf.kind] as (leaf: Leaf) => Leaf)(leaf))
}

function fillText(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (value === undefined) throw new Error(`There is no path parameter ${name}`)
    return value
  })
}
