import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { compileDateMask } from './date-mask.ts'

const moment = Date.UTC(2024, 2, 5, 14, 7, 9, 80)

const printed: Readonly<Record<string, string>> = {
  'yyyy-MM-dd': '2024-03-05',
  "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'": '2024-03-05T14:07:09.080Z',
  'yyyy-MM-dd HH:mm:ss.SSSSSS': '2024-03-05 14:07:09.080000',
  'M/d/yy h:mm a': '3/5/24 2:07 PM',
  'EEEE, d MMMM yyyy': 'Tuesday, 5 March 2024',
  'EEE, dd MMM yyyy HH:mm:ss Z': 'Tue, 05 Mar 2024 14:07:09 +0000',
  yyyyMMddHHmmssSSS: '20240305140709080',
  "hh 'o''clock' a, z": "02 o'clock PM, UTC",
  "yyyy-MM-dd'T'HH:mmXXX": '2024-03-05T14:07Z',
  'k K': '14 2',
}

describe('a date mask', () => {
  for (const [mask, text] of Object.entries(printed))
    it(`prints ${mask} as Java does`, () => assert.equal(compileDateMask(mask).print(moment), text))

  it('reads what it prints, as far as the mask tells', () => {
    const full = ["yyyy-MM-dd'T'HH:mm:ss.SSS", 'yyyyMMddHHmmssSSS', 'MMMM d, yyyy hh:mm:ss.SSS a z', 'EEE dd/MMM/yyyy k:m:s.SSS X']
    fc.assert(
      fc.property(fc.constantFrom(...full), fc.integer({ min: -30_000_000_000_000, max: 250_000_000_000_000 }), (mask, instant) => {
        const { parse, print } = compileDateMask(mask)
        assert.equal(parse(print(instant)), instant)
      }),
      readPropertyRuns(20261124, 500),
    )
  })

  it('takes a text without a zone for UTC, and heeds the zone that is there', () => {
    const { parse } = compileDateMask('yyyy-MM-dd HH:mm z')
    const noon = Date.UTC(2024, 2, 5, 12, 0)
    for (const zone of ['UTC', 'GMT', 'Z', '+0000']) assert.equal(parse(`2024-03-05 12:00 ${zone}`), noon)
    assert.equal(parse('2024-03-05 12:00 +05:30'), noon - 330 * 60_000)
    assert.equal(parse('2024-03-05 12:00 -0800'), noon + 480 * 60_000)
    assert.equal(parse('2024-03-05 12:00 PST'), noon + 480 * 60_000)
    assert.equal(compileDateMask('yyyy-MM-dd HH:mm').parse('2024-03-05 12:00'), noon)
  })

  it('reads numbers of fewer digits, names in any case, and two digits of a year as 1970 to 2069', () => {
    assert.equal(compileDateMask('MM/dd/yyyy').parse('3/5/2024'), Date.UTC(2024, 2, 5))
    assert.equal(compileDateMask('d MMM yy').parse('5 MAR 69'), Date.UTC(2069, 2, 5))
    assert.equal(compileDateMask('d MMM yy').parse('5 march 70'), Date.UTC(1970, 2, 5))
    assert.equal(compileDateMask('h a').parse('12 am'), Date.UTC(1970, 0, 1))
  })

  it('does not take for a date what is none', () => {
    const { parse } = compileDateMask('MM/dd/yyyy HH:mm')
    for (const text of [
      '',
      '02/30/2024 10:00',
      '13/01/2024 10:00',
      '01/01/2024 24:00',
      '01/01/2024 10:60',
      '2024-01-01',
      'x'.repeat(1000),
    ]) {
      assert.equal(parse(text), undefined)
    }
  })

  it('is refused with a word on what to write instead', () => {
    assert.throws(() => compileDateMask('YYYY-MM-dd'), /letter Y is not understood: the year is y/)
    assert.throws(() => compileDateMask('yyyy-MM-DD'), /letter D is not understood: the day of the month is d/)
    assert.throws(() => compileDateMask('yyyy-MM-ddTHH'), /letter T is not understood/)
    assert.throws(() => compileDateMask("yyyy 'at"), /apostrophe/)
    assert.throws(() => compileDateMask('y'.repeat(101)), /at most 100/)
  })

  it('takes no long time over any text', () => {
    const masks = ["' '' ' ' 'y' ' ' 'M", 'S.S.S.S.S.S.S.S.S.S.S.S.S.S.S', "MMM'x'MMM'x'MMM'x'MMM'x'MMM'x'MMM'x'MMM'x'MMM'x'MMM"]
    const texts = [' '.repeat(200), '1'.repeat(200), 'Mayx'.repeat(50), '1.'.repeat(100)]
    const began = performance.now()
    for (const mask of masks) for (const text of texts) compileDateMask(mask).parse(text)
    assert.ok(performance.now() - began < 500)
  })
})
