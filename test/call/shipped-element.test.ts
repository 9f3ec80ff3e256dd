/** The shipped element through `call/` alone, against the vendor's simulator: no door, no database. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { KeapOptions } from '../../simulators/keap/keap.ts'
import { login, refresh, startFor, type Tokens } from '../../simulators/keap/test-client.ts'
import { readElementFolder } from '../../src/elements/document/read-folder.ts'
import { createCaller, createInstance, openParts, readJson } from '../call-instance.ts'

type Row = Record<string, unknown>

async function openCrm(t: TestContext, knobs: Partial<KeapOptions> = {}) {
  const keap = await startFor(t, knobs)
  let tokens = await login(keap.url)
  let generation = 1
  const document = await readElementFolder(new URL('../../elements/infusionsoftcrm', import.meta.url).pathname)
  const instance = createInstance(document, {
    configuration: { 'base.url': `${keap.url}/crm`, 'oauth.api.secret': 'octet-demo-secret' },
    credential: { kind: 'bearer', token: tokens.access_token, generation },
    renew: async (rejected) => {
      const isNews = rejected.kind === 'bearer' && rejected.generation === generation
      if (!isNews) return { kind: 'bearer', token: tokens.access_token, generation }
      tokens = (await (await refresh(keap.url, tokens.refresh_token)).json()) as Tokens
      return { kind: 'bearer', token: tokens.access_token, generation: ++generation }
    },
  })
  const call = createCaller(openParts(t), instance)
  const asked = () => keap.state.requests.map(({ method, path }) => `${method} ${path}`)
  const create = async (row: Row) => readJson(await call('POST', '/contacts', { json: row }))
  return { keap, call, create, asked, renewals: () => generation - 1 }
}

const full = {
  FirstName: 'Ada',
  LastName: 'Lovelace',
  Email: 'ada@example.com',
  EmailAddress2: 'ada2@example.com',
  EmailAddress3: 'ada3@example.com',
  Phone1: '111',
  Phone1Type: 'Work',
  Phone1Ext: '7',
  Phone2: '222',
  Fax1: '333',
  StreetAddress1: '1 Main St',
  City: 'Paris',
  Country: 'France',
  Address2Street1: '2 Side St',
  City2: 'Lyon',
  Country2: 'France',
}

test('trap 26: a created contact carries id, Id and what was sent, and is read, found, changed and deleted by it', async (t) => {
  const { call, create } = await openCrm(t)
  const made = await create(full)
  assert.equal(typeof made['id'], 'number')
  assert.equal(made['Id'], made['id'])
  for (const [name, value] of Object.entries(full)) assert.equal(made[name], value, name)
  assert.deepEqual(readJson(await call('GET', `/contacts/${made['id']}`)), made)
  assert.deepEqual(readJson(await call('GET', '/contacts', { query: { where: "Email='ada@example.com'" } })), [made])
  const changed = readJson(await call('PATCH', `/contacts/${made['id']}`, { json: { FirstName: 'Augusta' } }))
  assert.equal(changed['FirstName'], 'Augusta')
  assert.deepEqual((await call('DELETE', `/contacts/${made['id']}`)).body, { kind: 'empty' })
  await assert.rejects(call('GET', `/contacts/${made['id']}`), { status: 404 })
  await assert.rejects(call('DELETE', `/contacts/${made['id']}`), { status: 404, providerMessage: 'Unable to find this Contact' })
})

for (const change of [
  { EmailAddress2: 'new@example.com' },
  { EmailAddress3: null },
  { Phone2: '999' },
  { Phone1Ext: '8' },
  { Fax1: '444' },
  { City: 'Nice' },
  { Address2Street1: '3 Side St' },
  { Phone3: '333', City3: 'Rome', Country3: 'Italy' },
] as Row[]) {
  test(`a change of ${JSON.stringify(change)} leaves every other e-mail, phone and address as it was`, async (t) => {
    const { call, create } = await openCrm(t)
    const before = await create(full)
    await call('PATCH', `/contacts/${before['id']}`, { json: change })
    const after = readJson(await call('GET', `/contacts/${before['id']}`))
    const expected = { ...before, ...change, LastUpdated: after['LastUpdated'] } as Row
    for (const [name, value] of Object.entries(change)) if (value === null) delete expected[name]
    assert.deepEqual(after, expected)
  })
}

for (const pageTokenForm of ['opaque', 'url'] as const) {
  test(`trap 23: pages agree with each other and with nextPage, the vendor's token being ${pageTokenForm}`, async (t) => {
    const { call } = await openCrm(t, { pageTokenForm })
    const list = async (query: Record<string, string>) => {
      const response = await call('GET', '/contacts', { query: { ...query, fields: 'Id' } })
      return { ids: readJson<Row[]>(response).map(({ Id }) => Id), token: response.headers['Elements-Next-Page-Token'] }
    }
    const [one, two, both, seventh] = await Promise.all([
      list({ page: '1', pageSize: '4' }),
      list({ page: '2', pageSize: '4' }),
      list({ page: '1', pageSize: '8' }),
      list({ page: '7', pageSize: '4' }),
    ])
    assert.deepEqual([...one.ids, ...two.ids], both.ids)
    const seen: unknown[] = []
    for (let nextPage: string | undefined = ''; nextPage !== undefined; ) {
      const page = await list(nextPage === '' ? { pageSize: '4' } : { pageSize: '4', nextPage, page: '2' })
      seen.push(...page.ids)
      nextPage = page.token
    }
    assert.deepEqual(seen.slice(24, 28), seventh.ids)
    assert.equal(new Set(seen).size, seen.length)
    assert.deepEqual((await list({ pageSize: '1000' })).ids, seen)
  })
}

test('every resource of the element answers', async (t) => {
  const { call } = await openCrm(t)
  for (const path of ['contacts', 'accounts', 'opportunities', 'leads', 'tasks', 'notes', 'products', 'users']) {
    const rows = readJson<Row[]>(await call('GET', `/${path}`, { query: { pageSize: '2' } }))
    assert.equal(rows.length, 2, path)
    const one = readJson(await call('GET', `/${path}/${rows[0]!['id']}`))
    assert.equal(one['id'], rows[0]!['id'], path)
    assert.equal(typeof one['Id'], 'number', path)
  }
})

test('an opportunity gets the first stage, a note its contact, without the client naming them', async (t) => {
  const { call, create } = await openCrm(t)
  const contact = await create(full)
  const opportunity = readJson(await call('POST', '/opportunities', { json: { OpportunityTitle: 'Engine', ContactID: contact['Id'] } }))
  assert.equal(opportunity['StageID'], 18)
  const note = { ContactId: contact['Id'], UserID: 1, ActionDescription: 'Called', ActionType: 'Call' }
  const made = readJson(await call('POST', '/notes', { json: note }))
  const changed = readJson(await call('PATCH', `/notes/${made['id']}`, { json: { CreationNotes: 'Asked for a quote' } }))
  assert.equal(changed['CreationNotes'], 'Asked for a quote')
  assert.equal(changed['ActionDescription'], 'Called')
  await call('DELETE', `/notes/${made['id']}`)
  await assert.rejects(call('GET', `/notes/${made['id']}`), { status: 404 })
})

test('what the vendor no longer takes is refused here, before it is called', async (t) => {
  const { keap, call, asked } = await openCrm(t)
  const calls = asked().filter((line) => line.includes('/crm/')).length
  await assert.rejects(call('POST', '/contacts', { json: { FirstName: 'Ada', LastName: 'Lovelace' } }), { status: 400, message: /Email/ })
  await assert.rejects(call('POST', '/opportunities', { json: { OpportunityTitle: 'Engine' } }), { status: 400, message: /ContactID/ })
  await assert.rejects(call('GET', '/contacts', { query: { where: "Id='x'" } }), { status: 400, code: 'invalid-parameter' })
  await assert.rejects(call('GET', '/contacts', { query: { page: '101', pageSize: '100' } }), { status: 400, code: 'walk-limit' })
  assert.equal(asked().filter((line) => line.includes('/crm/')).length, calls)
  assert.equal(keap.state.requests.length > 0, true)
})

test('a token that the vendor ends in the middle of a walk is renewed once, and no row is lost', async (t) => {
  const faults = [{ kind: 'expire-token', match: { path: '/crm/rest/v2/contacts' }, skip: 1 }] as const
  const { call, renewals } = await openCrm(t, { faults: [...faults] })
  const ids: unknown[] = []
  for (let nextPage: string | undefined = ''; nextPage !== undefined; ) {
    const response = await call('GET', '/contacts', { query: { pageSize: '10', nextPage, fields: 'Id' } })
    ids.push(...readJson<Row[]>(response).map(({ Id }) => Id))
    nextPage = response.headers['Elements-Next-Page-Token']
  }
  assert.equal(renewals(), 1)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.length > 20)
})

for (const throttleBody of ['quota-fault', 'spike-fault', 'newer'] as const) {
  test(`a rate limit of the form ${throttleBody} is 429 with the vendor's words`, async (t) => {
    const retryAfterSeconds = throttleBody === 'newer' ? 0 : 3
    const limits = { enforceLimits: true, tenantPerMinute: 2, throttleBody, retryAfterSeconds }
    const { call } = await openCrm(t, limits)
    const calls = Array.from({ length: 4 }, () => call('GET', '/contacts/1').catch((error: unknown) => error))
    const failed = (await Promise.all(calls)).find((one) => one instanceof Error) as Error & {
      headers: Row
      providerMessage?: string
      status: number
    }
    assert.equal(failed.status, 429)
    assert.match(failed.providerMessage ?? '', /quota|spike/i)
    assert.equal(failed.headers['retry-after'], retryAfterSeconds === 0 ? undefined : '3')
  })
}

for (const [kind, status, said] of [
  ['http-500', 502, /500 Internal Server Error/],
  ['http-503', 502, /503 Service/],
  ['truncated-json', 502, undefined],
] as const) {
  test(`${kind} is ${status}`, async (t) => {
    const { call } = await openCrm(t, { faults: [{ kind }] })
    await assert.rejects(call('GET', '/contacts/1'), (error: Error & { status: number; providerMessage?: string }) => {
      assert.equal(error.status, status)
      if (said !== undefined) assert.match(error.providerMessage ?? '', said)
      return true
    })
  })
}

test('a create whose answer is lost is not sent again: one contact, not two', async (t) => {
  const { call, create, asked } = await openCrm(t, {
    faults: [{ kind: 'reset-after-apply', match: { method: 'POST', path: '/crm/rest/v2/contacts' } }],
  })
  await assert.rejects(create({ Email: 'once@example.com' }), { status: 502, code: 'vendor-unreachable' })
  assert.equal(asked().filter((line) => line === 'POST /crm/rest/v2/contacts').length, 1)
  assert.equal(readJson<Row[]>(await call('GET', '/contacts', { query: { where: "Email='once@example.com'" } })).length, 1)
})

test('what any resource answers can be sent back, and nothing is said to be ignored', async (t) => {
  const { call } = await openCrm(t)
  for (const path of ['contacts', 'accounts', 'opportunities', 'leads', 'tasks', 'notes', 'products']) {
    const [row] = readJson<Row[]>(await call('GET', `/${path}`, { query: { pageSize: '1' } }))
    const { status, headers } = await call('PATCH', `/${path}/${row!['id']}`, { json: row })
    assert.deepEqual([status, headers['Elements-Error']], [200, undefined], path)
  }
})

test('an unknown field, and a read-only one that is meant to be changed, is named', async (t) => {
  const { call } = await openCrm(t)
  for (const json of [{ _Nope: 1 }, { Groups: '1,2' }, { email: 'a@example.com' }]) {
    const { headers } = await call('PATCH', '/contacts/1', { json: { FirstName: 'Ada', ...json } })
    assert.equal(headers['Elements-Error'], `Ignored fields: ${Object.keys(json)[0]}`)
  }
})

test('a word that is no id names no record, whatever the vendor has at that place', async (t) => {
  const { call, asked } = await openCrm(t)
  const before = asked().length
  for (const path of ['contacts', 'accounts', 'opportunities', 'leads', 'tasks', 'notes', 'products', 'users']) {
    const missing = { status: 404, code: 'no-record', message: `No ${path} found with ID model` }
    await assert.rejects(call('GET', `/${path}/model`), missing)
  }
  for (const id of ['-1', 'abc', '1.0']) {
    await assert.rejects(call('GET', `/notes/${id}`), { status: 404 })
    await assert.rejects(call('PATCH', `/notes/${id}`, { json: { CreationNotes: 'x' } }), { status: 404 })
    await assert.rejects(call('DELETE', `/notes/${id}`), { status: 404 })
    await assert.rejects(call('GET', `/products/${id}/inventory`), { status: 404 })
  }
  assert.equal(asked().length, before)
  await assert.rejects(call('GET', '/notes/99999999'), { status: 404, message: 'No notes found with ID 99999999' })
})

test('the lead source of a contact is answered by its name, out of a list that is read once', async (t) => {
  const { keap, call, create, asked } = await openCrm(t)
  const [source] = [...keap.state.tenants.values()][0]!.tables.leadSources.rows.values()
  const made = await create({ ...full, LeadSourceId: Number(source!.id) })
  assert.equal(made['Leadsource'], source!['name'])
  const before = asked().length
  assert.equal(readJson(await call('GET', `/contacts/${made['id']}`))['Leadsource'], source!['name'])
  assert.equal(asked().length, before + 1)
  const found = await call('GET', '/contacts', { query: { where: `Leadsource='${source!['name']}' AND Id=${made['id']}` } })
  assert.equal(readJson<Row[]>(found)[0]!['Leadsource'], source!['name'])
})

test('vendor-defined fields have the form of their type', async (t) => {
  const { call } = await openCrm(t)
  const contact = readJson(await call('PATCH', '/contacts/1', { json: { _customDate: '2026-01-31', _customWholeNumber: 7 } }))
  assert.deepEqual([contact['_customDate'], contact['_customWholeNumber']], ['2026-01-31', 7])
  const rows = readJson<Row[]>(await call('GET', '/contacts', { query: { pageSize: '20' } }))
  for (const { _customDate: day } of rows) if (day !== undefined) assert.match(String(day), /^\d{4}-\d\d-\d\d$/)
})

test('vendor-defined fields are read and written by name', async (t) => {
  const { call } = await openCrm(t)
  const account = readJson(await call('GET', '/accounts/1'))
  assert.equal(account['_industry'], 'Retail')
  await call('PATCH', '/accounts/1', { json: { _industry: 'Wholesale' } })
  const after = readJson(await call('GET', '/accounts/1'))
  assert.deepEqual(after, { ...account, _industry: 'Wholesale', LastUpdated: after['LastUpdated'] })
})
