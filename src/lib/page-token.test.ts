import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPageToken, readWholePart } from './page-token.ts'

const readWord = (text: string) => (/^\w{1,9}$/.test(text) ? text : undefined)
const rows = createPageToken('rows', { date: readWholePart, key: readWord })
const encode = (text: string) => Buffer.from(text).toString('base64url')

test('a place comes back as it was written, from a text that a URL takes as it is', () => {
  fc.assert(
    fc.property(fc.nat(), fc.stringMatching(/^\w{1,9}$/), (date, key) => {
      const token = rows.write({ date, key })
      assert.equal(encodeURIComponent(token), token)
      assert.deepEqual(rows.read({ nextPage: token }), { date, key })
    }),
  )
})

test('no token, an empty one and null are none', () => {
  for (const query of [{}, { nextPage: '' }, { nextPage: 'null' }]) assert.equal(rows.read(query), undefined)
})

test('a token that is damaged, of another list or of another form is refused', () => {
  const whole = rows.write({ date: 7, key: 'abc' })
  const forms = [
    '',
    'rows',
    'rows:7',
    'rows:7:',
    'rows:7:a b',
    'rows:-1:a',
    'rows:1.5:a',
    'rows:7:a:b',
    'other:7:a',
    `rows:${'9'.repeat(16)}:a`,
  ]
  const damaged = ['x', 'junk', 'bnVsbA', `!${whole}`, `${whole}~`, whole.slice(1), encode('{"date":7}'), ...forms.map(encode)]
  for (const nextPage of damaged.filter((token) => token !== ''))
    assert.throws(() => rows.read({ nextPage }), { code: 'page-token-damaged', status: 400 }, nextPage)
})

test('padding that a client puts back is no damage', () => {
  assert.deepEqual(rows.read({ nextPage: `${encode('rows:7:ab')}==` }), { date: 7, key: 'ab' })
})
