import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { compileEvaluate } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { pair, row } from './fixtures/conditions-in-sql.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'
import { splitWhere } from './split.ts'

/** A vendor that knows the fields named by `known` and no NOT; it is inexact with LIKE, and takes `most` conditions. */
function createSpeaker({ known, most = Number.POSITIVE_INFINITY, hasOr = true }: { known: RegExp; most?: number; hasOr?: boolean }) {
  const listLeaves = (node: Expression): readonly Expression[] => ('operands' in node ? node.operands.flatMap(listLeaves) : [node])
  const hasNoOr = (node: Expression): boolean => !('operands' in node) || (node.kind === 'and' && node.operands.every(hasNoOr))
  return {
    canSay: (node: Expression) => {
      const leaves = listLeaves(node)
      const isKnown = leaves.every((leaf) => 'field' in leaf && known.test(leaf.field.path) && !('negated' in leaf && leaf.negated))
      return isKnown && leaves.length <= most && (hasOr || hasNoOr(node))
    },
    isExact: (node: Expression) => listLeaves(node).every(({ kind }) => kind !== 'like'),
  }
}

const cases: readonly (readonly [where: string, pushed: string, residual: string])[] = [
  ['a=1', 'a = 1', ''],
  ['x=1', '', 'x = 1'],
  ['a=1 and x=2', 'a = 1', 'x = 2'],
  ['x=2 and a=1 and y=3 and b=4', 'a = 1 AND b = 4', 'x = 2 AND y = 3'],
  ['a=1 or b=2', 'a = 1 OR b = 2', ''],
  ['a=1 or x=2', '', 'a = 1 OR x = 2'],
  ["a like 'x%'", "a LIKE 'x%'", "a LIKE 'x%'"],
  ["a like 'x%' and b=1", "a LIKE 'x%' AND b = 1", "a LIKE 'x%' AND b = 1"],
  ["a like 'x%' and b=1 and x=1", "a LIKE 'x%' AND b = 1", "a LIKE 'x%' AND x = 1"],
  ['(a=1 and x=2) or b=3', 'a = 1 OR b = 3', 'a = 1 AND x = 2 OR b = 3'],
  ['(a=1 and x=2) and (b=1 or (a=2 and y=1))', 'a = 1 AND (b = 1 OR a = 2)', 'x = 2 AND (b = 1 OR a = 2 AND y = 1)'],
  ['a=1 and a=2 and b=3 and b=4', 'a = 1 AND a = 2', 'b = 3 AND b = 4'],
]

describe('a where in two parts', () => {
  for (const [where, pushed, residual] of cases) {
    it(`${where}: ${pushed || 'everything'} is asked, ${residual || 'nothing'} is checked here`, () => {
      const most = where.startsWith('a=1 and a=2') ? 2 : 4
      const parts = splitWhere(parseWhere(where), createSpeaker({ known: /^[abc]$/, most }))
      const print = (node: Expression | undefined) => (node === undefined ? '' : printCeql(node))
      assert.deepEqual([print(parts.pushed), print(parts.residual)], [pushed, residual])
    })
  }

  it('asks for no less than the whole is true of, and both parts are true of exactly that', () => {
    const speaker = fc.record({
      known: fc.constantFrom(/name|amount/, /^a/, /./, /day|changed|active/, /never/),
      most: fc.constantFrom(1, 2, 3, 100),
      hasOr: fc.boolean(),
    })
    fc.assert(
      fc.property(pair, fc.array(row, { minLength: 1, maxLength: 20 }), speaker, ({ ceql }, records, options) => {
        const { pushed, residual } = splitWhere(ceql, createSpeaker(options))
        const [whole, asked, checked] = [ceql, pushed, residual].map((node) => (node === undefined ? () => true : compileEvaluate(node)))
        for (const record of records) {
          if (whole!(record)) assert(asked!(record), 'the vendor is asked for too little')
          assert.equal(asked!(record) && checked!(record), whole!(record))
        }
      }),
      readPropertyRuns(7, 2000),
    )
  })

  it('gives up on queries of thousands of conditions rather than try them all together', () => {
    const where = Array.from({ length: 3000 }, (_, at) => `a=${at}`).join(' and ')
    const before = performance.now()
    const { pushed, residual } = splitWhere(parseWhere(where), createSpeaker({ known: /a/, most: 20 }))
    assert(pushed !== undefined && residual !== undefined)
    assert(performance.now() - before < 1000)
  })
})
