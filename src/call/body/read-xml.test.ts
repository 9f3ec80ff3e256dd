import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OctetError } from '../../lib/errors.ts'
import { parseXml } from './read-xml.ts'

describe('XML read as JSON', () => {
  const cases: [title: string, xml: string, expected: unknown][] = [
    [
      'keeps prefixes and attributes',
      '<?xml version="1.0"?>\n<!-- sums --><soap:Envelope xmlns:soap="urn:s"><soap:Body><r>7</r></soap:Body></soap:Envelope>',
      { 'soap:Envelope': { '@xmlns:soap': 'urn:s', 'soap:Body': { r: 7 } } },
    ],
    [
      'makes a list of repeated elements and a value of a single one',
      '<a>\n  <b>1</b>\n  <b>x</b>\n  <c>2</c>\n</a>',
      { a: { b: [1, 'x'], c: 2 } },
    ],
    ['keeps the text beside attributes', '<f id="007" ok="true">12</f>', { f: { '@id': '007', '@ok': 'true', '#text': 12 } }],
    ['keeps the text beside elements', '<a>one <b>2</b> three</a>', { a: { b: 2, '#text': 'one  three' } }],
    ['reads what is empty as an empty text', '<a><b/><c></c><d> </d></a>', { a: { b: '', c: '', d: '' } }],
    ['reads CDATA as it is', '<a><![CDATA[<b> & &amp; ]]></a>', { a: '<b> & &amp;' }],
    [
      'reads entities and characters by number',
      '<a b="&quot;&#60;">&lt;&amp;&gt;&apos;&#65;&#x1F600;&other;</a>',
      { a: { '@b': '"<', '#text': "<&>'A😀&other;" } },
    ],
    ['reads a byte order mark and space before the declaration', '\uFEFF\n<?xml version="1.0"?><a>1</a>', { a: 1 }],
    [
      'reads names that every object has',
      '<a><toString>1</toString><hasOwnProperty>2</hasOwnProperty><b __proto__="p"/></a>',
      JSON.parse('{"a":{"toString":1,"hasOwnProperty":2,"b":{"@__proto__":"p"}}}'),
    ],
  ]
  for (const [title, xml, expected] of cases) it(title, () => assert.deepEqual(parseXml(xml), expected))

  const texts: [text: string, expected: unknown][] = [
    ['0', 0],
    [' 12 ', 12],
    ['-1.5', -1.5],
    ['true', true],
    ['false', false],
    ['True', 'True'],
    ['007', '007'],
    ['1.50', '1.50'],
    ['+1', '+1'],
    ['1e5', '1e5'],
    ['0x10', '0x10'],
    ['12345678901234567890', '12345678901234567890'],
    ['9007199254740993', '9007199254740993'],
    ['NaN', 'NaN'],
    ['2017-02-28', '2017-02-28'],
  ]
  for (const [text, expected] of texts) {
    it(`reads ${text} as ${JSON.stringify(expected)}: nothing is lost by it`, () =>
      assert.deepEqual(parseXml(`<a>${text}</a>`), { a: expected }))
  }
})

describe('XML that is refused', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY x "lol">${Array.from({ length: 9 }, (_, index) => `<!ENTITY x${index} "${'&x;'.repeat(10)}">`).join('')}]><a>&x8;</a>`
  const cases: [title: string, xml: string, reason: RegExp][] = [
    ['nothing', '', /not valid XML/],
    ['JSON', '{"a":1}', /not valid XML/],
    ['an element that is not closed', '<a><b></a>', /line 1: .*'b'/],
    ['two roots', '<a/><b/>', /not valid XML/],
    ['two roots of a name', '<a/><a/>', /not valid XML/],
    ['an entity bomb', bomb, /document type definition/],
    ['a file by reference', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', /External entities/],
    ['any document type', '<!DOCTYPE a><a/>', /document type definition/],
    ['elements too deep', '<b>'.repeat(200) + '</b>'.repeat(200), /nested/i],
    ['a name that would reach what all objects share', '<a><__proto__><x>1</x></__proto__></a>', /__proto__/],
    ['too much of it', `<a>${' '.repeat(20_000_001)}</a>`, /longer than/],
  ]
  for (const [title, xml, reason] of cases) {
    it(title, () => {
      assert.throws(
        () => parseXml(xml),
        (error) => error instanceof OctetError && error.code === 'vendor-unreadable' && error.status === 502 && reason.test(error.message),
      )
    })
  }
  it('leaves nothing behind for the next document', () => {
    assert.throws(() => parseXml(bomb))
    assert.deepEqual(parseXml('<a>&x;</a>'), { a: '&x;' })
    assert.equal('x' in {}, false)
  })
  it('is found at once, however it is made', () => {
    const started = performance.now()
    for (const xml of [
      `<a ${'b="'.repeat(50_000)}`,
      '<'.repeat(100_000),
      `<a>${'&'.repeat(200_000)}</a>`,
      `<a>${'<![CDATA['.repeat(20_000)}`,
    ]) {
      try {
        parseXml(xml)
      } catch (error) {
        assert(error instanceof OctetError, String(error))
      }
    }
    assert(performance.now() - started < 2000)
  })
})
