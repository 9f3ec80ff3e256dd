/** Bounds of vendors that take whole seconds alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSearching } from '../transform/compile-searching.ts'
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
