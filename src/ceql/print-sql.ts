/** Tree → the WHERE of SQL, and of SOQL, its kin for objects. Values are quoted and escaped so that none can end its literal. */

import type { Expression, Value } from './expression.ts'
import { refuse } from './refuse.ts'
import { type LeafPrinters, printText, readMoment, type TextGrammar } from './text-grammar.ts'
import { writeNumber } from './write-number.ts'

interface Language {
  readonly unequal: string
  readonly writeText: (text: string, node: Expression) => string
  /** LIKE takes texts alone, a date too. */
  readonly writePattern: (text: string, node: Expression) => string
  readonly isNull: (name: string, negated: boolean) => string
  readonly notLike: (name: string, pattern: string) => string
}

const sqlGrammar = createGrammar({
  unequal: '<>',
  writeText: quoteSql,
  writePattern: quoteSql,
  isNull: (name, negated) => `${name} IS ${negated ? 'NOT ' : ''}NULL`,
  notLike: (name, pattern) => `${name} NOT LIKE ${pattern}`,
})

const soqlGrammar = createGrammar({
  unequal: '!=',
  writeText: writeSoqlText,
  writePattern: quoteSoql,
  isNull: (name, negated) => `${name} ${negated ? '!=' : '='} null`,
  notLike: (name, pattern) => `(NOT ${name} LIKE ${pattern})`,
})

/** Prints SQL. Throws expression-not-supported (400). */
export function printSql(expression: Expression): string {
  return printText(expression, sqlGrammar)
}

/** Prints SOQL, dates bare as it wants them. Throws expression-not-supported (400). */
export function printSoql(expression: Expression): string {
  return printText(expression, soqlGrammar)
}

function createGrammar(language: Language): TextGrammar {
  const write = ({ kind, text }: Value, node: Expression): string => {
    if (kind === 'number') return writeNumber(text)
    return kind === 'boolean' ? text.toLowerCase() : language.writeText(text, node)
  }
  const leaves: LeafPrinters = {
    comparison: (node) => `${nameOf(node)} ${node.operator === '!=' ? language.unequal : node.operator} ${write(node.value, node)}`,
    in: (node) => `${nameOf(node)} ${node.negated ? 'NOT ' : ''}IN (${node.values.map((value) => write(value, node)).join(', ')})`,
    like: (node) => {
      const pattern = language.writePattern(node.pattern.text, node)
      const name = nameOf(node)
      return node.negated ? language.notLike(name, pattern) : `${name} LIKE ${pattern}`
    },
    isNull: (node) => language.isNull(nameOf(node), node.negated),
  }
  return { and: ' AND ', or: ' OR ', leaves }
}

/** Stricter than other dialects: two hyphens begin a comment, and an @ a variable. */
function nameOf(node: Exclude<Expression, { kind: 'and' | 'or' }>): string {
  const { path } = node.field
  if (/^[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*$/u.test(path)) return path
  throw refuse(node, `${JSON.stringify(path.slice(0, 60))} is no name of a column`)
}

/** Some servers take a backslash for an escape and some do not: no text that holds one is the same at both. */
function quoteSql(text: string, node: Expression): string {
  if (/[\\\0]/.test(text)) throw refuse(node, 'a backslash means different things to different databases')
  return `'${text.replaceAll("'", "''")}'`
}

const soqlEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' }

function quoteSoql(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\n\r\t\b\f]/g, (character) => soqlEscapes[character]!)}'`
}

function writeSoqlText(text: string): string {
  const moment = readMoment(text)
  if (moment === undefined) return quoteSoql(text)
  if (moment.time === undefined) return moment.date
  const seconds = moment.time.length === 5 ? ':00' : ''
  return `${moment.date}T${moment.time}${seconds}${moment.offset || 'Z'}`
}
