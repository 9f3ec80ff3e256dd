import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EgressRequest } from '../../lib/egress.ts'
import type { Credential } from '../types.ts'
import { authorizeRequest } from './authorize.ts'

const request: EgressRequest = { method: 'GET', url: 'https://vendor.example.com/x', headers: { accept: 'application/json' } }
const oauth1 = { kind: 'oauth1', clientKey: 'k', clientSecret: 's', token: 't', tokenSecret: 'ts', place: 'header' } as const
const awsv4 = { kind: 'awsv4', accessKeyId: 'AK', secretAccessKey: 'SK', region: 'eu-west-1', service: 'x' } as const

const cases: readonly (readonly [Credential, RegExp | undefined])[] = [
  [{ kind: 'bearer', token: 'abc', generation: 1 }, /^Bearer abc$/],
  [{ kind: 'basic', username: 'ann', password: 'pä:ss' }, /^Basic YW5uOnDDpDpzcw==$/],
  [oauth1, /^OAuth oauth_consumer_key="k", .*oauth_signature="/],
  [awsv4, /^AWS4-HMAC-SHA256 Credential=AK\//],
  [{ kind: 'custom', generation: 1, values: { session: 'abc' } }, undefined],
  [{ kind: 'none' }, undefined],
]

for (const [credential, expected] of cases) {
  test(`${credential.kind}: ${expected === undefined ? 'nothing is added' : 'the Authorization header is written'}`, async () => {
    const { headers } = await authorizeRequest(credential, request, 0)
    if (expected === undefined) assert.deepEqual(headers, request.headers)
    else assert.match(headers['authorization'] ?? '', expected)
  })

  test(`${credential.kind}: a header that a parameter or a hook has set wins`, async () => {
    const own = { ...request, headers: { authorization: 'Bot 1' } }
    assert.deepEqual(await authorizeRequest(credential, own, 0), own)
  })
}
