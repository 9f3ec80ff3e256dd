import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OAuth2Server } from 'oauth2-mock-server'
import { createEgress, type Egress } from '../lib/egress.ts'
import { buildAuthorizationUrl } from './authorize.ts'
import { exchangeCode, takeTokens } from './exchange.ts'
import { createTestElement } from './fixtures/element.ts'
import { refreshTokens } from './refresh.ts'

// An OAuth server that others have written: what we send must not only please our own.
const server = new OAuth2Server()
let egress: Egress
let issuer: string
before(async () => {
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  issuer = server.issuer.url!
  egress = createEgress({ allowHosts: ['127.0.0.1', 'localhost'] })
})
after(async () => {
  await egress.close()
  await server.stop()
})

const callbackUrl = 'http://127.0.0.1:9/callback'

test('authorize, exchange and refresh at a foreign OAuth server, with the client in the header and in the form', async () => {
  for (const header of ['true', 'false']) {
    const element = createTestElement({
      defaults: { 'oauth.authorization.url': `${issuer}/authorize`, 'oauth.token.url': `${issuer}/token`, 'oauth.basic.header': header },
    })
    const url = buildAuthorizationUrl(element, { apiKey: 'client-1', callbackUrl, scope: 'read', state: 'state-1' })
    const answer = await fetch(url, { redirect: 'manual' })
    const callback = new URL(answer.headers.get('location')!)
    assert.equal(`${callback.origin}${callback.pathname}`, callbackUrl)
    assert.equal(callback.searchParams.get('state'), 'state-1')
    const configuration = {
      ...element.defaults,
      'oauth.api.key': 'client-1',
      'oauth.api.secret': 'secret-1',
      'oauth.callback.url': callbackUrl,
    }
    const tokens = takeTokens(await exchangeCode(egress, { element, configuration, code: callback.searchParams.get('code')! }))
    assert.equal(tokens.tokenType, 'Bearer')
    assert.equal(tokens.expiresIn, 3600)
    assert.match(tokens.accessToken, /^[\w-]+\.[\w-]+\.[\w-]+$/)
    const outcome = await refreshTokens(egress, { element, configuration, refreshToken: tokens.refreshToken! })
    assert.ok(outcome.kind === 'granted')
    assert.match(outcome.tokens.accessToken, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  }
})

test('a foreign refusal and a foreign outage are told apart', async () => {
  const element = createTestElement({ defaults: { 'oauth.token.url': `${issuer}/token` } })
  const configuration = {
    ...element.defaults,
    'oauth.api.key': 'client-1',
    'oauth.api.secret': 'secret-1',
    'oauth.callback.url': callbackUrl,
  }
  const answerWith = (statusCode: number, body: Record<string, string>) =>
    server.service.once('beforeResponse', (response) => Object.assign(response, { statusCode, body }))
  answerWith(400, { error: 'invalid_grant', error_description: 'Token has been revoked' })
  assert.deepEqual(await refreshTokens(egress, { element, configuration, refreshToken: 'r' }), {
    kind: 'refused',
    error: 'invalid_grant',
    description: 'Token has been revoked',
  })
  answerWith(500, { error: 'server_error' })
  assert.equal((await refreshTokens(egress, { element, configuration, refreshToken: 'r' })).kind, 'outage')
})
