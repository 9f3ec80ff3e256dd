/**
 * Tree → OData `$filter`. Version 4 writes dates and ids bare and has `contains`; versions 2 and 3 name the type of a literal (`datetime'…'`, `guid'…'`)
 * and have `substringof`. There `null ne 'x'` is true, which it is not in SQL: negations are printed with a test for null.
 */
import type { Asking, Dialect } from '../dialect.ts'
import type { Leaf } from '../expression.ts'
import { findTarget, operatorOf, type Target } from '../find-target.ts'
import { type Literal, readComparison, readList, textOf } from '../literal.ts'
import { refuse } from '../refuse.ts'
import { type LeafPrinters, operatorWords, printText } from '../text-grammar.ts'
import { widenPattern } from '../widen-pattern.ts'

export const sayOdata: Dialect = ({ parameter = '$filter', version = 'v4' }) => {
  const isOld = version !== 'v4'
  return (expression, asking) => ({
    [parameter]: printText(expression, { and: ' and ', or: ' or ', wildcard: /[%_]/, leaves: createLeaves(asking, isOld) }),
  })
}

function createLeaves(asking: Asking, isOld: boolean): LeafPrinters {
  return {
    comparison: (node) => {
      const target = findName(node, asking)
      const { operator, literal } = readComparison(node, target)
      const text = `${target.name} ${operatorWords[operator]} ${writeLiteral(literal, target, isOld)}`
      return operator === '!=' ? `(${text} and ${target.name} ne null)` : text
    },
    // Versions before 4.01 have no lists.
    in: (node) => {
      const target = findName(node, asking)
      const [word, joint] = node.negated ? ['ne', ' and '] : ['eq', ' or ']
      const parts = readList(node, target).map((literal) => `${target.name} ${word} ${writeLiteral(literal, target, isOld)}`)
      if (node.negated) parts.push(`${target.name} ne null`)
      return parts.length === 1 ? parts[0]! : `(${parts.join(joint)})`
    },
    like: (node) => {
      const { name } = findName(node, asking)
      const { shape, text } = widenPattern(node, ['prefix', 'suffix', 'part'], asking)
      const literal = quoteOdata(text)
      const call =
        shape === 'part'
          ? isOld
            ? `substringof(${literal},${name})`
            : `contains(${name},${literal})`
          : `${shape === 'prefix' ? 'startswith' : 'endswith'}(${name},${literal})`
      return node.negated ? `(not ${call} and ${name} ne null)` : call
    },
    isNull: (node) => `${findName(node, asking).name} ${node.negated ? 'ne' : 'eq'} null`,
  }
}

function findName(node: Leaf, asking: Asking): Target {
  const target = findTarget(node, operatorOf(node), asking)
  if (/^[\p{L}_][\p{L}\p{N}_]*(?:[./][\p{L}_][\p{L}\p{N}_]*)*$/u.test(target.name))
    return { ...target, name: target.name.replaceAll('.', '/') }
  throw refuse(node, `${JSON.stringify(target.name.slice(0, 60))} is no name of a property there`)
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

function writeLiteral(literal: Literal, { field }: Target, isOld: boolean): string {
  if (literal.kind === 'number' || literal.kind === 'boolean') return literal.text
  if (literal.kind === 'text') {
    const isGuid = guid.test(literal.text) && (field.type === 'id' || (isOld && field.type === undefined))
    if (!isGuid) return quoteOdata(literal.text)
    return isOld ? `guid'${literal.text}'` : literal.text
  }
  if (!isOld) return textOf(literal)
  // Edm.DateTime has no zone; it is UTC.
  return `datetime'${new Date(literal.instant).toISOString().replace(/(?:\.000)?Z$/, '')}'`
}

/** A text as a literal that it cannot end. */
function quoteOdata(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
