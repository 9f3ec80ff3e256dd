import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readMessage, readScriptRequest } from './read-message.ts'

const request = {
  url: 'https://a.example/',
  method: 'POST',
  headers: { 'x-a': 'b' },
  body: 'c',
  isBase64: false,
  timeoutMs: 5,
  follow: true,
}
const messages: readonly Record<string, unknown>[] = [
  { run: 1, type: 'ended', endings: [{ result: '{}' }], isWorn: false },
  { run: 1, type: 'ended', endings: [{ result: '{}' }, { failure: { code: 'script-failed', reason: 'a', line: 3 } }], isWorn: true },
  { run: 1, type: 'parked' },
  { run: 1, type: 'resumed' },
  { run: 1, type: 'request', id: 2, request },
  { run: 1, type: 'console', level: 'info', text: 'a' },
]

test('a message is read as it was sent', () => {
  for (const message of messages) assert.deepEqual(readMessage(message), message)
})

test('a message that lacks a member, or has one of another kind, is none', () => {
  const others: readonly unknown[] = [undefined, null, [], {}, () => 1, Symbol('a'), 1n, Number.NaN, -1]
  for (const message of messages) {
    for (const name of Object.keys(message)) {
      for (const other of others)
        assert.equal(readMessage({ ...message, [name]: other }), undefined, `${message['type']} ${name} ${String(other)}`)
    }
  }
  const endings = [{}, { result: 1 }, { result: null, failure: null }, { failure: { code: 'other', reason: 'a' } }, null, []]
  for (const ending of endings)
    assert.equal(readMessage({ run: 1, type: 'ended', endings: [{ result: '{}' }, ending], isWorn: false }), undefined)
  for (const name of ['url', 'method', 'headers', 'body']) {
    for (const other of [null, 5, [], { a: {} }, true]) assert.equal(readScriptRequest({ ...request, [name]: other }), undefined, name)
  }
})

test('nothing that could cross from a thread makes reading throw, and what is read is what it says', () => {
  const member = fc.oneof(
    fc.anything({ withBigInt: true, withMap: true, withDate: true, withNullPrototype: true }),
    fc.constant(1),
    fc.constant(request),
  )
  const names = ['run', 'isWorn', 'endings', 'id', 'request', 'level', 'text', 'code', 'reason', 'url', 'headers', '__proto__', 'toString']
  const type = fc.oneof(fc.constantFrom('ended', 'parked', 'resumed', 'request', 'console'), fc.string())
  const record = fc.tuple(type, fc.dictionary(fc.constantFrom(...names), member)).map(([kind, rest]) => ({ ...rest, type: kind }))
  fc.assert(
    fc.property(fc.oneof(fc.anything(), record), (value) => {
      const message = readMessage(value)
      if (message === undefined) return
      assert.ok(Number.isSafeInteger(message.run))
      if (message.type === 'ended') assert.ok(message.endings.length > 0)
      if (message.type === 'request') assert.equal(typeof message.request.url, 'string')
    }),
    { numRuns: 500 },
  )
})

test('the text of an error has an end', () => {
  const failure = { code: 'script-failed', reason: 'x'.repeat(1e5) }
  const message = readMessage({ run: 1, type: 'ended', endings: [{ failure }], isWorn: false })
  assert.ok(message?.type === 'ended')
  const [ending] = message.endings
  assert.ok(ending !== undefined && 'failure' in ending && ending.failure.reason.length === 2000)
})
