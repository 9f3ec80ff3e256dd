import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hideSecrets } from './hide-secrets.ts'

const secret = 'TOKEN/abc+def=="Schlüssel&<x>'
const hide = (text: string, secrets: readonly (string | null | undefined)[] = [secret], longest = 4000) =>
  hideSecrets(text, { secrets, longest })

const json = JSON.stringify(secret).slice(1, -1)
const unicode = secret.replace(/[^a-z]/gi, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const echoes: readonly [form: string, text: string][] = [
  ['as it is', secret],
  ['in JSON', json],
  ['in JSON with escaped slashes', json.replaceAll('/', '\\/')],
  ['in JSON with code points', unicode],
  ['in JSON within JSON', JSON.stringify(json).slice(1, -1)],
  ['percent-encoded', encodeURIComponent(secret)],
  ['percent-encoded in lower case', encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
  ['in a form', new URLSearchParams({ secret }).toString().slice('secret='.length)],
  ['in a page', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')],
]
for (const [form, text] of echoes) {
  test(`a secret is hidden ${form}`, () => assert.equal(hide(`you sent ${text}, wrong`), 'you sent ********, wrong'))
}

test('a secret with words in it is hidden in a form, where a space is a plus', () => {
  assert.equal(hide('q=open+sesame%21', ['open sesame!']), 'q=********')
})

test('all secrets are hidden, the longer one whole; what is too short to be one, or absent, is not', () => {
  assert.equal(hide('abcdef abcd ab', ['abcd', 'ab', null, undefined, '', 'abcdef']), '******** ******** ab')
})

test('first hidden, then cut: no piece of a secret is left at the end', () => {
  assert.equal(hide('x'.repeat(15) + secret, [secret], 20), `${'x'.repeat(15)}*****`)
})

test('what a database or a terminal cannot bear is replaced, and no pair is cut in two', () => {
  assert.equal(hide('a\0b\u001bc\ud800d\ne'), 'a\ufffdb\ufffdc\ufffdd\ne')
  assert.equal(hide('ab😀', [], 3), 'ab\ufffd')
})

test('a text without secrets stays as it is', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '%', '&', '+', '\n', 'é') })
  fc.assert(
    fc.property(plain, (text) => assert.equal(hide(text), text)),
    { seed: 11 },
  )
})

test('whatever a secret is, it is hidden in each of its forms', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), fc.constantFrom(...['raw', 'json', 'percent']), (own, form) => {
      fc.pre(own.isWellFormed())
      const text = form === 'raw' ? own : form === 'json' ? JSON.stringify(own).slice(1, -1) : encodeURIComponent(own)
      assert.equal(hide(`<<${text}>>`, [own]), '<<********>>')
    }),
    { seed: 12 },
  )
})

test('a hostile text takes no long time, whatever the secret', () => {
  const secrets = ['"'.repeat(50), secret, '\\'.repeat(60), `${'\\'.repeat(40)}x`, `${'\\"'.repeat(40)}x`, `${'a"'.repeat(40)}\n`]
  const started = performance.now()
  for (const piece of ['\\', '%5C', 'T', '&', '"\\', '\\\\\\\\\\\\"', 'a\\\\\\"', '&#0', '"'])
    hide(piece.repeat(60_000 / piece.length), secrets)
  assert.ok(performance.now() - started < 3000)
})
