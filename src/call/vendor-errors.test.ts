import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { type Answer, startVendor } from '../../test/vendor.ts'
import type { ErrorReading } from '../elements/document/octet.ts'
import type { OctetError } from '../lib/errors.ts'
import type { Credential } from './types.ts'

const readings: readonly ErrorReading[] = [
  { message: 'fault.text' },
  { message: 'errors[0].detail' },
  { message: 'message' },
  { html: 'title' },
]

interface Options {
  readonly retryAfterHeader?: string
  readonly credential?: Credential
  readonly now?: number
}

async function meet(t: TestContext, answer: Answer, { retryAfterHeader, credential, now }: Options = {}): Promise<OctetError> {
  const vendor = await startVendor(t, () => answer)
  const octet = { version: 1, errors: readings, ...(retryAfterHeader !== undefined && { limits: { retryAfterHeader } }) } as const
  const instance = createInstance(describeElement([{ path: '/rows/{id}' }], { octet }), {
    configuration: { 'base.url': vendor.url, 'secret.key': 'k3y-of-the-instance' },
    ...(credential !== undefined && { credential, renew: async () => credential }),
  })
  const parts = openParts(t, now === undefined ? {} : { clock: () => now })
  return createCaller(parts, instance)('GET', '/rows/1').then(
    () => assert.fail('the call succeeded'),
    (error: OctetError) => error,
  )
}

/** Contract 5.2. */
const statuses: readonly [vendor: number, ours: number, message: string][] = [
  [400, 400, 'Request failed'],
  [401, 401, 'Request failed'],
  [402, 400, 'Request failed'],
  [403, 403, 'Request failed'],
  [404, 404, 'Request failed'],
  [405, 405, 'Request failed'],
  [406, 400, 'Request failed'],
  [409, 409, 'Request failed'],
  [412, 400, 'Request failed'],
  [415, 415, 'Request failed'],
  [418, 400, 'Request failed'],
  [422, 400, 'Request failed'],
  [429, 429, 'Request failed: the vendor limits the rate of calls'],
  [304, 502, 'Request failed: the vendor answered 304'],
  [500, 502, 'Request failed: the vendor answered 500'],
  [501, 502, 'Request failed: the vendor answered 501'],
  [503, 502, 'Request failed: the vendor answered 503'],
  [504, 502, 'Request failed: the vendor answered 504'],
]
for (const [vendor, ours, message] of statuses) {
  test(`a vendor's ${vendor} is our ${ours}`, async (t) => {
    const error = await meet(t, { status: vendor, ...(vendor !== 304 && { body: { message: 'no' } }) })
    assert.equal(error.status, ours)
    assert.equal(error.message, message)
    if (vendor !== 304) assert.equal(error.providerMessage, 'no')
  })
}

const html = { 'content-type': 'text/html' }
const bodies: readonly [name: string, answer: Answer, said: string | undefined][] = [
  ['the first reading that finds something', { body: { fault: { text: 'quota' }, message: 'other' } }, 'quota'],
  ['a later reading', { body: { fault: { text: '' }, errors: [{ detail: 'bad name' }] } }, 'bad name'],
  ['an object, as JSON', { body: { message: { code: 7 } } }, '{"code":7}'],
  ['a body without any of it, whole', { body: { strange: true } }, '{"strange":true}'],
  ['a text', { headers: { 'content-type': 'text/plain' }, body: ' plainly wrong\n' }, 'plainly wrong'],
  ['the title of a page', { headers: html, body: '<html><head><title>\n 400 Bad\n Request</title></head><body>…' }, '400 Bad Request'],
  [
    'a page that calls itself JSON',
    { headers: { 'content-type': 'application/json' }, body: '<!DOCTYPE html><title>Gone</title>' },
    'Gone',
  ],
  ['the heading of a page without a title', { headers: html, body: '<html><h1>Not here</h1>' }, 'Not here'],
  ['nothing', {}, undefined],
]
for (const [name, answer, said] of bodies) {
  test(`providerMessage is the vendor's own: ${name}`, async (t) => {
    const error = await meet(t, { status: 400, ...answer })
    assert.equal(error.providerMessage, said)
  })
}

test('a secret that the vendor repeats is not repeated', async (t) => {
  const body = { message: 'key k3y-of-the-instance and token abcdef-token are wrong' }
  const credential = { kind: 'bearer', token: 'abcdef-token', generation: 1 } as const
  const error = await meet(t, { status: 403, body }, { credential })
  assert.equal(error.providerMessage, 'key ******** and token ******** are wrong')
})

test('a long text is cut', async (t) => {
  const error = await meet(t, { status: 400, body: { message: 'x'.repeat(100_000) } })
  assert.equal(error.providerMessage?.length, 4000)
})

const now = Date.UTC(2026, 0, 1)
const waits: readonly [value: string, seconds: string | undefined][] = [
  ['30', '30'],
  ['0', '0'],
  ['1.2', '2'],
  ['86401', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['Thu, 01 Jan 2026 00:01:00 GMT', '60'],
  ['Wed, 31 Dec 2025 00:00:00 GMT', undefined],
]
for (const [value, seconds] of waits) {
  test(`retry-after ${value} is ${seconds ?? 'not'} forwarded`, async (t) => {
    const error = await meet(t, { status: 429, headers: { 'retry-after': value } }, { now })
    assert.equal(error.headers['retry-after'], seconds)
  })
}

test('the element may name another header for it', async (t) => {
  const error = await meet(t, { status: 429, headers: { 'x-wait': '7' } }, { retryAfterHeader: 'X-Wait' })
  assert.equal(error.headers['retry-after'], '7')
})
