import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { OctetError } from '../lib/errors.ts'
import type { Expression } from './expression.ts'
import { damage, expression } from './fixtures/expressions.ts'
import { ceqlShapes } from './fixtures/shapes.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'

describe('trap 21: whatever clients of the original send is understood', () => {
  for (const shape of ceqlShapes) it(shape, () => assert.equal(typeof parseWhere(shape).kind, 'string'))

  const values: [where: string, field: string, kind: string, value: string][] = [
    ["'Modified Time'>'2017-01-01'", 'Modified Time', 'text', '2017-01-01'],
    ['`metaData.lastUpdateTime`=1', 'metaData.lastUpdateTime', 'number', '1'],
    ['"$id"=12', '$id', 'number', '12'],
    ['f = `a b`', 'f', 'text', 'a b'],
    ['f="it\'s"', 'f', 'text', "it's"],
    ["f='O''Brien'", 'f', 'text', "O'Brien"],
    ["f='O\\'Brien'", 'f', 'text', "O'Brien"],
    ["f='C:\\temp'", 'f', 'text', 'C:\\temp'],
    ["f=''", 'f', 'text', ''],
    ["f=''''", 'f', 'text', "'"],
    ['mdate>=2017-02-28T16:11:29-06:00', 'mdate', 'text', '2017-02-28T16:11:29-06:00'],
    ['mdate>=2017-02-28T16:11:29+06:00', 'mdate', 'text', '2017-02-28T16:11:29+06:00'],
    ['mdate>=2017-02-28T16:11:29 06:00', 'mdate', 'text', '2017-02-28T16:11:29+06:00'],
    ['f=True', 'f', 'boolean', 'True'],
    ["f='true'", 'f', 'text', 'true'],
    ['f=null', 'f', 'null', 'null'],
    ['f=-1.5e3', 'f', 'number', '-1.5e3'],
    ['f=report-2.pdf', 'f', 'text', 'report-2.pdf'],
    ['State=OR', 'State', 'text', 'OR'],
    ['items[*].id=1', 'items[*].id', 'number', '1'],
    ['@type=x', '@type', 'text', 'x'],
  ]
  for (const [where, field, kind, text] of values) {
    it(`${where} compares ${field} with ${JSON.stringify(text)} (${kind})`, () => {
      const node = parseWhere(where)
      assert(node.kind === 'comparison')
      assert.deepEqual([node.field.path, node.value.kind, node.value.text], [field, kind, text])
    })
  }
  for (const word of ['value', 'order', 'from', 'key', 'date', 'group', 'in', 'like', 'is', 'not', 'and', 'or', 'null']) {
    it(`${word} is a field like any other`, () =>
      assert.equal(describeTree(parseWhere(`${word}='x' and ${word} = 1`)), `(and ${word}= ${word}=)`))
  }
})

describe('the tree', () => {
  const cases: [where: string, tree: string][] = [
    ['a=1 or b=2 and c=3', '(or a= (and b= c=))'],
    ['(a=1 or b=2) and c=3', '(and (or a= b=) c=)'],
    ['a=1 AND b=2 And c=3', '(and a= b= c=)'],
    ['(a=1 and b=2) and c=3', '(and (and a= b=) c=)'],
    ['((a=1))', 'a='],
    ['(a=1)AND(b=2)', '(and a= b=)'],
    ["a='x'and b=2", '(and a= b=)'],
    ['a<>1', 'a!='],
    ['a!=1', 'a!='],
    ['a<=1', 'a<='],
    ['a not like "x%"', 'a not like'],
    ["a in ('x', y,3)", 'a in x,y,3'],
    ['a NOT IN (1)', 'a not in 1'],
    ['a is null', 'a is null'],
    ['a IS  NOT  NULL', 'a is not null'],
  ]
  for (const [where, tree] of cases) it(`of ${where} is ${tree}`, () => assert.equal(describeTree(parseWhere(where)), tree))

  it('keeps positions and quoting', () => {
    const node = parseWhere(' `a b` = "x"')
    assert(node.kind === 'comparison')
    assert.deepEqual([node.at, node.field.quote, node.value.at, node.value.quote], [1, 'backtick', 9, 'double'])
  })
  it('is frozen all through', () => {
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      assert(Object.isFrozen(value))
      Object.values(value).forEach(check)
    }
    check(parseWhere("a=1 and (b in (1,2) or c like 'x%' or d is null)"))
  })
})

describe('trap 22: a malformed where is a 400 that says where, what was expected and what was found', () => {
  const cases: [where: string, message: RegExp][] = [
    [`${'a.'.repeat(50)}a=1`, /expected a name of 500 characters and 50 parts at most at position 1/],
    [`\`${'a.'.repeat(3000)}a\`=1`, /expected a name of 500 characters and 50 parts at most at position 1/],
    [`f=1 and ${'a'.repeat(501)} is null`, /expected a name of 500 characters .* at position 9, found "a{20}…"/],
    ['', /expected a field name or \( at position 1, found the end/],
    ['   ', /at position 4, found the end/],
    ['f=', /expected a value at position 3, found the end/],
    ['f', /expected an operator .* at position 2, found the end/],
    ["f='x", /expected a closing ' at position 5, found the end/],
    ['select * contacts', /expected an operator .* at position 8, found "\*"/],
    ['f==1', /expected a value at position 3, found "="/],
    ['f in ()', /expected a value at position 7, found "\)"/],
    ['f in 1', /expected \( at position 6, found "1"/],
    ['f in (1', /expected , or \) at position 8, found the end/],
    ['f in (1 2)', /expected , or \) at position 9, found "2"/],
    ['(f=1', /expected AND, OR or \) at position 5/],
    ['f=1)', /expected AND, OR or the end at position 4, found "\)"/],
    ['f=1 g=2', /expected AND, OR or the end at position 5, found "g"/],
    ["f=1 and 'x' is 2", /expected NULL or NOT NULL at position 16, found "2"/],
    ['f is not 2', /expected NULL at position 10, found "2"/],
    ['f not = 2', /expected LIKE or IN at position 7, found "="/],
    ['f=1 and', /expected a field name or \( at position 8, found the end/],
    ["''=1", /expected a field name or \( at position 1/],
    ['1=1', /expected a field name or \( at position 1, found "1"/],
    ['(('.repeat(2000), /at most 100 parentheses/],
  ]
  for (const [where, message] of cases) {
    it(`${where.slice(0, 20)} → ${message.source}`, () => {
      assert.throws(
        () => parseWhere(where),
        (error) =>
          error instanceof OctetError &&
          error.status === 400 &&
          error.message.startsWith('Error parsing query: ') &&
          message.test(error.message),
      )
    })
  }

  const fragment = fc.constantFrom(
    ...[
      "'",
      '"',
      '`',
      '\\',
      '(',
      ')',
      ',',
      '=',
      '<>',
      '>=',
      ' ',
      'and',
      'OR',
      'in',
      'like',
      'is',
      'not',
      'null',
      'f',
      'a.b',
      'custom_fields.65cfcde749',
      '12',
      '%',
      ';',
      '\n',
      'é',
      '🙂',
    ],
  )
  it('nothing else ever comes of any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join('')),
      damage(expression.map(printCeql)),
    )
    fc.assert(
      fc.property(text, (where) => {
        try {
          assert.equal(typeof parseWhere(where).kind, 'string')
        } catch (error) {
          assert(error instanceof OctetError && error.code === 'query-malformed', String(error))
        }
      }),
      readPropertyRuns(22, 2000),
    )
  })
})

function describeTree(node: Expression): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return `(${node.kind} ${node.operands.map(describeTree).join(' ')})`
    case 'comparison':
      return node.field.path + node.operator
    case 'in':
      return `${node.field.path}${node.negated ? ' not' : ''} in ${node.values.map(({ text }) => text).join(',')}`
    case 'like':
      return `${node.field.path}${node.negated ? ' not' : ''} like`
    case 'isNull':
      return `${node.field.path} is${node.negated ? ' not' : ''} null`
  }
}
