/** Conditions as scripts give them (contract 9.6) → the tree of a `where`. */
import { type DescribedCondition, describeExpression } from '../../call/request-expression.ts'
import type { ComparisonOperator, Expression, Field, Leaf, Value } from '../../ceql/expression.ts'
import type { Condition } from '../../common-resources/apply/mapping-runner.ts'

const comparisons: ReadonlySet<string> = new Set(['=', '!=', '>', '>=', '<', '<='])

/**
 * The tree that holds when all conditions do; undefined for none. What a script left as it was keeps its very form (`before`, in the same words).
 * Undefined too is what is no condition: a script that answers something else has answered nothing.
 */
export function buildExpression(conditions: readonly Condition[], before: Expression): Expression | undefined {
  const leaves = listLeaves(before)
  const described = leaves.map((leaf) => describeExpression(leaf)[0]!)
  const operands = conditions.flatMap((condition) => {
    const same = described.findIndex((one) => isSame(one, condition))
    const leaf = same === -1 ? buildLeaf(condition) : leaves[same]
    return leaf === undefined ? [] : [leaf]
  })
  if (operands.length < 2) return operands[0]
  return { kind: 'and', operands, at: 0 }
}

function listLeaves(node: Expression): Leaf[] {
  return node.kind === 'and' || node.kind === 'or' ? node.operands.flatMap(listLeaves) : [node]
}

function isSame(one: DescribedCondition, other: Condition): boolean {
  return one.attribute === other.attribute && one.operator === other.operator && one.value === other.value
}

function buildLeaf({ attribute, operator, value }: Condition): Leaf | undefined {
  if (typeof attribute !== 'string' || attribute === '' || typeof operator !== 'string') return undefined
  const field: Field = { path: attribute, quote: 'none', at: 0 }
  const [, not, name] = /^(?:(NOT) )?(.*)$/s.exec(operator.trim().toUpperCase().replace(/\s+/g, ' '))!
  const negated = not !== undefined
  if (name === 'IS NULL' || name === 'IS NOT NULL') return { kind: 'isNull', field, negated: name === 'IS NOT NULL', at: 0 }
  if (name === 'LIKE') return { kind: 'like', field, negated, pattern: buildValue(value), at: 0 }
  if (name === 'IN')
    return {
      kind: 'in',
      field,
      negated,
      values: String(value)
        .split(',')
        .map((item) => buildValue(item.trim())),
      at: 0,
    }
  if (name !== undefined && comparisons.has(name)) {
    return { kind: 'comparison', field, operator: name as ComparisonOperator, value: buildValue(value), at: 0 }
  }
  return undefined
}

function buildValue(value: string | null): Value {
  return { kind: value === null ? 'null' : 'text', text: String(value), quote: value === null ? 'none' : 'single', at: 0 }
}
