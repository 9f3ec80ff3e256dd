import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseWhere } from '../ceql/parse-where.ts'
import { OctetError } from '../lib/errors.ts'
import { describeExpression } from './request-expression.ts'

describe('request_expression of a hook', () => {
  const cases: [where: string, expected: [attribute: string, operator: string, value: string | null][]][] = [
    [
      "created_at>='2017-01-01' and name='O''Brien'",
      [
        ['created_at', '>=', '2017-01-01'],
        ['name', '=', "O'Brien"],
      ],
    ],
    [
      "a=1 and (b=true and c<>'x')",
      [
        ['a', '=', '1'],
        ['b', '=', 'true'],
        ['c', '!=', 'x'],
      ],
    ],
    ["`a.b` in ('x', 2)", [['a.b', 'IN', 'x,2']]],
    [
      "a not in (1) and b like '%x%' and c not like 'y'",
      [
        ['a', 'NOT IN', '1'],
        ['b', 'LIKE', '%x%'],
        ['c', 'NOT LIKE', 'y'],
      ],
    ],
    [
      'a is null and b is not null and c = null',
      [
        ['a', 'IS NULL', null],
        ['b', 'IS NOT NULL', null],
        ['c', '=', 'null'],
      ],
    ],
  ]
  for (const [where, expected] of cases) {
    it(`for ${where} lists its conditions in order`, () => {
      const described = describeExpression(parseWhere(where))
      assert.deepEqual(
        described.map(({ attribute, operator, value }) => [attribute, operator, value]),
        expected,
      )
    })
  }
  it('cannot say alternatives: a hook would take them for conditions that all hold', () => {
    assert.throws(
      () => describeExpression(parseWhere("a=1 and (b=2 or c='x')")),
      (error) => error instanceof OctetError && error.status === 400 && /b = 2 OR c = 'x'/.test(error.message),
    )
  })
})
