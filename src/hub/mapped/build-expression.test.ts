import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeExpression } from '../../call/request-expression.ts'
import { parseWhere } from '../../ceql/parse-where.ts'
import { printCeql } from '../../ceql/print-ceql.ts'
import type { Condition } from '../../common-resources/apply/mapping-runner.ts'
import { buildExpression } from './build-expression.ts'

function rebuild(where: string, change: (conditions: readonly Condition[]) => readonly Condition[] = (same) => same): string | undefined {
  const tree = parseWhere(where)
  const built = buildExpression(change(describeExpression(tree)), tree)
  return built && printCeql(built)
}

test('conditions that a script leaves alone are asked as they were, numbers as numbers', () => {
  assert.equal(rebuild("a = 'x' AND b > 5 AND c IN ('x,y', z)"), "a = 'x' AND b > 5 AND c IN ('x,y', z)")
  assert.equal(rebuild('a NOT LIKE "x%" AND b IS NOT NULL AND c = true'), 'a NOT LIKE "x%" AND b IS NOT NULL AND c = true')
})

test('conditions that a script changes, adds or takes away are asked as it says', () => {
  const said: readonly Condition[] = [
    { attribute: 'name', operator: 'like', value: "O'Brien%" },
    { attribute: 'odd name', operator: 'NOT IN', value: 'a, b' },
    { attribute: 'gone', operator: 'is null', value: null },
    { attribute: 'age', operator: '>=', value: '5' },
  ]
  assert.equal(
    rebuild("a = 'x'", () => said),
    "name LIKE 'O''Brien%' AND `odd name` NOT IN ('a', 'b') AND gone IS NULL AND age >= '5'",
  )
  assert.equal(
    rebuild("a = 'x'", () => said.slice(0, 1)),
    "name LIKE 'O''Brien%'",
  )
  assert.equal(
    rebuild("a = 'x'", () => []),
    undefined,
  )
})

test('what is no condition is left out', () => {
  const odd = [{ attribute: '', operator: '=', value: 'x' }, { operator: '=' }, { attribute: 'b', operator: 'near', value: 'x' }]
  assert.equal(
    rebuild("a = 'x' AND b = 2", (same) => [...(odd as Condition[]), same[1]!]),
    'b = 2',
  )
})
