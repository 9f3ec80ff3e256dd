import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { OctetError } from '../../lib/errors.ts'
import { parseXml } from './read-xml.ts'
import { compileTemplate } from './template.ts'

describe('a body template', () => {
  const cases: [title: string, template: string, values: Record<string, unknown>, expected: string][] = [
    [
      'escapes in XML',
      '<q a="{x}"><t>{x}</t></q>',
      { x: `<"'&>` },
      '<q a="&lt;&quot;&apos;&amp;&gt;"><t>&lt;&quot;&apos;&amp;&gt;</t></q>',
    ],
    ['writes objects as elements', '<q>{body}</q>', { body: { a: [1, 2] } }, '<q><a>1</a><a>2</a></q>'],
    ['keeps to CDATA', '<q><![CDATA[{x}]]></q>', { x: ']]><i>' }, '<q><![CDATA[]]]]><![CDATA[><i>]]></q>'],
    ['escapes after CDATA', '<q><![CDATA[1]]>{x}</q>', { x: '<' }, '<q><![CDATA[1]]>&lt;</q>'],
    ['escapes in the texts of JSON', '{"action": "do {x}"}', { x: 'a"b\n' }, '{"action": "do a\\"b\\n"}'],
    [
      'writes JSON values outside of texts',
      '{"a": {x}, "b": {y}, "c": {z}}',
      { x: { k: 1 }, y: '10', z: 'ten' },
      '{"a": {"k":1}, "b": 10, "c": "ten"}',
    ],
    ['keeps every digit', '{"a": {x}}', { x: '12345678901234567890' }, '{"a": 12345678901234567890}'],
    ['sees through escaped quotes', '{"a\\"": {x}}', { x: 'y' }, '{"a\\"": "y"}'],
    ['encodes in forms', 'grant_type=x&code={code}', { code: 'a&b=c d' }, 'grant_type=x&code=a%26b%3Dc%20d'],
    ['leaves other texts alone', 'Hello {name}, <b>', { name: '<you>' }, 'Hello <you>, <b>'],
    ['has no places in other braces', '{"a": {"b": 1}, "c": {}}', { b: 2 }, '{"a": {"b": 1}, "c": {}}'],
    ['does not fill what a value brings', '<q>{x}{y}</q>', { x: '{y}', y: '1' }, '<q>{y}1</q>'],
    ['empties a place without a value', '<q>{x}</q>', {}, '<q></q>'],
    ['empties a place in JSON', '{"a": {x}, "b": "{y}"}', {}, '{"a": null, "b": ""}'],
    ['knows no value that objects inherit', '<q>{constructor}{__proto__}</q>', {}, '<q></q>'],
    ['takes dots and hyphens in names', '<q>{a.b-c}</q>', { 'a.b-c': 1 }, '<q>1</q>'],
  ]
  for (const [title, template, values, expected] of cases) it(title, () => assert.equal(compileTemplate(template).fill(values), expected))

  it('leaves places that nothing fills to hooks, when asked to', () => {
    const template = compileTemplate('<q><t>{ticket}</t><fields>{fields}</fields></q>')
    assert.equal(template.fill({ ticket: 'x' }, 'keep'), '<q><t>x</t><fields>{fields}</fields></q>')
    assert.deepEqual([...template.places], ['ticket', 'fields'])
  })
  it('refuses for XML what XML cannot hold', () => {
    assert.throws(
      () => compileTemplate('<q>{x}</q>').fill({ x: 'a\0b' }),
      (error) => error instanceof OctetError && error.status === 400,
    )
  })
})

describe('whatever the value, a template keeps its shape', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('</a>', '<b>', '"', "'", ']]>', '&', '\\', ',"x":1', '}', '{y}', '&amp;', '<!--'), { maxLength: 5 })
      .map((parts) => parts.join('')),
  )
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML does not hold.
  const xmlValue = value.filter((text) => !/[\0-\x08\x0b-\x1f\ufffe\uffff]/.test(text))
  it('of JSON', () => {
    const template = compileTemplate('{"a": "{x}", "b": {x}, "c": 1}')
    fc.assert(
      fc.property(value, (x) => {
        const read = JSON.parse(template.fill({ x })) as Record<string, unknown>
        assert.deepEqual(Object.keys(read), ['a', 'b', 'c'])
        assert.equal(read['a'], x)
      }),
      readPropertyRuns(13, 500),
    )
  })
  it('of XML', () => {
    const template = compileTemplate('<r><a t="{x}">{x}</a><b>k{x}k</b><c><![CDATA[k{x}k]]></c></r>')
    fc.assert(
      fc.property(xmlValue, (x) => {
        const { r } = parseXml(template.fill({ x })) as { r: Record<string, Record<string, unknown>> }
        assert.deepEqual(Object.keys(r), ['a', 'b', 'c'])
        assert.equal(r['b'], `k${x}k`)
        assert.equal(r['c'], `k${x}k`)
        assert.deepEqual(
          Object.keys(r['a']!).filter((name) => name !== '#text'),
          ['@t'],
        )
      }),
      readPropertyRuns(14, 500),
    )
  })
})
