import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { expression, strip } from './fixtures/expressions.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'

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
