// The knobs and the control surface, and that the README names every knob with its default.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { KnobError } from '../lib/knobs.ts'
import { createDefaultKnobs } from './knobs.ts'
import { createCaller, firstId, startFor, type Tokens } from './test-client.ts'
import { startZoho } from './zoho.ts'

const control = async (url: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${url}/_simulator/${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a wrong option is refused by name at the start', async () => {
  await assert.rejects(startZoho({ accessTokenSecond: 1 } as never), { message: 'accessTokenSecond: no such knob' })
  await assert.rejects(startZoho({ accessTokenSeconds: -1 }), KnobError)
  await assert.rejects(startZoho({ searchEquals: 'odd' } as never), /searchEquals: one of contains, exact/)
})

test('knobs are read and changed while running, at either data center', async (t) => {
  const zoho = await startFor(t)
  assert.equal((await control(zoho.europeUrl, 'PATCH', 'knobs', { accessTokenSeconds: 2 })).body['accessTokenSeconds'], 2)
  assert.equal((await control(zoho.url, 'GET', 'knobs')).body['accessTokenSeconds'], 2)
  assert.equal((await control(zoho.url, 'PATCH', 'knobs', { accessTokenSeconds: 9, gzip: 'yes' })).status, 400)
  assert.equal(zoho.options.accessTokenSeconds, 2)
})

test('tokens are issued without the page and lapse on demand; contacts come in bulk; a reset puts everything back', async (t) => {
  const { url, europeUrl } = await startFor(t)
  const tokens = (await control(url, 'POST', 'tokens', { tenant: 'suedwind' })).body as unknown as Tokens
  assert.equal(tokens.api_domain, europeUrl)
  const call = createCaller(europeUrl, tokens.access_token)
  const count = async () => (await call('GET', '/Contacts/actions/count')).body['count']
  assert.equal((await control(url, 'POST', 'contacts', { tenant: 'suedwind', count: 2_000 })).body['count'], 2_000)
  assert.equal(await count(), 2_036)
  await control(url, 'POST', 'tokens/expire', { which: 'access' })
  assert.equal((await call('GET', '/org')).status, 401)
  assert.equal(((await control(url, 'GET', 'tokens')).body as unknown as unknown[]).length, 1)
  await control(url, 'POST', 'reset')
  assert.equal(((await control(url, 'GET', 'records/suedwind/Contacts')).body as unknown as unknown[]).length, 36)
  assert.equal((await control(url, 'GET', 'records/nowhere/Contacts')).status, 400)
})

test('a record is read as it is stored; the seed is the same every time', async (t) => {
  const [one, two] = [await startFor(t), await startFor(t)]
  const read = async (url: string) => (await control(url, 'GET', `records/northwind/Deals/${firstId(one, 'Deals')}`)).body
  const record = await read(one.url)
  assert.equal(record['Deal_Name'], 'Amber Robotics rollout')
  assert.deepEqual(record, await read(two.url))
})

test('the README names every knob with its default', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(createDefaultKnobs())) {
    if (name === 'clients') assert.ok(readme.includes(`| \`${name}\` |`), name)
    else assert.ok(readme.includes(`| \`${name}\` | \`${JSON.stringify(value)}\` |`), `${name} ${JSON.stringify(value)}`)
  }
})
