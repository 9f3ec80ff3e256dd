import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { OctetError } from '../lib/errors.ts'
import { damage, expression, field, strip } from './fixtures/expressions.ts'
import { parseSelect, printSelect, type Select } from './parse-select.ts'

describe('a select', () => {
  const cases: readonly (readonly [q: string, printed: string])[] = [
    ['select * from contacts', 'select * from contacts'],
    ['SELECT id,Name FROM contacts LIMIT 5', 'select id, Name from contacts limit 5'],
    ["select * from contacts where id='1' order by Name", "select * from contacts where id = '1' order by Name asc"],
    ['select*from contacts', 'select * from contacts'],
    [
      "select a from b where a=1 or b like 'x%' ORDER  BY c DESC, d.e limit 10",
      "select a from b where a = 1 OR b LIKE 'x%' order by c desc, d.e asc limit 10",
    ],
    ['select from from from where where = 1 order by order limit 1', 'select from from from where where = 1 order by order asc limit 1'],
    [
      'select `a b`, "$c" from `My Object` where d>=2017-02-28T16:11:29-06:00 limit 2',
      'select `a b`, "$c" from `My Object` where d >= 2017-02-28T16:11:29-06:00 limit 2',
    ],
    ['  select a\nfrom b\nwhere (a=1)\nlimit 0 ', 'select a from b where a = 1 limit 0'],
  ]
  for (const [q, printed] of cases) it(`${JSON.stringify(q)} is read`, () => assert.equal(printSelect(parseSelect(q)), printed))

  it('is frozen', () => {
    const tree = parseSelect("select a from b where c='d' order by e limit 1")
    for (const part of [tree, tree.select, tree.from, tree.where, tree.orderBy, tree.orderBy[0]]) assert(Object.isFrozen(part))
  })
})

const select: fc.Arbitrary<Select> = fc.record({
  select: fc.option(fc.array(field, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  from: field,
  where: fc.option(expression, { nil: undefined }),
  orderBy: fc.array(fc.record({ field, direction: fc.constantFrom('asc' as const, 'desc' as const) }), { maxLength: 3 }),
  limit: fc.option(fc.nat({ max: 999_999_999 }), { nil: undefined }),
})

it('a select printed from a tree parses to the same tree', () => {
  fc.assert(
    fc.property(select, (tree) => assert.deepEqual(strip(parseSelect(printSelect(tree))), strip(tree))),
    readPropertyRuns(8, 500),
  )
})

describe('trap 22: a malformed select is a 400 that says where, what was expected and what was found', () => {
  const cases: readonly (readonly [q: string, message: RegExp])[] = [
    ['', /^Error parsing query: expected SELECT at position 1, found the end$/],
    ['select * contacts', /expected FROM at position 10, found "contacts"/],
    ['select a contacts', /expected a comma or FROM at position 10, found "contacts"/],
    ['select from contacts', /expected a comma or FROM at position 13, found "contacts"/],
    ['select', /expected \* or a field name at position 7, found the end/],
    ['select a, from b', /expected a comma or FROM at position 16, found "b"/],
    ['select * from', /expected the name of an object at position 14, found the end/],
    ['select * from contacts whre a=1', /expected WHERE, ORDER BY, LIMIT or the end at position 24, found "whre"/],
    ['select * from contacts where a=', /expected a value at position 32, found the end/],
    ['select * from contacts where a=1 b=2', /expected AND, OR, ORDER BY, LIMIT or the end at position 34, found "b"/],
    ['select * from contacts order by a up', /expected ASC, DESC, a comma, LIMIT or the end at position 35, found "up"/],
    ['select * from contacts limit x', /expected a whole number at position 30, found "x"/],
    ['select * from contacts limit 1.5', /expected a whole number at position 30/],
    ['select * from contacts limit 5 where a=1', /expected the end at position 32, found "where"/],
    ['delete from contacts', /expected SELECT at position 1, found "delete"/],
  ]
  for (const [q, message] of cases) {
    it(`${q || 'nothing'} → ${message.source}`, () =>
      assert.throws(
        () => parseSelect(q),
        (error) => error instanceof OctetError && error.status === 400 && message.test(error.message),
      ))
  }

  it('nothing else ever comes of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), damage(select.map(printSelect))), (q) => {
        try {
          assert(Object.isFrozen(parseSelect(q)))
        } catch (error) {
          assert(error instanceof OctetError && error.code === 'query-malformed', String(error))
        }
      }),
      readPropertyRuns(22, 2000),
    )
  })
})
