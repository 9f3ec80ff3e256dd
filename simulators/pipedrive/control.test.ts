// The knobs and the control surface, and that the README names every knob with its default.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { KnobError } from '../lib/knobs.ts'
import { createDefaultKnobs } from './knobs.ts'
import { startPipedrive } from './pipedrive.ts'
import { control, createCaller, login, startCaller, startFor } from './test-client.ts'

test('a wrong option is refused by name at the start', async () => {
  await assert.rejects(startPipedrive({ accessTokenSecond: 1 } as never), { message: 'accessTokenSecond: no such knob' })
  await assert.rejects(startPipedrive({ seats: -1 }), KnobError)
  await assert.rejects(startPipedrive({ plan: 'free' } as never), /plan: one of lite/)
})

test('knobs are read and changed while running; a wrong change changes nothing', async (t) => {
  const { url } = await startFor(t)
  assert.equal((await control(url, 'PATCH', 'knobs', { accessTokenSeconds: 2 })).body['accessTokenSeconds'], 2)
  assert.equal((await login(url)).expires_in, 2)
  const wrong = await control(url, 'PATCH', 'knobs', { accessTokenSeconds: 9, gzip: 'yes' })
  assert.deepEqual([wrong.status, wrong.body], [400, { message: 'gzip: a boolean' }])
  const { body } = await control(url, 'GET', 'knobs')
  assert.equal(body['accessTokenSeconds'], 2)
  assert.deepEqual(Object.keys(body).sort(), Object.keys(createDefaultKnobs()).sort())
})

test('persons are added in bulk, records are read, and a reset puts everything back', async (t) => {
  const { url } = await startFor(t)
  const added = await control(url, 'POST', 'persons', { tenant: 'cove-dale', count: 2_000 })
  assert.deepEqual(added.body, { count: 2_000, firstId: 37, lastId: 2_036 })
  assert.equal((await control(url, 'GET', 'records/cove-dale/persons/2036')).body['id'], 2_036)
  assert.equal((await control(url, 'GET', 'records/nowhere/persons')).status, 400)
  const { access_token } = await login(url)
  await control(url, 'POST', 'reset')
  assert.equal((await createCaller(url, access_token)('GET', '/v2/persons')).status, 401)
  const { body } = await control(url, 'GET', 'records/cove-dale/persons')
  assert.equal((body as unknown as unknown[]).length, 36)
})

test('both companies start with the same records every time, under codes of their own', async (t) => {
  const [one, other] = [await startFor(t), await startFor(t)]
  const read = async (url: string, path: string) => JSON.stringify((await control(url, 'GET', `records/${path}`)).body)
  for (const table of ['persons', 'deals', 'leads', 'notes', 'mailThreads']) {
    assert.equal(await read(one.url, `alder-birch/${table}`), await read(other.url, `alder-birch/${table}`), table)
    assert.notEqual(await read(one.url, `alder-birch/${table}`), await read(one.url, `cove-dale/${table}`), table)
  }
})

test('tokens lapse when told; the log keeps paths and header names, never values', async (t) => {
  const { url } = await startFor(t)
  const { access_token } = await login(url)
  const call = createCaller(url, access_token)
  await call('GET', '/v2/persons/1?include_labels=true')
  const { body } = await control(url, 'GET', 'requests?last=1')
  const [entry] = body as unknown as Record<string, unknown>[]
  assert.deepEqual([entry?.['method'], entry?.['path'], entry?.['status']], ['GET', '/api/v2/persons/1', 200])
  assert.ok(!JSON.stringify(body).includes(access_token))
  await control(url, 'POST', 'tokens/expire', { which: 'access' })
  assert.equal((await call('GET', '/v2/persons')).status, 401)
})

test('replies are compressed for those who take it', async (t) => {
  const { call } = await startCaller(t)
  const reply = await call('GET', '/v2/persons')
  assert.equal(reply.headers.get('content-encoding'), 'gzip')
  assert.equal(reply.list.length, 36)
})

test('the README names every knob with its default', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(createDefaultKnobs())) {
    if (['clients', 'apiTokens', 'scopes'].includes(name)) assert.ok(readme.includes(`| \`${name}\` |`), name)
    else assert.ok(readme.includes(`| \`${name}\` | \`${JSON.stringify(value)}\` |`), `${name} ${JSON.stringify(value)}`)
  }
})
