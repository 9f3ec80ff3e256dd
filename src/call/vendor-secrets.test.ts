import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { type Answer, startVendor } from '../../test/vendor.ts'
import type { OctetError } from '../lib/errors.ts'
import type { Credential } from './types.ts'

const token = 'TOKEN/abc+def=="SECRET0123456789'
const bearer: Credential = { kind: 'bearer', token, generation: 1 }

async function meet(t: TestContext, answer: Answer, credential: Credential = bearer): Promise<OctetError> {
  const vendor = await startVendor(t, () => ({ status: 400, ...answer }))
  const configuration = { 'base.url': vendor.url, 'secret.key': 'k3y-of-the-instance' }
  const instance = createInstance(describeElement([{ path: '/rows/{id}' }]), { configuration, credential, renew: async () => credential })
  return createCaller(openParts(t), instance)('GET', '/rows/1').then(
    () => assert.fail('the call succeeded'),
    (error: OctetError) => error,
  )
}

const plain = (body: string) => ({ headers: { 'content-type': 'text/plain' }, body })

test('a text is cut only after secrets were hidden in it', async (t) => {
  const { providerMessage } = await meet(t, plain('x'.repeat(3980) + token))
  assert.equal(providerMessage, `${'x'.repeat(3980)}********`)
})

test('a token is hidden in JSON, percent-encoded and as it is', async (t) => {
  assert.equal((await meet(t, { body: { got: token } })).providerMessage, '{"got":"********"}')
  assert.equal((await meet(t, plain(`got ${encodeURIComponent(token)}`))).providerMessage, 'got ********')
  assert.equal((await meet(t, plain(`got Bearer ${token}`))).providerMessage, 'got Bearer ********')
})

test('user name and password are hidden as they stood in the Basic header', async (t) => {
  const echo = Buffer.from('user:p@ss "word').toString('base64')
  const credential = { kind: 'basic', username: 'user', password: 'p@ss "word' } as const
  assert.equal((await meet(t, plain(`got Basic ${echo}`), credential)).providerMessage, 'got Basic ********')
})

test('a NUL and half a surrogate pair do not get through', async (t) => {
  const { providerMessage } = await meet(t, { headers: { 'content-type': 'application/json' }, body: '"a\\u0000b\\ud800c' })
  assert.equal(providerMessage, '"a\\u0000b\\ud800c')
  assert.equal((await meet(t, plain('a\0b'))).providerMessage, 'a\ufffdb')
})

for (const [name, piece] of [
  ['an unfinished title', '<title'],
  ['titles', '<title>'],
  ['spaces', ' '],
] as const) {
  test(`of a refusal no more than 64 KB are read: ${name}`, async (t) => {
    let sent = 0
    const vendor = await startVendor(t, (_asked, response) => {
      response.writeHead(400, { 'content-type': 'text/html' })
      response.write('<html>')
      const more = () => {
        while (sent < 60_000_000 && !response.destroyed) {
          sent += piece.length * 10_000
          if (!response.write(piece.repeat(10_000))) return
        }
        response.end()
      }
      response.on('drain', more).on('error', () => {})
      more()
      return undefined
    })
    const instance = createInstance(describeElement([{ path: '/rows/{id}' }]), { configuration: { 'base.url': vendor.url } })
    await assert.rejects(createCaller(openParts(t), instance)('GET', '/rows/1'), { status: 400, code: 'vendor-refused' })
    // What the sockets between us hold comes on top.
    assert.ok(sent < 10_000_000, `${sent}`)
  })
}
