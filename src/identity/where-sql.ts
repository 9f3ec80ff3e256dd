/** CEQL over a table of ours: each kind of node becomes a condition on the columns that a list allows. Values travel as parameters only. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ComparisonOperator, Expression, ExpressionOf, Field, Value } from '../ceql/expression.ts'
import { parseWhere } from '../ceql/parse-where.ts'
import { createError } from '../lib/errors.ts'

interface Column {
  readonly name: string
  readonly type: 'text' | 'number' | 'boolean'
}

/** Wire name → column. */
export type Columns = Readonly<Record<string, Column>>

export type Condition = RawBuilder<SqlBool>

/** Parses a `where` into a condition; throws query-malformed (400) for bad syntax, a field that is not among the columns, or a value of another type. */
export function parseCondition(where: string, columns: Columns): Condition {
  return printCondition(parseWhere(where), columns)
}

type Printers = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>, columns: Columns) => Condition }

/** `!=` also finds rows without a value, as it does where hubs filter in memory. */
const operators = {
  '=': 'is not distinct from',
  '!=': 'is distinct from',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
} as const satisfies Record<ComparisonOperator, string>

const printers: Printers = {
  and: ({ operands }, columns) => joinConditions(operands, columns, 'and'),
  or: ({ operands }, columns) => joinConditions(operands, columns, 'or'),
  comparison({ field, operator, value }, columns) {
    const column = findColumn(field, columns)
    return sql`${sql.ref(column.name)} ${sql.raw(operators[operator])} ${readValue(value, column)}`
  },
  in({ field, negated, values }, columns) {
    const column = findColumn(field, columns)
    const list = sql.join(values.map((value) => readValue(value, column)))
    return negate(negated, sql`coalesce(${sql.ref(column.name)} in (${list}), false)`)
  },
  like({ field, negated, pattern }, columns) {
    const column = findColumn(field, columns)
    // No escape character: a backslash is one.
    return negate(negated, sql`coalesce(${sql.ref(column.name)}::text like ${readText(pattern)} escape '', false)`)
  },
  isNull: ({ field, negated }, columns) => negate(negated, sql`${sql.ref(findColumn(field, columns).name)} is null`),
}

function printCondition(node: Expression, columns: Columns): Condition {
  const print = printers[node.kind] as (node: Expression, columns: Columns) => Condition
  return print(node, columns)
}

function joinConditions(operands: readonly Expression[], columns: Columns, word: 'and' | 'or'): Condition {
  const conditions = operands.map((operand) => printCondition(operand, columns))
  return sql`(${sql.join(conditions, sql.raw(` ${word} `))})`
}

function negate(negated: boolean, condition: Condition): Condition {
  return negated ? sql`not (${condition})` : condition
}

function findColumn({ path, at }: Field, columns: Columns): Column {
  if (Object.hasOwn(columns, path)) return columns[path]!
  throw refuse(`${path} at position ${at} cannot be searched here; searchable: ${Object.keys(columns).join(', ')}`)
}

/** Numbers and booleans may come quoted: clients write `active = 'true'`. */
function readValue(value: Value, column: Column): string | number | boolean | null {
  if (value.kind === 'null') return null
  if (column.type === 'text') return readText(value)
  const text = value.text.toLowerCase()
  if (column.type === 'number' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (column.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  throw refuse(`expected a ${column.type} at position ${value.at}`)
}

function readText({ text, at }: Value): string {
  // PostgreSQL has no NUL in text.
  if (text.includes('\0')) throw refuse(`a NUL character in the value at position ${at}`)
  return text
}

function refuse(reason: string) {
  return createError('query-malformed', { params: { reason } })
}
