import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readTokenReply } from './token-reply.ts'

const read = (status: number, body: unknown, secrets: string[] = []) =>
  readTokenReply({ status, text: typeof body === 'string' ? body : JSON.stringify(body) }, secrets)

/** Replies that grant: what differs from RFC 6749, and what is made of it. */
const granting: readonly [string, number, unknown, object][] = [
  [
    'a conforming reply',
    200,
    { access_token: 'a', token_type: 'Bearer', expires_in: 60, refresh_token: 'r', scope: 's' },
    { expiresIn: 60, refreshToken: 'r', scope: 's' },
  ],
  ['201 instead of 200', 201, { access_token: 'a', token_type: 'bearer' }, {}],
  ['no token_type', 200, { access_token: 'a' }, { tokenType: 'bearer' }],
  ['an unknown token_type', 200, { access_token: 'a', token_type: 'User' }, { tokenType: 'User' }],
  ['expires_in as text', 200, { access_token: 'a', expires_in: '28800' }, { expiresIn: 28800 }],
  ['scope as a list', 200, { access_token: 'a', scope: ['x', 'y'] }, { scope: 'x y' }],
  ['a form instead of JSON', 200, 'access_token=a&expires_in=60&scope=x', { expiresIn: 60, scope: 'x' }],
  ['null members', 200, { access_token: 'a', refresh_token: null, scope: null, expires_in: null }, {}],
  ['an id_token, which nobody asked for', 200, { access_token: 'a', id_token: 'x.y.z' }, {}],
  ['an expiry that is none', 200, { access_token: 'a', expires_in: -1 }, {}],
]
for (const [name, status, body, expected] of granting) {
  test(`granted: ${name}`, async () => {
    const outcome = await read(status, body)
    assert.ok(outcome.kind === 'granted')
    const { members, ...tokens } = outcome.tokens
    assert.equal(members['access_token'], 'a')
    assert.partialDeepStrictEqual(tokens, { accessToken: 'a', ...expected })
    const given = Object.keys(expected)
    for (const key of ['expiresIn', 'refreshToken', 'scope']) assert.equal(key in tokens, given.includes(key), key)
  })
}

const refusing: readonly [string, number, unknown, string, string][] = [
  ['a conforming error', 400, { error: 'invalid_grant', error_description: 'Expired' }, 'invalid_grant', 'Expired'],
  ['an error in a 200', 200, { error: 'bad_verification_code', error_description: 'Wrong' }, 'bad_verification_code', 'Wrong'],
  ['a form with an error', 200, 'error=invalid_grant&error_description=No', 'invalid_grant', 'No'],
  ['an error object', 400, { error: { type: 'OAuthException', message: 'Bad code' } }, 'OAuthException', 'Bad code'],
  ['a wrong client', 401, { error: 'invalid_client' }, 'invalid_client', 'invalid_client'],
  ['a gateway fault', 401, { fault: { faultstring: 'Invalid client' } }, 'HTTP 401', 'Invalid client'],
  ['a message', 403, { message: 'Forbidden' }, 'HTTP 403', 'Forbidden'],
  ['a page', 403, '<html><head><title>Access denied</title></head><body>x</body></html>', 'HTTP 403', 'Access denied'],
  ['plain text', 400, 'no such code', 'HTTP 400', 'no such code'],
  ['nothing', 400, '', 'HTTP 400', ''],
]
for (const [name, status, body, error, description] of refusing) {
  test(`refused: ${name}`, async () => assert.deepEqual(await read(status, body), { kind: 'refused', error, description }))
}

const failing: readonly [string, number, unknown, string, boolean][] = [
  ['500', 500, { error: 'invalid_grant' }, 'vendor-failed', true],
  ['503 with a page', 503, '<title>Down</title>', 'vendor-failed', true],
  ['408', 408, '', 'vendor-failed', false],
  ['425', 425, '', 'vendor-failed', false],
  ['429 with an OAuth error', 429, { error: 'invalid_request' }, 'vendor-failed', false],
  ['temporarily_unavailable with 400', 400, { error: 'temporarily_unavailable' }, 'vendor-failed', false],
  ['a redirect', 302, '', 'oauth-unreadable', true],
  ['a 200 that says nothing', 200, { ok: true }, 'oauth-unreadable', true],
  ['a 200 page', 200, '<html>Sign in</html>', 'oauth-unreadable', true],
  ['an access_token that is no text', 200, { access_token: { a: 1 } }, 'oauth-unreadable', true],
]
for (const [name, status, body, code, mayHaveApplied] of failing) {
  test(`no judgement: ${name}`, async () => {
    const outcome = await read(status, body)
    assert.ok(outcome.kind === 'outage')
    assert.equal(outcome.error.code, code)
    assert.equal(outcome.error.status, 502)
    assert.equal(outcome.mayHaveApplied, mayHaveApplied)
  })
}

test('our secrets are struck from the text of the vendor, plain and percent-encoded', async () => {
  const outcome = await read(400, { error: 'invalid_grant', error_description: 'token s3cr+t= (s3cr%2Bt%3D) is dead' }, ['s3cr+t='])
  assert.deepEqual(outcome, { kind: 'refused', error: 'invalid_grant', description: 'token ******** (********) is dead' })
})

test('whatever comes back, a 5xx never refuses, a 4xx with an OAuth error never counts as an outage, and nothing throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json()), async (status, text) => {
      const outcome = await readTokenReply({ status, text }, [])
      if (status >= 500 || [408, 425, 429].includes(status)) assert.equal(outcome.kind, 'outage')
      else if (status >= 400) assert.notEqual(outcome.kind, 'granted')
    }),
    { seed: 20261124 },
  )
})

for (const [status, body] of [
  [500, { access_token: 'AT-LEAK', refresh_token: 'RT-LEAK' }],
  [400, { access_token: 'AT-LEAK', error: 'x', error_description: 'AT-LEAK was issued' }],
  [400, { refresh_token: 'RT-LEAK', message: 'RT-LEAK is new' }],
  [400, { data: { access_token: 'AT-LEAK' } }],
  [400, 'access_token=AT-LEAK&refresh_token=RT-LEAK'],
  [503, '<p>access_token: AT-LEAK</p>'],
  [302, { id_token: 'AT-LEAK' }],
  [400, { accessToken: 'AT-LEAK' }],
] as const) {
  test(`tokens in a reply that grants nothing are not told: ${status} ${JSON.stringify(body)}`, async () => {
    const outcome = await read(status, body)
    const told = outcome.kind === 'outage' ? [outcome.error.message, outcome.error.providerMessage] : Object.values(outcome)
    assert.doesNotMatch(JSON.stringify(told), /LEAK/)
  })
}

test('what is told of a refusal can be stored', async () => {
  const outcome = await read(400, { error: 'a\0b', error_description: 'c\0d\ud800' })
  assert.deepEqual(outcome, { kind: 'refused', error: 'a\ufffdb', description: 'c\ufffdd\ufffd' })
})

test('the client as it stood in the Basic header is hidden, and the text is cut after that', async () => {
  const echo = Buffer.from('id:s3cr+t=').toString('base64')
  const outcome = await read(400, { error: 'invalid_client', error_description: `${'x'.repeat(495)} ${echo}` }, ['s3cr+t=', echo])
  assert.deepEqual(outcome, { kind: 'refused', error: 'invalid_client', description: `${'x'.repeat(495)} ****` })
})

test('an error that the element calls busy judges nothing; the same error of another vendor is a refusal', async () => {
  for (const status of [200, 400, 403]) {
    const reply = { status, text: '{"error":"Access Denied","error_description":"too many requests"}' }
    assert.partialDeepStrictEqual(await readTokenReply(reply, [], ['Access Denied']), { kind: 'outage', mayHaveApplied: false })
    assert.partialDeepStrictEqual(await readTokenReply(reply, []), { kind: 'refused', error: 'Access Denied' })
  }
})
