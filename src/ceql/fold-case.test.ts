import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareForOrder } from './compare-for-order.ts'
import { compileEvaluate } from './evaluate.ts'
import { foldCase } from './fold-case.ts'
import { parseOrderBy } from './parse-lists.ts'
import { parseWhere } from './parse-where.ts'
import type { LiteralType } from './searchable-field.ts'

describe('texts regardless of case', () => {
  const isTrue = (where: string, value: unknown, type?: LiteralType) =>
    compileEvaluate(parseWhere(where), () => type, 'ignore-case')({ f: value })

  for (const [where, value, wanted, type] of [
    ["f='ACME'", 'Acme', true],
    ["f!='ACME'", 'Acme', false],
    ["f in ('x','aCME')", 'Acme', true],
    ["f not in ('x','aCME')", 'Acme', false],
    ["f like 'AC_E%'", 'acmex', true],
    ["f not like 'AC%'", 'acmex', false],
    ["f > 'ACME'", 'acmf', true],
    ["f > 'Zoo'", 'acme', false],
    ["f='ÉCOLE'", 'école', true],
    ["f='ΟΔΟΣ'", 'οδος', true],
    ["f like 'İ_'", 'İx', true],
    ["f='TRUE'", true, true],
    ["f='A'", ['b', 'a'], true],
    ["f='0015G00000JOAAY'", '0015g00000JOAAY', false, 'id'],
    ["f='Lead'", 'lead', false, 'code'],
    ["f like 'Le%'", 'lead', false, 'code'],
    ["f='A;B'", 'a;b', false, 'codes'],
    ["f='x'", { id: 'x' }, true, 'id'],
  ] as const) {
    it(`${where} is ${wanted} of ${JSON.stringify(value)}${type === undefined ? '' : ` (${type})`}`, () =>
      assert.equal(isTrue(where, value, type), wanted))
  }

  it('stand in the order of what is compared, those that are equal as they were', () => {
    const sort = (text?: 'ignore-case') =>
      ['b', 'A', 'a', 'C']
        .map((f) => ({ f }))
        .sort(compareForOrder(parseOrderBy('f'), undefined, text))
        .map(({ f }) => f)
    assert.deepEqual(sort(), ['A', 'C', 'a', 'b'])
    assert.deepEqual(sort('ignore-case'), ['A', 'a', 'b', 'C'])
  })

  it('keep their length, so that a pattern finds its place', () => {
    for (const text of ['İstanbul', 'ΟΔΟΣ', 'straße', '🙂Ä']) assert.equal(foldCase(text).length, text.length)
  })
})
