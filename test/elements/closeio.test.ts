/** The element as clients of the original know it: its resources, payloads, ids and verbs, over the vendor's API of today. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Crm, openCrm, type Row } from './closeio-parts.ts'

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id)
const firstLead = async ({ get }: Crm) => (await get('/accounts', { pageSize: '1' }))[0].id

interface Case {
  readonly resource: string
  readonly vendor: string
  readonly create: (lead: string) => Record<string, unknown>
  readonly update: Record<string, unknown>
}

const cases: readonly Case[] = [
  { resource: 'accounts', vendor: 'lead', create: () => ({ name: 'mr. suite' }), update: { name: 'mrs. suite' } },
  { resource: 'leads', vendor: 'lead', create: () => ({ name: 'mr. suite', status: 'Qualified' }), update: { description: 'Big' } },
  {
    resource: 'contacts',
    vendor: 'contact',
    create: (lead) => ({ lead_id: lead, name: 'mr. suite', urls: [{ type: 'home', url: 'http://no.net' }], homePhone: '303-555-1212' }),
    update: { name: 'mr. suite Jr.' },
  },
  {
    resource: 'opportunities',
    vendor: 'opportunity',
    create: (lead) => ({ name: 'Test Company', note: 'Best. Show. Ever.', lead }),
    update: { note: 'Better', confidence: 90, value: 125_000 },
  },
  {
    resource: 'tasks',
    vendor: 'task',
    create: (lead) => ({ text: 'Connect with Account Manager', date: '2013-02-06', is_complete: false, lead }),
    update: { is_complete: true },
  },
  { resource: 'notes', vendor: 'note', create: (lead) => ({ lead_id: lead, note: 'I am a test note' }), update: { note: 'Changed' } },
]

describe('records', () => {
  for (const { resource, vendor, create, update } of cases) {
    test(`trap 26: ${resource}: what was created has an id, and is read, listed, changed by PATCH and PUT, and deleted by it`, async (t) => {
      const crm = await openCrm(t)
      const { write, get, call, lastSent } = crm
      const lead = await firstLead(crm)
      const made = await write('POST', `/${resource}`, create(lead))
      assert.match(made.id, /^[a-z]+_\w+$/)
      if ('lead' in create(lead)) assert.deepEqual([made.lead, made.lead_id], [lead, lead])
      const path = `/${resource}/${made.id}`
      assert.equal((await get(path)).id, made.id)
      for (const method of ['PATCH', 'PUT'] as const) {
        const changed = await write(method, path, update)
        for (const [name, value] of Object.entries(update)) assert.equal(changed[name], value, name)
        assert.equal(lastSent(`/${vendor}/${made.id}/`).method, 'PUT')
      }
      const read = await get(path)
      const listed: Row[] = await get(`/${resource}`, { pageSize: '200' })
      assert.deepEqual(
        listed.find(({ id }) => id === made.id),
        read,
      )
      assert.equal((await write('PATCH', path, read)).id, made.id)
      assert.equal((await call('DELETE', path)).status, 200)
      await assert.rejects(get(path), { status: 404 })
      await assert.rejects(write('PATCH', path, update), { status: 404 })
    })
  }

  test('an id of another form is a 404 and not asked for; one that is not there too', async (t) => {
    const { get, sent } = await openCrm(t)
    for (const id of ['-1', '../me', 'x']) await assert.rejects(get(`/contacts/${encodeURIComponent(id)}`), { status: 404 })
    assert.deepEqual(sent, [])
    for (const resource of ['accounts', 'contacts', 'opportunities', 'tasks', 'notes', 'users'])
      await assert.rejects(get(`/${resource}/none_1`), { status: 404 }, resource)
  })

  test('a body that the vendor refuses is a 400 with its words, of each field', async (t) => {
    const crm = await openCrm(t)
    for (const resource of ['accounts', 'contacts', 'opportunities', 'tasks', 'notes'])
      await assert.rejects(crm.write('POST', `/${resource}`, {}), { status: 400 }, resource)
    await assert.rejects(crm.write('POST', '/accounts', {}), { providerMessage: 'The request body must not be empty.' })
    const task = { lead: await firstLead(crm), date: 'soon' }
    await assert.rejects(crm.write('POST', '/tasks', task), { status: 400, providerMessage: /date.*Invalid ISO 8601/ })
    await assert.rejects(crm.get('/contacts/none_1'), { status: 404, providerMessage: /Contact/ })
  })

  test('fields asks the vendor for these alone', async (t) => {
    const { get, sent } = await openCrm(t)
    assert.deepEqual(Object.keys((await get('/contacts', { pageSize: '1', fields: 'name,emails.email' }))[0]), ['name', 'emails'])
    assert.equal(sent.at(-1)!.query.get('_fields'), 'name,emails')
    await get('/contacts', { pageSize: '1' })
    assert.equal(sent.at(-1)!.query.get('_fields'), null)
  })
})

describe('contacts', () => {
  test('officeEmail and homePhone are items of the vendor’s lists; changing one keeps all others', async (t) => {
    const crm = await openCrm(t)
    const emails = ['a', 'b'].map((name) => ({ type: 'office', email: `${name}@suite.example` }))
    const lead_id = await firstLead(crm)
    const made = await crm.write('POST', '/contacts', { lead_id, name: 'Suite', emails, homePhone: '303-555-1212' })
    assert.deepEqual([made.officeEmail, made.homePhone], ['a@suite.example', '+13035551212'])
    const changed = await crm.write('PATCH', `/contacts/${made.id}`, { officeEmail: 'c@suite.example' })
    assert.deepEqual(
      changed.emails.map(({ email }: Row) => email),
      ['c@suite.example', 'b@suite.example'],
    )
    const whole = await crm.write('PATCH', `/contacts/${made.id}`, { emails: [{ type: 'home', email: 'd@suite.example' }] })
    assert.deepEqual(
      whole.emails.map(({ email }: Row) => email),
      ['d@suite.example'],
    )
    assert.equal(whole.officeEmail, undefined)
  })
})

describe('activities and notes of an account', () => {
  const email = {
    direction: 'outgoing',
    subject: 'Welcome to Close.io!',
    sender: 'tester@cloud-elements.com',
    to: ['developer@cloud-elements.com'],
    status: 'draft',
    body_text: 'Test email!',
  }

  test('an email by default, or of the kind that activityType names: created, listed, changed, deleted', async (t) => {
    const crm = await openCrm(t)
    const lead = await firstLead(crm)
    const path = `/accounts/${lead}/activities`
    const made = await crm.write('POST', path, email)
    assert.deepEqual([made._type, made.lead_id], ['Email', lead])
    const changed = await crm.write('PATCH', `${path}/${made.id}`, { subject: 'Welcome back' })
    assert.equal(changed.subject, 'Welcome back')
    const phoned = await crm.call('POST', path, { json: { phone: '+15555550100', duration: 60 }, query: { activityType: 'call' } })
    assert.equal((phoned.body as Row).value._type, 'Call')
    const all: Row[] = await crm.get(path)
    assert.ok(all.length >= 2 && all.every(({ lead_id }) => lead_id === lead))
    assert.deepEqual(ids(await crm.get(path, { activityType: 'Call' })), ids(all.filter(({ _type }) => _type === 'Call')))
    assert.deepEqual(ids(await crm.get(path, { where: "_type = 'Email'" })), ids(all.filter(({ _type }) => _type === 'Email')))
    assert.equal((await crm.call('DELETE', `${path}/${made.id}`)).status, 200)
    await assert.rejects(crm.get(`${path}/${made.id}`), { status: 404 })
    for (const activityType of ['../lead', 'bogus']) {
      await assert.rejects(crm.call('POST', path, { json: email, query: { activityType } }), { status: 400 })
      await assert.rejects(crm.get(path, { activityType }), { status: 400, message: /one of .*email/ })
    }
  })

  test('a kind is spelt as paths or as records spell it, wherever it is said', async (t) => {
    const crm = await openCrm(t)
    const path = `/accounts/${await firstLead(crm)}/activities`
    for (const activityType of ['email', 'Email', 'EMAIL']) {
      const query = { activityType }
      const { id } = ((await crm.call('POST', path, { json: email, query })).body as Row).value
      assert.ok(ids(await crm.get(path, query)).includes(id))
      assert.equal((await crm.get(`${path}/${id}`, query)).id, id)
      assert.equal((await crm.call('DELETE', `${path}/${id}`, { query })).status, 200)
    }
  })

  test('notes: created, read, listed, changed, deleted', async (t) => {
    const crm = await openCrm(t)
    const path = `/accounts/${await firstLead(crm)}/notes`
    const made = await crm.write('POST', path, { note: 'I am a test note' })
    assert.equal((await crm.write('PATCH', `${path}/${made.id}`, { note: 'Changed' })).note, 'Changed')
    assert.equal((await crm.get(`${path}/${made.id}`)).note, 'Changed')
    assert.ok(ids(await crm.get(path)).includes(made.id))
    assert.equal((await crm.call('DELETE', `${path}/${made.id}`)).status, 200)
    await assert.rejects(crm.get(`${path}/${made.id}`), { status: 404 })
  })

  test('what is below one account is not below another', async (t) => {
    const crm = await openCrm(t)
    const [first, second]: Row[] = await crm.get('/accounts', { pageSize: '2' })
    for (const [kind, payload] of [
      ['activities', email],
      ['notes', { note: 'a note' }],
    ] as const) {
      const { id } = await crm.write('POST', `/accounts/${first.id}/${kind}`, payload)
      const path = `/accounts/${second.id}/${kind}/${id}`
      crm.sent.length = 0
      for (const method of ['GET', 'DELETE'] as const) await assert.rejects(crm.call(method, path), { status: 404 })
      for (const method of ['PUT', 'PATCH'] as const) await assert.rejects(crm.write(method, path, payload), { status: 404 })
      assert.deepEqual(
        crm.sent.map(({ method }) => method),
        ['GET', 'GET', 'GET', 'GET'],
      )
      const own = await crm.get(`/accounts/${first.id}/${kind}/${id}`, { fields: 'id' })
      assert.deepEqual(own, { id })
    }
  })

  for (const child of ['contacts', 'opportunities', 'tasks']) {
    test(`${child} of an account, and no others`, async (t) => {
      const { get, sent } = await openCrm(t)
      const all: Row[] = await get(`/${child}`, { pageSize: '200' })
      const lead = all[0].lead_id
      assert.deepEqual(ids(await get(`/accounts/${lead}/${child}`)), ids(all.filter((row) => row.lead_id === lead)))
      assert.equal(sent.at(-1)!.query.get('lead_id'), lead)
    })
  }
})

test('users, statuses and pipelines', async (t) => {
  const { get } = await openCrm(t)
  const users = await get('/users')
  assert.equal(users.length, 4)
  assert.deepEqual(await get(`/users/${users[1].id}`), users[1])
  assert.ok((await get('/lead-statuses')).some(({ label }: Row) => label === 'Qualified'))
  assert.equal((await get('/opportunity-statuses')).length, 8)
  assert.deepEqual(
    (await get('/pipelines', { page: '2', pageSize: '1' })).map(({ name }: Row) => name),
    ['Renewals'],
  )
})
