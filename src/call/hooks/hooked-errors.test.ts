import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../../../test/call-instance.ts'
import type { OctetError } from '../../lib/errors.ts'
import { openScene } from './fixtures/scene.ts'

async function refusal(promise: Promise<unknown>): Promise<Pick<OctetError, 'status' | 'message' | 'providerMessage'>> {
  const error = (await promise.then(
    () => assert.fail('the call succeeded'),
    (reason: unknown) => reason,
  )) as OctetError
  return { status: error.status, message: error.message, providerMessage: error.providerMessage }
}

test('a hook turns a success into a refusal: its status, its message, its body as the provider’s words, no secret in them', async (t) => {
  const said = 'response_status_code: 401, response_error_message: "bad key very-secret"'
  const plain = await openScene(t, { after: `done({ ${said} })` })
  assert.deepEqual(await refusal(plain.call()), { status: 401, message: 'bad key ********', providerMessage: undefined })
  const told = await openScene(t, { after: `done({ ${said}, response_body: { key: configuration['secret.key'], code: 5 } })` })
  const body = { status: 401, message: 'bad key ********', providerMessage: '{"key":"********","code":5}' }
  assert.deepEqual(await refusal(told.call()), body)
  const bare = await openScene(t, { after: 'done({ response_status_code: 418, response_body: { why: "tea" } })' })
  assert.deepEqual(await refusal(bare.call()), { status: 418, message: 'Request failed', providerMessage: '{"why":"tea"}' })
})

test('a hook turns a refusal into a success, and sees it as one', async (t) => {
  const { call } = await openScene(t, {
    resource: { rootKey: '|rows' },
    answer: () => ({ status: 404, body: { message: 'No rows', rows: [1] } }),
    after: `done(response_iserror && response_body.message === 'No rows'
      ? { response_status_code: 200, response_body: [response_error_message.includes('No rows')] } : {})`,
  })
  assert.deepEqual(readJson(await call()), [true])
})

test('a refusal that hooks leave alone is the vendor’s, its words too', async (t) => {
  const { call } = await openScene(t, { answer: () => ({ status: 422, body: { error: 'no very-secret' } }), after: 'done()' })
  assert.deepEqual(await refusal(call()), { status: 400, message: 'Request failed', providerMessage: '{"error":"no ********"}' })
})

test('a hook before the call ends it with an error status: the vendor is not asked, no later hook changes its mind', async (t) => {
  const said = 'response_status_code: 403, response_error_message: "not yours"'
  const { call, asked } = await openScene(t, {
    elementBefore: `done({ ${said} })`,
    before: 'done({ continue: true })',
    after: 'nonsense.here',
  })
  assert.deepEqual(await refusal(call()), { status: 403, message: 'not yours', providerMessage: undefined })
  const told = await openScene(t, { before: `done({ ${said}, response_status_code: 503, response_body: { why: 1 } })` })
  assert.deepEqual(await refusal(told.call()), { status: 503, message: 'not yours', providerMessage: '{"why":1}' })
  assert.deepEqual([asked.length, told.asked.length], [0, 0])
  const on = await openScene(t, { before: `done({ continue: true, ${said} })` })
  assert.deepEqual(readJson(await on.call()), { ok: true })
  const later = await openScene(t, {
    elementBefore: `done({ continue: true, ${said} })`,
    before: 'done({ response_headers: { etag: "1" } })',
  })
  assert.deepEqual(readJson(await later.call()), { ok: true })
})

test('a hook that says only what went wrong leaves the status as it is told of any vendor', async (t) => {
  for (const [vendor, status] of [
    [422, 400],
    [500, 502],
    [404, 404],
  ] as const) {
    const { call } = await openScene(t, {
      answer: () => ({ status: vendor, body: { e: 1 } }),
      after: 'done({ response_error_message: "no luck" })',
    })
    assert.deepEqual(await refusal(call()), { status, message: 'no luck', providerMessage: undefined })
  }
  const own = await openScene(t, {
    answer: () => ({ status: 500 }),
    after: 'done({ response_status_code: 422, response_error_message: "mine" })',
  })
  assert.deepEqual(await refusal(own.call()), { status: 422, message: 'mine', providerMessage: undefined })
  const limited = await openScene(t, {
    answer: () => ({ status: 429, headers: { 'retry-after': '7' } }),
    after: 'done({ response_error_message: "slow down" })',
  })
  await assert.rejects(limited.call(), { status: 429, message: 'slow down', headers: { 'retry-after': '7' } })
})

test('secrets in what a hook throws are not told', async (t) => {
  const bodies = {
    "throw new Error('pw is ' + configuration['secret.key'])": 'failed at line 1: Error: pw is ********',
    "throw 'pw=' + encodeURIComponent(configuration['secret.key'])": 'failed: pw=********',
    "Promise.resolve().then(() => setTimeout(() => { throw { name: configuration['secret.key'], message: 'm' } }, 1))":
      'failed: ********: m',
  }
  for (const [before, told] of Object.entries(bodies)) {
    const { call } = await openScene(t, { before })
    const { status, message } = await refusal(call())
    assert.equal(status, 400)
    assert.ok(message.endsWith(told), message)
  }
})

test('a text that a hook hands over as the body is not read when it holds millions of values, or nests without end', async (t) => {
  const texts = ['"[" + "{},".repeat(600000) + "0]"', '"[".repeat(300) + "]".repeat(300)']
  for (const text of texts) {
    for (const member of ['response_body', 'response_body_raw']) {
      const { call } = await openScene(t, { after: `done({ ${member}: ${text} })` })
      const { status, message } = await refusal(call())
      assert.equal(status, 400)
      assert.match(message, new RegExp(`called done with ${member} that is not JSON of at most 500000 values and 200 levels$`))
    }
  }
})
