/**
 * A `where` as a function of records (hub names). The logic is SQL's, with three answers: nothing is known of a null, and unknown is not true.
 * Two things differ from SQL: `= null` is a test for null (clients of vendors write it so), and of a list any item may match; a negation is true where none does.
 */
import { createError } from '../lib/errors.ts'
import { compileComparison, isWord, type Order, readCompared, type TypeOf } from './compare-literal.ts'
import type { TextMeaning } from './dialect.ts'
import type { ComparisonOperator, Expression, ExpressionOf, Field, Value } from './expression.ts'
import { foldCase } from './fold-case.ts'
import { compileLike, weighLike } from './like.ts'
import { compilePath } from './read-path.ts'

type Truth = boolean | undefined
type Test = (record: unknown) => Truth

export interface Meaning {
  /** The type of a field, for vendors that answer numbers and truths as texts. */
  readonly typeOf: TypeOf
  /** How texts are compared. */
  readonly text: TextMeaning
  /** Told before a long value is looked at: what that costs, in characters to read. What it throws ends the evaluation. */
  readonly spend: (characters: number) => void
}

/**
 * Compiles a `where`; the function is true for records that it is true of (not for those it is unknown of).
 * `typeOf` tells the type of a field, for vendors that answer numbers and truths as texts; `text` how texts are compared (default: as they are).
 * @throws invalid-parameter (400) for a literal that is none of its field's type, where that is known.
 */
export function compileEvaluate(
  expression: Expression,
  typeOf: TypeOf = () => undefined,
  text: TextMeaning = 'exact',
): (record: unknown) => boolean {
  return compileSparing(expression, { typeOf, text, spend: () => {} })
}

/** `compileEvaluate` for records of any size. */
export function compileSparing(expression: Expression, meaning: Meaning): (record: unknown) => boolean {
  const test = compile(expression, meaning)
  return (record) => test(record) === true
}

const compilers: { readonly [K in Expression['kind']]: (node: ExpressionOf<K>, meaning: Meaning) => Test } = {
  and: ({ operands }, meaning) => combine(operands, meaning, false),
  or: ({ operands }, meaning) => combine(operands, meaning, true),
  comparison: ({ field, operator, value }, meaning) => {
    if (value.kind === 'null') return compareWithNull(field, operator, meaning)
    const order = compileOrder(value, field, meaning)
    const read = compileReading(field, meaning, 1)
    return ofField(read, (found) => judge(order(found), operator === '!=' ? '=' : operator), operator === '!=')
  },
  in: ({ field, negated, values }, meaning) => {
    const read = compileReading(field, meaning, meaning.text === 'exact' ? 1 : values.length)
    return ofField(read, compileList(field, values, meaning), negated)
  },
  like: ({ field, negated, pattern }, meaning) => {
    if (pattern.kind === 'null') return () => undefined
    if (pattern.text.length > longestPattern) throw refusePattern(pattern, field)
    const { typeOf, text } = meaning
    const type = typeOf(field.path)
    const isLike = compileLike(pattern.text, text === 'ignore-case' && !isWord(type) ? foldCase : undefined)
    const test = (found: unknown) => (typeof found === 'object' ? undefined : isLike(String(found)))
    return ofField(compileReading(field, meaning, weighLike(pattern.text)), (found) => test(readCompared(found, type)), negated)
  },
  isNull: ({ field, negated }, meaning) => {
    const read = compileReading(field, meaning, 1)
    return (record) => isNothing(read(record)) !== negated
  },
}

function compile(node: Expression, meaning: Meaning): Test {
  const compileNode = compilers[node.kind] as (node: Expression, meaning: Meaning) => Test
  return compileNode(node, meaning)
}

function compileOrder(value: Value, field: Field, { typeOf, text }: Meaning): (found: unknown) => Order {
  return compileComparison(value, field, { type: typeOf(field.path), text })
}

/** AND is decided by a false operand, OR by a true one; else one that is unknown makes the whole unknown. */
function combine(operands: readonly Expression[], meaning: Meaning, decisive: boolean): Test {
  const tests = operands.map((operand) => compile(operand, meaning))
  return (record) => {
    let result: Truth = !decisive
    for (const test of tests) {
      const truth = test(record)
      if (truth === decisive) return decisive
      if (truth === undefined) result = undefined
    }
    return result
  }
}

function compareWithNull(field: Field, operator: ComparisonOperator, meaning: Meaning): Test {
  if (operator !== '=' && operator !== '!=') return () => undefined
  return compilers.isNull({ kind: 'isNull', field, negated: operator === '!=', at: field.at }, meaning)
}

/** IN is `= … OR = …`: a null in the list makes unknown what is not found. */
function compileList(field: Field, values: readonly Value[], meaning: Meaning): (found: unknown) => Truth {
  const orders = values.map((value) => compileOrder(value, field, meaning))
  return (found) => anyOf(orders, (order) => judge(order(found), '='))
}

/** Reads a field, and tells what looking at it so many times costs. */
function compileReading({ path }: Field, { spend }: Meaning, times: number): (record: unknown) => unknown {
  const read = compilePath(path)
  return (record) => {
    const found = read(record)
    const length = typeof found === 'string' ? found.length : Array.isArray(found) ? measure(found) : 0
    if (length * times > shortest) spend(length * times)
    return found
  }
}

/** What costs less is not counted. */
const shortest = 256

function measure(items: readonly unknown[]): number {
  return items.reduce<number>((sum, item) => sum + 1 + (typeof item === 'string' ? item.length : 0), 0)
}

function ofField(read: (record: unknown) => unknown, test: (found: unknown) => Truth, negated: boolean): Test {
  return (record) => {
    const found = read(record)
    const truth = isNothing(found)
      ? undefined
      : Array.isArray(found)
        ? anyOf(
            found.filter((item) => !isNothing(item)),
            test,
          )
        : test(found)
    return negated && truth !== undefined ? !truth : truth
  }
}

function anyOf<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let result: Truth = false
  for (const item of items) {
    const truth = test(item)
    if (truth === true) return true
    if (truth === undefined) result = undefined
  }
  return result
}

const longestPattern = 1000

function refusePattern({ text }: Value, { path }: Field) {
  const expected = `a pattern of ${longestPattern} characters at most for ${path}, which is checked here`
  return createError('invalid-parameter', { params: { name: 'where', expected, got: `${text.length} characters` } })
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isNothing))
}

const judges: Readonly<Record<Exclude<ComparisonOperator, '!='>, (order: number) => Truth>> = {
  '=': (order) => order === 0,
  '>': (order) => unlessNaN(order, order > 0),
  '>=': (order) => unlessNaN(order, order >= 0),
  '<': (order) => unlessNaN(order, order < 0),
  '<=': (order) => unlessNaN(order, order <= 0),
}

function judge(order: Order, operator: Exclude<ComparisonOperator, '!='>): Truth {
  return order === undefined ? undefined : judges[operator](order)
}

function unlessNaN(order: number, truth: boolean): Truth {
  return Number.isNaN(order) ? undefined : truth
}
