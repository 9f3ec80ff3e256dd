/** Bounds of vendors that take whole seconds or milliseconds alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSearching } from '../transform/compile-searching.ts'
import { compileEvaluate } from './evaluate.ts'
import { parseWhere } from './parse-where.ts'
import { createWherePrinter } from './where-printer.ts'

const bound = (name: string) => ({ name, format: 'date-time-s' as const })
const fields = compileSearching(
  {
    vendorName: 'things',
    fields: [
      {
        path: 'changed',
        vendorPath: 'changed',
        type: 'datetime',
        filter: { '>=': bound('since'), '>': bound('since'), '<': bound('until') },
      },
    ],
  },
  {},
)
const printer = createWherePrinter({ dialect: 'query-parameters', inexact: ['>'] })
const ask = (where: string) => {
  const expression = parseWhere(where)
  return [printer.print(expression, fields), printer.isExact(expression, fields)]
}

test('a bound in whole seconds is asked as it is, whatever form it came in', () => {
  assert.deepEqual(ask("changed >= '2026-01-02 03:04:05'"), [{ since: '2026-01-02T03:04:05Z' }, true])
  assert.deepEqual(ask("changed < '2026-01-02T04:04:05.000+01:00'"), [{ until: '2026-01-02T03:04:05Z' }, true])
  assert.deepEqual(ask("changed > '2026-01-02'"), [{ since: '2026-01-02T00:00:00Z' }, false])
})

test('a bound between two seconds is moved outwards, and what is answered beyond it checked again', () => {
  assert.deepEqual(ask("changed >= '2026-01-02T03:04:05.25Z'"), [{ since: '2026-01-02T03:04:05Z' }, false])
  assert.deepEqual(ask("changed < '2026-01-02T03:04:05.25Z'"), [{ until: '2026-01-02T03:04:06Z' }, false])
})

test('a bound between two milliseconds is moved outwards, and what is answered beyond it checked again', () => {
  const typed = {
    searchable: [],
    filterOf: () => ({ operators: { '*': 'at' }, type: 'datetime' as const, convert: (text: string) => text }),
  }
  for (const dialect of ['soql', 'json-query', 'odata'] as const) {
    const { print, isExact, canSay } = createWherePrinter({ dialect, options: { object: 'lead' } })
    const say = (where: string) => [JSON.stringify(print(parseWhere(where), typed)), isExact(parseWhere(where), typed)] as const
    for (const [operator, moved] of [
      ['<=', '.124Z'],
      ['<', '.124Z'],
      ['>', '.123Z'],
      ['>=', '.123Z'],
    ] as const) {
      const [said, exact] = say(`at ${operator} '2026-01-02T03:04:05.123456+00:00'`)
      assert.ok(said.includes(`2026-01-02T03:04:05${moved}`) && !exact, `${dialect}: ${said}`)
    }
    assert.equal(canSay(parseWhere("at = '2026-01-02T03:04:05.123456Z'"), typed), false)
    assert.equal(canSay(parseWhere("at IN ('2026-01-02T03:04:05.123456Z')"), typed), false)
    assert.equal(say("at >= '2026-01-02T03:04:05.123000Z'")[1], true)
  }
})

test('moments of records are told apart by the microsecond', () => {
  const record = { at: '2026-01-02T03:04:05.123456+00:00' }
  for (const [condition, wanted] of [
    ["= '2026-01-02T04:04:05.123456+01:00'", true],
    ["= '2026-01-02T03:04:05.123'", false],
    ["<= '2026-01-02T03:04:05.123'", false],
    ["<= '2026-01-02T03:04:05.123457'", true],
    ["> '2026-01-02T03:04:05.123455'", true],
  ] as const)
    assert.equal(compileEvaluate(parseWhere(`at ${condition}`))(record), wanted, condition)
})
