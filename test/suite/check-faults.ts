/** When something is wrong at the vendor or with the instance: tokens run out, the vendor fails, refuses more calls, the instance is disabled. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Fault } from '../../simulators/lib/faults.ts'
import type { Bench } from './bench.ts'

/** `path` is a list. */
export function checkFaults(bench: Bench, path: string): void {
  const list = () => bench.hub.call('GET', path, { query: { pageSize: '1' } })
  const strike = async (kind: Fault['kind'], times: number) => {
    const { options } = bench.simulator
    options.faults = [{ kind, times }]
    try {
      return await list()
    } finally {
      options.faults = []
    }
  }

  if (bench.subject.account === false) {
    it('a key that the vendor refuses is a 401', async () => {
      const { app, document } = bench
      const keys = document.configuration.filter(({ type, key }) => type === 'PASSWORD' || key === 'username').map(({ key }) => key)
      const configuration = Object.fromEntries(
        Object.entries(bench.subject.configuration ?? {}).map(([key, value]) => [key, keys.includes(key) ? 'wrong' : value]),
      )
      const reply = await app.call('POST', '/instances', { body: { element: { key: document.key }, name: 'Wrong', configuration } })
      assert.ok(reply.status === 401 || reply.status === 400, reply.text)
    })
  } else {
    it('an access token that ran out is renewed, and nobody notices', async () => {
      const { url } = bench.simulator
      const headers = { 'content-type': 'application/json' }
      const expired = await fetch(`${url}/_simulator/tokens/expire`, { method: 'POST', headers, body: '{"which":"access"}' })
      assert.equal(expired.status, 200)
      const reply = await list()
      assert.equal(reply.status, 200, reply.text)
    })

    it('so is one that the vendor takes back in the middle', async () => {
      const reply = await strike('expire-token', 1)
      assert.equal(reply.status, 200, reply.text)
    })
  }

  it('a vendor that fails is a 502', async () => {
    const reply = await strike('http-500', 100)
    assert.equal(reply.status, 502, reply.text)
    assert.deepEqual(
      Object.keys(reply.body).filter((name) => !['requestId', 'message', 'providerMessage'].includes(name)),
      [],
    )
  })

  it('an answer that breaks off is a 502', async () => {
    assert.equal((await strike('truncated-json', 100)).status, 502)
  })

  it('trap 14: a disabled instance answers 403, but still tells its objects', async () => {
    const { app, hub } = bench
    const setEnabled = (method: string) => app.call(method, `/instances/${hub.id}/enabled`)
    assert.equal((await setEnabled('DELETE')).status, 200)
    assert.equal((await list()).status, 403)
    assert.equal((await hub.call('GET', 'objects')).status, 200)
    assert.equal((await setEnabled('PUT')).status, 200)
    assert.equal((await list()).status, 200)
  })

  // The last of all: from then on the element's quota is used up.
  it('a vendor that wants no more calls is a 429 that says when to come back', async () => {
    const reply = await strike('quota-exhausted', 100)
    assert.equal(reply.status, 429, reply.text)
    assert.match(reply.headers.get('retry-after') ?? '', /^\d+$/)
  })
}
