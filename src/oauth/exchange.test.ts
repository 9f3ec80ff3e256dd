import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createEgress, type Egress } from '../lib/egress.ts'
import { exchangeCode, takeTokens } from './exchange.ts'
import { createTestElement } from './fixtures/element.ts'
import { startTokenEndpoint, type TokenEndpoint } from './fixtures/token-endpoint.ts'
import { refreshTokens } from './refresh.ts'
import type { Configuration } from './settings.ts'

let endpoint: TokenEndpoint
let egress: Egress
const element = createTestElement()
before(async () => {
  endpoint = await startTokenEndpoint()
  egress = createEgress({ allowHosts: ['127.0.0.1'] })
})
after(async () => {
  await egress.close()
  await endpoint.close()
})
beforeEach(() => {
  endpoint.record.length = 0
})

const configure = (change: Configuration = {}): Configuration => ({
  'oauth.api.key': 'id+1',
  'oauth.api.secret': 'secret/1',
  'oauth.callback.url': 'app.example.com/cb',
  'oauth.token.url': endpoint.url,
  ...change,
})
const exchange = (change: Configuration = {}, of = element) =>
  exchangeCode(egress, { element: of, configuration: configure(change), code: endpoint.issueCode() }).then(takeTokens)
const basic = `Basic ${Buffer.from('id+1:secret/1').toString('base64')}`

test('how the client proves itself: form fields, Basic header, or both, by element or by oauth.basic.header', async () => {
  const by = (exchangeBy: 'basic' | 'body' | 'basic-and-body') =>
    createTestElement({ authentication: { oauth2: { clientAuthentication: { exchange: exchangeBy } } } })
  await exchange()
  await exchange({ 'oauth.basic.header': 'true' })
  await exchange({}, by('basic-and-body'))
  await exchange({ 'oauth.basic.header': 'true' }, by('body'))
  const sent = endpoint.record.map(({ authorization, form }) => [authorization, form['client_id'], form['client_secret']])
  assert.deepEqual(sent, [
    [undefined, 'id+1', 'secret/1'],
    [basic, undefined, undefined],
    [basic, 'id+1', 'secret/1'],
    [undefined, 'id+1', 'secret/1'],
  ])
})

test('the callback is sent as it stood in the authorization URL', async () => {
  await exchange()
  assert.equal(endpoint.record[0]?.form['redirect_uri'], 'https://app.example.com/cb')
})

test('what the request lacks is named before anything is sent', async () => {
  await assert.rejects(exchange({ 'oauth.api.key': null, 'oauth.api.secret': '' }), {
    message: 'The following required configuration is missing: oauth.api.key, oauth.api.secret',
  })
  await assert.rejects(exchange({ 'oauth.token.url': null }), { message: /: oauth\.token\.url$/ })
  await assert.rejects(exchange({ 'oauth.token.url': 'not a url' }), { code: 'invalid-configuration', status: 400 })
  await assert.rejects(exchange({ 'oauth.token.url': 'https://{region}.example.com' }), { code: 'parameter-required' })
  assert.equal(endpoint.record.length, 0)
})

test('a token endpoint inside our network is refused by the guarded door', async () => {
  await assert.rejects(exchange({ 'oauth.token.url': 'http://169.254.169.254/token' }), { status: 400, code: 'egress-refused' })
})

test('a vendor that nobody answers for is an outage, not a refusal', async () => {
  const gone = await startTokenEndpoint()
  await gone.close()
  await assert.rejects(exchange({ 'oauth.token.url': gone.url }), { status: 502, code: 'vendor-unreachable' })
  const configuration = configure({ 'oauth.token.url': gone.url })
  const outcome = await refreshTokens(egress, { element, configuration, refreshToken: 'r' })
  assert.ok(outcome.kind === 'outage')
  assert.equal(outcome.mayHaveApplied, false)
})

test('refreshes go to the refresh URL where there is one', async () => {
  const refreshToken = endpoint.issueRefreshToken()
  const configuration = configure({ 'oauth.token.url': 'https://vendor.invalid/token', 'oauth.token.refresh_url': endpoint.url })
  const outcome = await refreshTokens(egress, { element, configuration, refreshToken })
  assert.equal(outcome.kind, 'granted')
})

test('what we sent is not told again, in whatever form a refusal repeats it', async () => {
  const echoes = ['secret/1', 'secret%2F1', 'secret\\/1', basic.slice('Basic '.length)]
  endpoint.faults.push({ status: 400, body: `you sent ${echoes.join(' ')}` })
  await assert.rejects(exchange(), { code: 'oauth-refused', providerMessage: 'you sent ******** ******** ******** ********' })
})

test('of a token reply no more is read than one can be long', async () => {
  endpoint.faults.push({ status: 200, body: `{"access_token":"a","x":"${'x'.repeat(2_000_000)}"}` })
  await assert.rejects(exchange(), { status: 502, code: 'oauth-unreadable' })
})
