/**
 * A `where` as a function of records (hub names). The logic is SQL's, with three answers: nothing is known of a null, and unknown is not true.
 * Two things differ from SQL: `= null` is a test for null (clients of vendors write it so), and of a list any item may match; a negation is true where none does.
 */
import { compileComparison, type Order, type TypeOf } from './compare-literal.ts'
import type { ComparisonOperator, Expression, ExpressionOf, Field, Value } from './expression.ts'
import { compileLike } from './like.ts'
import { compilePath } from './read-path.ts'

type Truth = boolean | undefined
type Test = (record: unknown) => Truth
type Types = TypeOf | undefined

/**
 * Compiles a `where`; the function is true for records that it is true of (not for those it is unknown of).
 * `typeOf` tells the type of a field, for vendors that answer numbers and truths as texts.
 * @throws invalid-parameter (400) for a literal that is none of its field's type, where that is known.
 */
export function compileEvaluate(expression: Expression, typeOf?: TypeOf): (record: unknown) => boolean {
  const test = compile(expression, typeOf)
  return (record) => test(record) === true
}

const compilers: { readonly [K in Expression['kind']]: (node: ExpressionOf<K>, types: Types) => Test } = {
  and: ({ operands }, types) => combine(operands, types, false),
  or: ({ operands }, types) => combine(operands, types, true),
  comparison: ({ field, operator, value }, types) => {
    if (value.kind === 'null') return compareWithNull(field, operator)
    const order = compileComparison(value, field, types?.(field.path))
    return ofField(field, (found) => judge(order(found), operator === '!=' ? '=' : operator), operator === '!=')
  },
  in: ({ field, negated, values }, types) => ofField(field, compileList(field, values, types), negated),
  like: ({ field, negated, pattern }) => {
    if (pattern.kind === 'null') return () => undefined
    const isLike = compileLike(pattern.text)
    return ofField(field, (found) => (typeof found === 'object' ? undefined : isLike(String(found))), negated)
  },
  isNull: ({ field, negated }) => {
    const read = compilePath(field.path)
    return (record) => isNothing(read(record)) !== negated
  },
}

function compile(node: Expression, types: Types): Test {
  const compileNode = compilers[node.kind] as (node: Expression, types: Types) => Test
  return compileNode(node, types)
}

/** AND is decided by a false operand, OR by a true one; else one that is unknown makes the whole unknown. */
function combine(operands: readonly Expression[], types: Types, decisive: boolean): Test {
  const tests = operands.map((operand) => compile(operand, types))
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

function compareWithNull(field: Field, operator: ComparisonOperator): Test {
  if (operator !== '=' && operator !== '!=') return () => undefined
  return compilers.isNull({ kind: 'isNull', field, negated: operator === '!=', at: field.at }, undefined)
}

/** IN is `= … OR = …`: a null in the list makes unknown what is not found. */
function compileList(field: Field, values: readonly Value[], types: Types): (found: unknown) => Truth {
  const orders = values.map((value) => compileComparison(value, field, types?.(field.path)))
  return (found) => anyOf(orders, (order) => judge(order(found), '='))
}

function ofField(field: Field, test: (found: unknown) => Truth, negated: boolean): Test {
  const read = compilePath(field.path)
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
