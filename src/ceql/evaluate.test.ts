import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OctetError } from '../lib/errors.ts'
import { compareForOrder } from './compare-for-order.ts'
import { compileEvaluate } from './evaluate.ts'
import { parseOrderBy } from './parse-lists.ts'
import { parseWhere } from './parse-where.ts'
import type { LiteralType } from './searchable-field.ts'

const record = {
  Id: 5,
  Code: '12',
  Name: 'Acme',
  Email: 'john_doe@x.y',
  Flag: 'True',
  Changed: '2026-01-02T03:04:05+01:00',
  Phone: '491701234567',
  Nothing: null,
  Empty: [],
  Tags: ['a', 'B', null],
  Phones: [{ Number: '1', Type: 'Work' }, { Number: '2' }],
  Owner: { Id: 7, 'Full.Name': 'Jo' },
  'Flat.Dotted': 1,
}

describe('where on a record', () => {
  const cases: readonly (readonly [where: string, truth: boolean])[] = [
    // The value decides how a literal is read (contract 6.2).
    ["Id='5'", true],
    ["Id='5.0'", true],
    ["Id>'10'", false],
    ["Id!='five'", true],
    ["Id>'five'", false],
    ["Id like '5'", true],
    ["Code>'5'", false],
    ['Code>5', true],
    ['Code=12.0', true],
    ["Code='12.0'", false],
    ['Name>5', true],
    ['Flag=true', true],
    ["Flag='true'", false],
    ["Changed>'2026-01-02'", true],
    ["Changed='2026-01-02T02:04:05Z'", true],
    ["Changed='2026-01-02T02:04:05'", true],
    ['Changed=1767319445000', true],
    ['Changed>1767319445000', false],
    ["Phone='491701234567'", true],
    // Names.
    ["name='Acme'", true],
    ["Owner.Id='7'", true],
    ["owner.id='7'", true],
    ["Owner.Full.Name='Jo'", true],
    ['`Flat.Dotted`=1', true],
    ['Missing is null', true],
    ['Missing.Deeper is null', true],
    ['Name.Deeper is null', true],
    // Nulls.
    ['Nothing = null', true],
    ['Id != null', true],
    ['Nothing = 1', false],
    ['Nothing != 1', false],
    ['Nothing not in (1)', false],
    ["Nothing not like 'x'", false],
    ['Id in (1, null)', false],
    ['Id not in (1, null)', false],
    ['Id not in (5, null)', false],
    ['Id < null', false],
    ['Id like null', false],
    ["Nothing=1 or Name='Acme'", true],
    // Lists.
    ["Tags='B'", true],
    ["Tags!='B'", false],
    ["Tags!='c'", true],
    ["Tags in ('x','a')", true],
    ["Phones.Number='2'", true],
    ["Phones[*].Number='2'", true],
    ["Phones[0].Number='2'", false],
    ["Phones[1].Number='2'", true],
    ["Phones.Number!='3'", true],
    ["Phones.Type='Work'", true],
    ['Empty is null', true],
    ["Empty != 'x'", false],
    // A record inside is no value.
    ["Owner='7'", false],
    ["Owner!='7'", false],
    ["Owner like '%'", false],
    ['Owner is not null', true],
    // Patterns.
    ["Name like 'Ac%'", true],
    ["Name like 'ac%'", false],
    ["Name like 'A_me'", true],
    ["Email like 'john_doe%'", true],
    ["Email like 'johnxdoe%'", false],
  ]
  for (const [where, truth] of cases) it(`${where} is ${truth}`, () => assert.equal(compileEvaluate(parseWhere(where))(record), truth))

  const types: Readonly<Record<string, LiteralType>> = { Code: 'number', Flag: 'boolean', Name: 'string', Changed: 'datetime', Phone: 'id' }
  const typed: readonly (readonly [where: string, truth: boolean])[] = [
    ["Code>'5'", true],
    ["Code='12.0'", true],
    ["Flag='true'", true],
    ["Flag!='FALSE'", true],
    ["Changed>'1767319444999'", true],
    ['Phone=491701234567', true],
    ['Phone=491701234567.0', false],
  ]
  for (const [where, truth] of typed) {
    it(`${where} is ${truth} where types are known`, () =>
      assert.equal(compileEvaluate(parseWhere(where), (path) => types[path])(record), truth))
  }

  const refused: readonly (readonly [where: string, message: RegExp])[] = [
    ["Code='five'", /Invalid parameter where: expected a number for Code, got "five"/],
    ["Flag in ('yes')", /expected true or false for Flag, got "yes"/],
    ["Changed>'Jan 15, 2014'", /expected a date or date-time \(ISO 8601\) for Changed, got "Jan 15, 2014"/],
  ]
  for (const [where, message] of refused) {
    it(`${where} is refused where types are known`, () =>
      assert.throws(
        () => compileEvaluate(parseWhere(where), (path) => types[path]),
        (error) => error instanceof OctetError && error.status === 400 && message.test(error.message),
      ))
  }

  it('a pattern of many pieces takes no longer than reading the text some times', () => {
    const test = compileEvaluate(parseWhere(`Name like '${'%a'.repeat(50)}%b'`))
    const before = performance.now()
    assert.equal(test({ Name: 'a'.repeat(5000) }), false)
    assert(performance.now() - before < 1000)
  })
})

describe('records sorted here', () => {
  const sort = (orderBy: string, values: readonly unknown[], type?: LiteralType) =>
    values
      .map((value) => ({ value }))
      .toSorted(compareForOrder(parseOrderBy(orderBy), type && (() => type)))
      .map(({ value }) => value)
  it('stand by number, with nulls last', () => assert.deepEqual(sort('value', [10, null, 9, undefined, 1]), [1, 9, 10, null, undefined]))
  it('descending with nulls first', () => assert.deepEqual(sort('value desc', [10, null, 9]), [null, 10, 9]))
  it('texts by code point', () =>
    assert.deepEqual(sort('value', ['b', '🙂', '\uffee', 'B', 'a10', 'a9']), ['B', 'a10', 'a9', 'b', '\uffee', '🙂']))
  it('numbers written as texts by number, where that is known', () => assert.deepEqual(sort('value', ['10', '9'], 'number'), ['9', '10']))
  it('dates by instant', () => {
    const dates = ['2026-01-01T00:00:00Z', '2026-01-01T00:30:00+01:00', '2026-01-01']
    assert.deepEqual(sort('value', dates), [dates[1], dates[0], dates[2]])
  })
  it('kinds apart', () => assert.deepEqual(sort('value', ['a', true, '2026-01-01', 3, false]), [3, false, true, '2026-01-01', 'a']))
  it('what is equal stays as it was', () => assert.deepEqual(sort('value', [1, '1', 1]), [1, 1, '1']))
})
