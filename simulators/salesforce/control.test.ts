// The knobs and the control surface, and that the README names every knob with its default.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { KnobError } from '../lib/knobs.ts'
import { createDefaultKnobs } from './knobs.ts'
import { startSalesforce } from './salesforce.ts'
import { createCaller, findId, startFor, type Tokens } from './test-client.ts'

const control = async (url: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${url}/_simulator/${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a wrong option is refused by name at the start', async () => {
  await assert.rejects(startSalesforce({ accessTokenSecond: 1 } as never), { message: 'accessTokenSecond: no such knob' })
  await assert.rejects(startSalesforce({ batchSize: -1 }), KnobError)
  await assert.rejects(startSalesforce({ nullsInDescendingOrder: 'odd' } as never), /nullsInDescendingOrder: one of first, last/)
})

test('knobs are read and changed while running, at either server', async (t) => {
  const salesforce = await startFor(t)
  assert.equal((await control(salesforce.instanceUrl, 'PATCH', 'knobs', { batchSize: 20 })).body['batchSize'], 20)
  assert.equal((await control(salesforce.url, 'GET', 'knobs')).body['batchSize'], 20)
  assert.equal((await control(salesforce.url, 'PATCH', 'knobs', { batchSize: 9, gzip: 'yes' })).status, 400)
  assert.equal(salesforce.options.batchSize, 20)
})

test('without a separate instance everything is at one address', async (t) => {
  const { url } = await startFor(t, { separateInstance: false })
  const tokens = (await control(url, 'POST', 'tokens')).body as unknown as Tokens
  assert.equal(tokens.instance_url, url)
  assert.equal((await createCaller(url, tokens.access_token)('GET', '/limits')).status, 200)
})

test('tokens are issued without the page and lapse on demand; contacts come in bulk; a reset puts everything back', async (t) => {
  const { url } = await startFor(t)
  const tokens = (await control(url, 'POST', 'tokens', { tenant: 'harbour' })).body as unknown as Tokens
  const call = createCaller(tokens.instance_url, tokens.access_token)
  const count = async () => (await call('GET', '/query?q=SELECT+COUNT()+FROM+Contact')).body['totalSize']
  assert.equal((await control(url, 'POST', 'contacts', { tenant: 'harbour', count: 2_000 })).body['count'], 2_000)
  assert.equal(await count(), 2_036)
  await control(url, 'POST', 'tokens/expire', { which: 'access' })
  assert.equal((await call('GET', '/limits')).status, 401)
  assert.equal(((await control(url, 'GET', 'tokens')).body as unknown as unknown[]).length, 1)
  await control(url, 'POST', 'reset')
  assert.equal(((await control(url, 'GET', 'records/harbour/Contact')).body as unknown as unknown[]).length, 36)
  assert.equal((await control(url, 'GET', 'records/nowhere/Contact')).status, 400)
})

test('a record is read as it is stored; the seed is the same every time', async (t) => {
  const [one, two] = [await startFor(t), await startFor(t)]
  const read = async (url: string) => (await control(url, 'GET', `records/meridian/Opportunity/${findId(one, 'Opportunity')}`)).body
  const record = await read(one.url)
  assert.equal(record['Name'], 'Aurora Instruments Rollout')
  assert.deepEqual(record, await read(two.url))
})

test('the README names every knob with its default', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(createDefaultKnobs())) {
    if (name === 'clients') assert.ok(readme.includes(`| \`${name}\` |`), name)
    else assert.ok(readme.includes(`| \`${name}\` | \`${JSON.stringify(value)}\` |`), `${name} ${JSON.stringify(value)}`)
  }
})
