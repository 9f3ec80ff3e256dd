/** CEQL text → tree: the grammar of contract 6.2 by recursive descent. AND binds closer than OR; keywords in any case; white space only where words would run together. */
import type { Expression, Field } from './expression.ts'
import { Scanner } from './scanner.ts'

const and = /and(?![\p{L}\p{N}_$-])/iuy
const or = /or(?![\p{L}\p{N}_$-])/iuy
const not = /not(?![\p{L}\p{N}_$-])/iuy
const like = /like(?![\p{L}\p{N}_$-])/iuy
const inList = /in(?![\p{L}\p{N}_$-])/iuy
const is = /is(?![\p{L}\p{N}_$-])/iuy
const nothing = /null(?![\p{L}\p{N}_$-])/iuy

/** Deeper than any query that was written by hand, and far from the end of the stack. */
const deepest = 100

/**
 * Parses the body of a `where`, without the keyword.
 * @returns a frozen tree.
 * @throws query-malformed (400), its message naming the position, what was expected and what was found. A blank text is malformed too.
 */
export function parseWhere(text: string): Expression {
  const scanner = new Scanner(text)
  const expression = parseExpression(scanner)
  if (!scanner.isAtEnd()) scanner.fail('AND, OR or the end')
  return expression
}

/** Parses as far as an expression goes: in a select, more follows it. */
export function parseExpression(scanner: Scanner): Expression {
  return parseOr(scanner, 0)
}

function parseOr(scanner: Scanner, depth: number): Expression {
  return parseChain('or', scanner, () => parseAnd(scanner, depth))
}

function parseAnd(scanner: Scanner, depth: number): Expression {
  return parseChain('and', scanner, () => parseTerm(scanner, depth))
}

function parseChain(kind: 'and' | 'or', scanner: Scanner, parseOperand: () => Expression): Expression {
  const first = parseOperand()
  const keyword = kind === 'and' ? and : or
  if (!scanner.takeKeyword(keyword)) return first
  const operands = [first, parseOperand()]
  while (scanner.takeKeyword(keyword)) operands.push(parseOperand())
  return Object.freeze({ kind, operands: Object.freeze(operands), at: first.at })
}

function parseTerm(scanner: Scanner, depth: number): Expression {
  if (!scanner.takeCharacter('(')) return parseCondition(scanner)
  if (depth >= deepest) scanner.fail(`at most ${deepest} parentheses inside one another`)
  const expression = parseOr(scanner, depth + 1)
  if (!scanner.takeCharacter(')')) scanner.fail('AND, OR or )')
  return expression
}

function parseCondition(scanner: Scanner): Expression {
  const field = scanner.readField('a field name or (')
  const operator = scanner.takeOperator()
  if (operator !== undefined) {
    return Object.freeze({ kind: 'comparison', field, operator, value: scanner.readValue('comparison'), at: field.at })
  }
  const negated = scanner.takeKeyword(not)
  if (scanner.takeKeyword(like))
    return Object.freeze({ kind: 'like', field, negated, pattern: scanner.readValue('comparison'), at: field.at })
  if (scanner.takeKeyword(inList)) return parseList(scanner, field, negated)
  if (negated) return scanner.fail('LIKE or IN')
  if (!scanner.takeKeyword(is)) return scanner.fail('an operator (=, !=, <>, >, >=, <, <=, LIKE, IN, IS NULL)')
  const notNull = scanner.takeKeyword(not)
  if (!scanner.takeKeyword(nothing)) scanner.fail(notNull ? 'NULL' : 'NULL or NOT NULL')
  return Object.freeze({ kind: 'isNull', field, negated: notNull, at: field.at })
}

function parseList(scanner: Scanner, field: Field, negated: boolean): Expression {
  if (!scanner.takeCharacter('(')) scanner.fail('(')
  const values = [scanner.readValue('list')]
  while (scanner.takeCharacter(',')) values.push(scanner.readValue('list'))
  if (!scanner.takeCharacter(')')) scanner.fail(', or )')
  return Object.freeze({ kind: 'in', field, negated, values: Object.freeze(values), at: field.at })
}
