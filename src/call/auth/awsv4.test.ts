import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { EgressRequest } from '../../lib/egress.ts'
import { signAwsV4 } from './awsv4.ts'

// Key, date and signatures of the test suite that AWS publishes for Signature Version 4 (aws-sig-v4-test-suite).
const key = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
}
const now = Date.UTC(2015, 7, 30, 12, 36, 0)
const host = 'https://example.amazonaws.com'

const vectors: readonly (readonly [name: string, request: EgressRequest, signature: string])[] = [
  ['get-vanilla', { method: 'GET', url: `${host}/`, headers: {} }, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', { method: 'POST', url: `${host}/`, headers: {} }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    { method: 'GET', url: `${host}/?Param2=value2&Param1=value1`, headers: {} },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-header-value-trim',
    { method: 'GET', url: `${host}/`, headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } },
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
]

for (const [name, request, signature] of vectors) {
  test(`the published vector ${name} gets its published signature`, async () => {
    const { headers } = await signAwsV4(key, request, now)
    const signed = ['host', ...Object.keys(request.headers), 'x-amz-date'].join(';')
    assert.equal(
      headers['authorization'],
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signed}, Signature=${signature}`,
    )
    assert.equal(headers['x-amz-date'], '20150830T123600Z')
  })
}

test('the body counts; the service is read from the host', async () => {
  const { service, ...hostKey } = key
  const sign = (body: string) =>
    signAwsV4(hostKey, { method: 'POST', url: 'https://rekognition.us-east-1.amazonaws.com/', headers: {}, body }, now)
  const [one, same, other] = await Promise.all([sign('{}'), sign('{}'), sign('{"a":1}')])
  assert.match(one.headers['authorization']!, /\/20150830\/us-east-1\/rekognition\/aws4_request/)
  assert.equal(one.headers['authorization'], same.headers['authorization'])
  assert.notEqual(one.headers['authorization'], other.headers['authorization'])
})

test('a stream goes unsigned and says so', async () => {
  const body = Readable.from(['x'])
  const signed = await signAwsV4(key, { method: 'PUT', url: `${host}/object`, headers: {}, body }, now)
  assert.equal(signed.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD')
  assert.equal(signed.body, body)
})

test('an Authorization that a parameter or a hook has set wins', async () => {
  const request: EgressRequest = { method: 'GET', url: host, headers: { authorization: 'Own 1' } }
  assert.equal(await signAwsV4(key, request, now), request)
})
