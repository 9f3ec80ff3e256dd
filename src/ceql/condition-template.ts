/** A condition that an element's author wrote, with places for path parameters: parsed once, filled for each call. What fills a place is a name or a literal and nothing more. */
import type { Expression, Field, Leaf, Value } from './expression.ts'
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

function fill(node: Expression, parameters: Parameters): Expression {
  if (node.kind === 'and' || node.kind === 'or') return { ...node, operands: node.operands.map((operand) => fill(operand, parameters)) }
  const field: Field = { ...node.field, path: fillText(node.field.path, parameters) }
  const fillValue = (value: Value): Value => ({ ...value, text: fillText(value.text, parameters) })
  const filled: { readonly [K in Leaf['kind']]: (leaf: Extract<Leaf, { kind: K }>) => Leaf } = {
    comparison: (leaf) => ({ ...leaf, field, value: fillValue(leaf.value) }),
    in: (leaf) => ({ ...leaf, field, values: leaf.values.map(fillValue) }),
    like: (leaf) => ({ ...leaf, field, pattern: fillValue(leaf.pattern) }),
    isNull: (leaf) => ({ ...leaf, field }),
  }
  return (filled[node.kind] as (leaf: Leaf) => Leaf)(node)
}

function fillText(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (value === undefined) throw new Error(`There is no path parameter ${name}`)
    return value
  })
}
