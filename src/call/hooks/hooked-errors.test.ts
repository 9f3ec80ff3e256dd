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
