/** CEQL over elements in memory (contract 6.5): their plain fields, and `private`, `extended`, `abridged` as the viewer sees them. */
import type { Comparison, ComparisonOperator, Expression, ExpressionOf, Field, Value } from '../../ceql/expression.ts'
import { compileLike } from '../../ceql/like.ts'
import { createError } from '../../lib/errors.ts'
import type { ListedElement } from '../store/account-elements.ts'

type Matches = (element: ListedElement) => boolean
type Plain = string | number | boolean | undefined

/** What can be searched; a flag that an element does not state is false. */
const textFields = ['key', 'name', 'description', 'hub', 'image', 'logo', 'hookName', 'protocolType', 'modelType', 'paginatorVersion']
const flags = [
  ...['private', 'extended', 'abridged', 'active', 'deleted', 'typeOauth', 'trialAccount', 'transformationsEnabled', 'beta'],
  ...['bulkDownloadEnabled', 'bulkUploadEnabled', 'cloneable', 'extendable', 'useModelsForMetadata', 'childTransformationsEnabled'],
]
const searchable = ['id', ...textFields, 'authentication.type', ...flags]

/** A `where` as a predicate. Throws query-malformed (400) for a field that elements do not have. */
export function compileCondition(expression: Expression, isAbridged: boolean): Matches {
  const compile = compilers[expression.kind] as (node: Expression, isAbridged: boolean) => Matches
  return compile(expression, isAbridged)
}

/** Whether the `where` demands a flag to be true: `abridged='true'`. */
export function asksFor(expression: Expression, flag: string): boolean {
  if (expression.kind === 'and' || expression.kind === 'or') return expression.operands.some((operand) => asksFor(operand, flag))
  if (expression.kind !== 'comparison') return false
  const { field, operator, value } = expression
  return field.path === flag && operator === '=' && value.text.toLowerCase() === 'true'
}

const compilers: { readonly [K in Expression['kind']]: (node: ExpressionOf<K>, isAbridged: boolean) => Matches } = {
  and({ operands }, isAbridged) {
    const all = operands.map((operand) => compileCondition(operand, isAbridged))
    return (element) => all.every((matches) => matches(element))
  },
  or({ operands }, isAbridged) {
    const all = operands.map((operand) => compileCondition(operand, isAbridged))
    return (element) => all.some((matches) => matches(element))
  },
  comparison(node, isAbridged) {
    const read = compileField(node.field, isAbridged)
    return (element) => compare(read(element), node)
  },
  in({ field, negated, values }, isAbridged) {
    const read = compileField(field, isAbridged)
    return (element) => values.some((value) => isEqual(read(element), value)) !== negated
  },
  like({ field, negated, pattern }, isAbridged) {
    const read = compileField(field, isAbridged)
    const isLike = compileLike(pattern.text)
    return (element) => isLike(String(read(element) ?? '')) !== negated
  },
  isNull({ field, negated }, isAbridged) {
    const read = compileField(field, isAbridged)
    return (element) => (read(element) === undefined) !== negated
  },
}

function compileField({ path, at }: Field, isAbridged: boolean): (element: ListedElement) => Plain {
  if (!searchable.includes(path)) {
    const reason = `${path} at position ${at} cannot be searched here; searchable: ${searchable.join(', ')}`
    throw createError('query-malformed', { params: { reason } })
  }
  if (path === 'id') return ({ id }) => id
  if (path === 'abridged') return () => isAbridged
  if (path === 'authentication.type') return ({ outline }) => outline.authentication?.type
  if (flags.includes(path)) return ({ outline }) => outline[path] === true
  return ({ outline }) => (outline[path] === undefined ? undefined : String(outline[path]))
}

const orders: Readonly<Record<Exclude<ComparisonOperator, '=' | '!='>, (order: number) => boolean>> = {
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
}

function compare(found: Plain, { operator, value }: Comparison): boolean {
  if (operator === '=' || operator === '!=') return isEqual(found, value) === (operator === '=')
  if (found === undefined || value.kind === 'null') return false
  const [left, right] = typeof found === 'number' ? [found, Number(value.text)] : [String(found), value.text]
  return orders[operator](left < right ? -1 : left > right ? 1 : left === right ? 0 : Number.NaN)
}

/** Clients quote flags and numbers: `private='true'`. */
function isEqual(found: Plain, value: Value): boolean {
  if (value.kind === 'null') return found === undefined
  if (typeof found === 'boolean') return String(found) === value.text.toLowerCase()
  return found !== undefined && String(found) === value.text
}
