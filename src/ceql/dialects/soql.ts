/**
 * Tree → the WHERE of SOQL. Texts are quoted and escaped, numbers, truths and dates bare. `!=`, NOT IN and NOT LIKE find records without a value there,
 * which SQL does not: they are printed with a test for null.
 */
import type { Asking, Dialect } from '../dialect.ts'
import type { Leaf } from '../expression.ts'
import { findTarget, operatorOf, type Target } from '../find-target.ts'
import { type Literal, readComparison, readList, textOf } from '../literal.ts'
import { isRecordId } from '../record-id.ts'
import { refuse } from '../refuse.ts'
import { sayNever } from '../say-never.ts'
import { type LeafPrinters, printText } from '../text-grammar.ts'

/** One text; a statement that it becomes part of must put it in parentheses beside conditions of its own. */
export const saySoql: Dialect =
  ({ parameter = 'q' }) =>
  (expression, asking) => ({
    [parameter]: printText(expression, { and: ' AND ', or: ' OR ', wildcard: /[%_]/, leaves: createLeaves(asking) }),
  })

function createLeaves(asking: Asking): LeafPrinters {
  return {
    comparison: (node) => {
      const target = findName(node, asking)
      const { operator, literal } = readComparison(node, target)
      if (target.field.type === 'codes' && operator !== '=' && operator !== '!=') throw refuse(node, 'several choices have no order there')
      if (isNoId(literal, target)) return sayNever(node, target, { negated: operator === '!=', words })
      const isTruth = literal.kind === 'boolean'
      if (isTruth && operator !== '=' && operator !== '!=') throw refuse(node, 'true and false have no order there')
      const text = `${target.name} ${operator} ${writeLiteral(literal)}`
      // A missing truth is false there: it has no null.
      return operator === '!=' && !isTruth ? guard(target, text) : text
    },
    in: (node) => {
      const target = findName(node, asking)
      const literals = readList(node, target).filter((literal) => !isNoId(literal, target))
      if (literals.length === 0) return sayNever(node, target, { negated: node.negated, words })
      const text = `${target.name} ${node.negated ? 'NOT IN' : 'IN'} (${literals.map(writeLiteral).join(', ')})`
      const isTruth = literals.some(({ kind }) => kind === 'boolean')
      return node.negated && !isTruth ? guard(target, text) : text
    },
    like: (node) => {
      const target = findName(node, asking)
      const { type } = target.field
      if (type !== undefined && type !== 'string' && type !== 'picklist') throw refuse(node, 'patterns are for texts there')
      const text = `${target.name} LIKE ${quoteSoql(node.pattern.text)}`
      return node.negated ? guard(target, `(NOT ${text})`) : text
    },
    isNull: (node) => {
      const { name, field } = findName(node, asking)
      if (field.type === 'boolean') throw refuse(node, 'true and false are never missing there')
      return `${name} ${node.negated ? '!=' : '='} null`
    },
  }
}

function findName(node: Leaf, asking: Asking): Target {
  const target = findTarget(node, operatorOf(node), asking)
  if (/^[a-z]\w*(?:\.[a-z]\w*)*$/i.test(target.name)) return target
  throw refuse(node, `${JSON.stringify(target.name.slice(0, 60))} is no name of a field there`)
}

const words = { isNull: '= null', isNotNull: '!= null' }

/** The vendor refuses a whole query for an id that cannot be one. */
function isNoId(literal: Literal, { field }: Target): boolean {
  return field.type === 'id' && (literal.kind !== 'text' || !isRecordId(literal.text))
}

function guard({ name }: Target, text: string): string {
  return `(${text} AND ${name} != null)`
}

function writeLiteral(literal: Literal): string {
  return literal.kind === 'text' ? quoteSoql(literal.text) : textOf(literal)
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  "'": "\\'",
  '\\': '\\\\',
}

/** A text as a literal that it cannot end. */
export function quoteSoql(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped.
  const escaped = text.replace(/[\0-\x1f\x7f\\'\u2028\u2029]/g, (character) => escapes[character] ?? writeCode(character))
  return `'${escaped}'`
}

function writeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
