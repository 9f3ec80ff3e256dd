import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import type { Expression, Field, Value } from './expression.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'

const quotes = ['single', 'double', 'backtick'] as const
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom("'", '"', '`', '\\', ' ', 'a', '%', ')'), { maxLength: 6 }).map((parts) => parts.join('')),
)

const field: fc.Arbitrary<Field> = fc.oneof(
  fc
    .constantFrom('f', 'a.b', '_Custom', '$id', '@type', 'items[*].x', 'and', 'é-2')
    .map((path) => ({ path, quote: 'none' as const, at: 0 })),
  fc.record({ path: text.filter((path) => path !== ''), quote: fc.constantFrom(...quotes), at: fc.constant(0) }),
)
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text, quote: fc.constantFrom(...quotes), at: fc.constant(0) }),
  fc.constantFrom(
    ...(
      [
        ['number', '-1.5'],
        ['boolean', 'True'],
        ['null', 'NULL'],
        ['text', '2017-02-28T16:11:29+06:00'],
        ['text', 'or'],
        ['text', "O'Brien"],
      ] as const
    ).map(([kind, bare]) => ({ kind, text: bare, quote: 'none' as const, at: 0 })),
  ),
)
const negated = fc.boolean()
const at = fc.constant(0)
const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const operands = fc.array(tie('expression'), { minLength: 2, maxLength: 3 })
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.record({ kind: fc.constant('comparison' as const), field, operator: fc.constantFrom('=', '!=', '>', '>=', '<', '<='), value, at }),
      fc.record({ kind: fc.constant('in' as const), field, negated, values: fc.array(value, { minLength: 1, maxLength: 3 }), at }),
      fc.record({ kind: fc.constant('like' as const), field, negated, pattern: value, at }),
      fc.record({ kind: fc.constant('isNull' as const), field, negated, at }),
      fc.record({ kind: fc.constant('and' as const), operands, at }),
      fc.record({ kind: fc.constant('or' as const), operands, at }),
    ),
  }
})

/** Without positions, and without the quoting, which may change where a text cannot be written in the quotes it had. */
function strip(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, member) => (key === 'at' || key === 'quote' ? undefined : member)))
}

describe('CEQL printed from a tree', () => {
  it('parses to the same tree', () => {
    fc.assert(
      fc.property(expression, (tree) => assert.deepEqual(strip(parseWhere(printCeql(tree))), strip(tree))),
      readPropertyRuns(6, 500),
    )
  })
  it('that was parsed keeps its quoting, and printing again changes nothing', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const printed = printCeql(parseWhere(printCeql(tree)))
        assert.equal(printed, printCeql(tree))
      }),
      readPropertyRuns(7, 500),
    )
  })
  const cases: [where: string, printed: string][] = [
    ["a='x'   and(b=1 or c<>`d`)", "a = 'x' AND (b = 1 OR c != `d`)"],
    ['a=1 and b=2 or c=3', 'a = 1 AND b = 2 OR c = 3'],
    ["a in ('x',y)", "a IN ('x', y)"],
    ['a not like "x%" and b is not null', 'a NOT LIKE "x%" AND b IS NOT NULL'],
    ["f='O''B\\'s'", "f = 'O''B''s'"],
  ]
  for (const [where, printed] of cases) it(`${where} → ${printed}`, () => assert.equal(printCeql(parseWhere(where)), printed))
})
