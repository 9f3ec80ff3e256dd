import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EgressRequest } from '../../lib/egress.ts'
import { buildBaseString, readProtocol, signAsVendor } from './fixtures/oauth1-signature.ts'
import { type OAuth1Signing, signOAuth1 } from './oauth1.ts'

const client = { clientKey: 'key & co', clientSecret: 's/cret+1', token: 'token*', tokenSecret: 'tok~en secret' }
const inHeader: OAuth1Signing = { ...client, place: 'header' }
const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const get = (url: string, headers: Record<string, string> = {}): EgressRequest => ({ method: 'GET', url, headers })

function check(signed: EgressRequest, form?: string): void {
  const { authorization } = signed.headers
  const sent = readProtocol(authorization).get('oauth_signature') ?? new URL(signed.url).searchParams.get('oauth_signature')
  const received = { method: signed.method, url: signed.url, authorization, ...(form === undefined ? {} : { form }) }
  assert.equal(sent, signAsVendor(received, client.clientSecret, client.tokenSecret))
}

test('the base string that the tests build is the one that RFC 5849 §3.4.1.1 prints', () => {
  const authorization =
    'OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D"'
  const received = {
    method: 'POST',
    url: 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
    authorization,
    form: 'c2&a3=2+q',
  }
  assert.equal(
    buildBaseString(received),
    'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
  )
})

test('a request is signed in the header, its query with repeated and odd parameters included', () => {
  const signed = signOAuth1(inHeader, get('https://Vendor.example.com:443/a%20b?z=1&a=2+3&a=%2B&q=%27(x)%27&e='), now)
  check(signed)
  const protocol = readProtocol(signed.headers['authorization'])
  assert.equal(protocol.get('oauth_timestamp'), String(now / 1000))
  assert.equal(protocol.get('oauth_consumer_key'), 'key & co')
  assert.equal(protocol.get('oauth_token'), 'token*')
})

test('the fields of a form are part of the signature, JSON is not', () => {
  const form = 'name=Ann+Ray&tag=a&tag=b%26c'
  const post = {
    ...get('https://vendor.example.com/x', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    method: 'POST' as const,
  }
  check(signOAuth1(inHeader, { ...post, body: form }, now), form)
  check(signOAuth1(inHeader, { ...post, headers: { 'content-type': 'application/json' }, body: '{"a":1}' }, now))
})

test('the signature may travel in the query', () => {
  const signed = signOAuth1({ ...client, place: 'query' }, get('https://vendor.example.com/1/boards?fields=name'), now)
  assert.equal(signed.headers['authorization'], undefined)
  assert.match(signed.url, /^https:\/\/vendor\.example\.com\/1\/boards\?fields=name&oauth_consumer_key=key%20%26%20co&/)
  check(signed)
  assert.match(signOAuth1({ ...client, place: 'query' }, get('https://vendor.example.com/1'), now).url, /\/1\?oauth_/)
})

test('no two requests have the same nonce', () => {
  const nonces = Array.from({ length: 50 }, () =>
    readProtocol(signOAuth1(inHeader, get('https://v.example.com/'), now).headers['authorization']).get('oauth_nonce'),
  )
  assert.equal(new Set(nonces).size, 50)
})

test('an Authorization that a parameter or a hook has set wins', () => {
  const request = get('https://v.example.com/', { authorization: 'Bot 1' })
  assert.equal(signOAuth1(inHeader, request, now), request)
  assert.equal(signOAuth1({ ...client, place: 'query' }, request, now), request)
})
