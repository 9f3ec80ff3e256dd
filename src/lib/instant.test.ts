import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { formatDay, formatInstant, formatMilliseconds, parseInstant } from './instant.ts'

describe('a moment, as written', () => {
  const cases: [text: string, iso: string][] = [
    ['2024-03-15', '2024-03-15T00:00:00Z'],
    ['2024-03-15T10:30:00Z', '2024-03-15T10:30:00Z'],
    ['2024-03-15T10:30:00', '2024-03-15T10:30:00Z'],
    ['2024-03-15T10:30', '2024-03-15T10:30:00Z'],
    ['2024-03-15 10:30:00', '2024-03-15T10:30:00Z'],
    ['2024-11-12T21:45:54.000+0000', '2024-11-12T21:45:54Z'],
    ['2017-02-28T16:11:29-06:00', '2017-02-28T22:11:29Z'],
    ['2017-02-28T16:11:29+06', '2017-02-28T10:11:29Z'],
    ['2017-02-28T16:11:29 06:00', '2017-02-28T10:11:29Z'],
    ['2024-03-15T10:30:00.5z', '2024-03-15T10:30:00.500Z'],
    ['2024-03-15t10:30:00.123456789Z', '2024-03-15T10:30:00.123Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['1500000000000', '2017-07-14T02:40:00Z'],
  ]
  for (const [text, iso] of cases) it(`${text} is ${iso}`, () => assert.equal(formatInstant(parseInstant(text)!), iso))

  for (const text of [
    '',
    'today',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '2024-03-15T24:00',
    '2024-03-15T10:60',
    'Jan 15, 2014',
    '20240315',
    '0050-01-01',
    '2024-03-15T10:30:00+25:00',
    ' 2024-03-15',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => assert.equal(parseInstant(text), undefined))
  }
  it('reads back every moment it writes', () => {
    const moment = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11) })
    fc.assert(
      fc.property(moment, (instant) => {
        assert.equal(parseInstant(formatInstant(instant)), instant)
        assert.equal(parseInstant(formatMilliseconds(instant)), instant)
        assert.equal(parseInstant(formatDay(instant)), Math.floor(instant / 86_400_000) * 86_400_000)
      }),
      readPropertyRuns(3, 300),
    )
  })
})
