import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { OctetError } from '../../lib/errors.ts'
import { parseXml } from './read-xml.ts'
import { writeXml } from './write-xml.ts'

describe('JSON written as XML', () => {
  const cases: [value: unknown, xml: string][] = [
    [{ a: { '@id': 'x"<', '#text': 'a & b' } }, '<a id="x&quot;&lt;">a &amp; b</a>'],
    [{ a: [1, { b: true }], c: null, d: '' }, '<a>1</a><a><b>true</b></a><c></c><d></d>'],
    [{ 'tem:a': { '@on': true } }, '<tem:a on="true"></tem:a>'],
    [[{ a: 1 }, { a: 2 }], '<a>1</a><a>2</a>'],
    ['<i>', '&lt;i&gt;'],
    [12, '12'],
  ]
  for (const [value, xml] of cases) it(`${JSON.stringify(value)} is ${xml}`, () => assert.equal(writeXml(value), xml))

  const refused: [title: string, value: unknown][] = [
    ['a name that opens elements', { 'a><b': 1 }],
    ['a name with a space', { 'a b="c"': 1 }],
    ['an empty name', { '': 1 }],
    ['__proto__', JSON.parse('{"__proto__": {"x": 1}}')],
    ['a control character', { a: '\u0001' }],
    ['a list in a list', { a: [[1]] }],
    ['too deep a body', JSON.parse(`${'{"a":'.repeat(150)}1${'}'.repeat(150)}`)],
  ]
  for (const [title, value] of refused) {
    it(`${title} is refused`, () => {
      assert.throws(
        () => writeXml(value),
        (error) => error instanceof OctetError && error.code === 'invalid-body' && error.status === 400,
      )
    })
  }

  it('is read back as it was', () => {
    const name = fc
      .stringMatching(/^[a-z_][a-z0-9_.-]{0,5}(:[a-z]{1,3})?$/)
      .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text))
    const text = fc
      .string({ unit: 'grapheme' })
      .filter(
        (candidate) =>
          !/[\p{Cc}\ufffe\uffff]/u.test(candidate) && candidate.trim() === candidate && !/^(true|false|[\d.+-]*)$/.test(candidate),
      )
    const { node } = fc.letrec((tie) => ({
      leaf: fc.oneof(
        text.filter((candidate) => candidate !== ''),
        fc.integer(),
        fc.boolean(),
      ),
      node: fc.dictionary(
        name,
        fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('node'), fc.array(tie('leaf'), { minLength: 2, maxLength: 3 })),
        { minKeys: 1, maxKeys: 4, noNullPrototype: true },
      ),
    }))
    fc.assert(
      fc.property(node, (value) => {
        assert.deepEqual(parseXml(`<r>${writeXml(value)}</r>`), { r: value })
      }),
      readPropertyRuns(11, 200),
    )
  })
})
