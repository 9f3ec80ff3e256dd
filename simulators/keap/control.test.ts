// The knobs and the control surface, and that the README names every knob with its default.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { KnobError } from '../lib/knobs.ts'
import { startKeap } from './keap.ts'
import { createDefaultKnobs } from './knobs.ts'
import { createCaller, login, refresh, startFor } from './test-client.ts'

const control = async (url: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${url}/_simulator/${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a wrong option is refused by name at the start', async () => {
  await assert.rejects(startKeap({ accessTokenSecond: 1 } as never), { message: 'accessTokenSecond: no such knob' })
  await assert.rejects(startKeap({ accessTokenSeconds: -1 }), KnobError)
  await assert.rejects(startKeap({ throttleBody: 'odd' } as never), /throttleBody: one of by-cause/)
})

test('knobs are read and changed while running; a wrong change changes nothing', async (t) => {
  const { url } = await startFor(t)
  assert.equal((await control(url, 'PATCH', 'knobs', { accessTokenSeconds: 2 })).body['accessTokenSeconds'], 2)
  assert.equal((await login(url)).expires_in, 2)
  const wrong = await control(url, 'PATCH', 'knobs', { accessTokenSeconds: 9, gzip: 'yes' })
  assert.deepEqual([wrong.status, wrong.body], [400, { message: 'gzip: a boolean' }])
  const broken = await fetch(`${url}/_simulator/knobs`, { method: 'PATCH', body: '{"gzip":' })
  assert.deepEqual([broken.status, await broken.json()], [400, { message: 'the body must be JSON' }])
  assert.equal((await control(url, 'GET', 'knobs')).body['accessTokenSeconds'], 2)
  assert.deepEqual(Object.keys((await control(url, 'GET', 'knobs')).body).sort(), Object.keys(createDefaultKnobs()).sort())
})

test('contacts are seeded in bulk, records are read, and a reset puts everything back', async (t) => {
  const { url } = await startFor(t)
  const seeded = await control(url, 'POST', 'contacts', { tenant: 'cd456.infusionsoft.com', count: 2_000 })
  assert.deepEqual(seeded.body, { count: 2_000, firstId: '37', lastId: '2036' })
  assert.equal((await control(url, 'GET', 'records/cd456.infusionsoft.com/contacts/2036')).body['id'], '2036')
  assert.equal((await control(url, 'GET', 'records/nowhere/contacts')).status, 400)
  const { refresh_token } = await login(url)
  await control(url, 'POST', 'reset')
  assert.equal(((await control(url, 'GET', 'records/cd456.infusionsoft.com/contacts')).body as unknown as unknown[]).length, 36)
  assert.equal((await refresh(url, refresh_token)).status, 400)
})

test('the token record is read from outside, tokens can be issued and made to lapse', async (t) => {
  const { url } = await startFor(t)
  const { body: tokens } = await control(url, 'POST', 'tokens', { tenant: 'cd456.infusionsoft.com' })
  const call = createCaller(url, String(tokens['access_token']))
  assert.equal((await call('GET', '/v2/contacts/1')).headers.get('x-keap-tenant-id'), 'cd456.infusionsoft.com')
  await control(url, 'POST', 'tokens/expire', { which: 'access' })
  assert.equal((await call('GET', '/v2/contacts/1')).status, 401)
  assert.equal((await refresh(url, String(tokens['refresh_token']))).status, 200)
  await control(url, 'POST', 'tokens/expire', { which: 'all' })
  const record = (await control(url, 'GET', 'tokens')).body as unknown as { grant: string }[]
  assert.deepEqual(
    record.map((pair) => pair.grant),
    ['control', 'refresh_token'],
  )
})

test('the request log holds method, path, header names and status, and no secret', async (t) => {
  const { url } = await startFor(t)
  const { access_token } = await login(url)
  await createCaller(url, access_token)('GET', '/v2/contacts/1?fields=given_name')
  const { body } = await control(url, 'GET', 'requests?last=1')
  const [entry] = body as unknown as Record<string, unknown>[]
  assert.deepEqual([entry?.['method'], entry?.['path'], entry?.['status']], ['GET', '/crm/rest/v2/contacts/1', 200])
  assert.ok(String(entry?.['headerNames']).includes('authorization'))
  assert.ok(!JSON.stringify(body).includes(access_token))
})

test('what is unknown about v2 errors and the notes of a contact is a knob', async (t) => {
  const keap = await startFor(t)
  const call = createCaller(keap.url, (await login(keap.url)).access_token)
  const refused = async () => (await call('POST', '/v2/contacts', {})).body
  assert.equal((await refused())['status'], 'Bad Request')
  Object.assign(keap.options, { v2ErrorStatus: 'code-name', v2ErrorMessage: 'blank' })
  assert.deepEqual(await refused(), { code: 400, message: '', status: 'INVALID_ARGUMENT', details: [] })
  const write = async () => (await call('PATCH', '/v2/contacts/1', { notes: 'likes tea' })).body['notes']
  assert.equal(await write(), undefined)
  keap.options.contactNotesField = true
  assert.equal(await write(), 'likes tea')
})

test('the README names every knob with its default', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(createDefaultKnobs())) {
    if (name === 'clients' || name === 'keys') assert.ok(readme.includes(`| \`${name}\` |`), name)
    else assert.ok(readme.includes(`| \`${name}\` | \`${JSON.stringify(value)}\` |`), `${name} ${JSON.stringify(value)}`)
  }
})
