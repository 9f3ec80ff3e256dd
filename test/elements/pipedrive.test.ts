/** The element as clients of the original know it: its resources, payloads, ids and verbs, over the vendor's API of today. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Row, usePipedrive } from './pipedrive-server.ts'

const crm = usePipedrive()
const firstOf = async (path: string) => (await crm.get(path, { pageSize: '1' }))[0]

interface Case {
  readonly resource: string
  readonly vendor: string
  readonly verb: 'PATCH' | 'PUT'
  readonly create: () => Promise<Record<string, unknown>> | Record<string, unknown>
  readonly update: Record<string, unknown>
}

const cases: readonly Case[] = [
  {
    resource: 'accounts',
    vendor: '/api/v2/organizations',
    verb: 'PATCH',
    create: () => ({ visible_to: '3', name: 'tasty robot' }),
    update: { name: 'newTestName3' },
  },
  {
    resource: 'opportunities',
    vendor: '/api/v2/deals',
    verb: 'PATCH',
    create: () => ({ title: 'big deal', value: '350', currency: 'USD' }),
    update: { value: 400, status: 'won' },
  },
  {
    resource: 'activities',
    vendor: '/api/v2/activities',
    verb: 'PATCH',
    create: () => ({ subject: 'ring', type: 'call', due_date: '2015-04-24', due_time: '12:30' }),
    update: { subject: 'ring again', done: '1' },
  },
  {
    resource: 'products',
    vendor: '/api/v2/products',
    verb: 'PATCH',
    create: () => ({ name: 'Metronome', code: 'M1' }),
    update: { code: 'M2' },
  },
  {
    resource: 'leads',
    vendor: '/v1/leads',
    verb: 'PATCH',
    create: async () => ({ title: 'somebody', person_id: (await firstOf('/contacts')).id }),
    update: { title: 'somebody else' },
  },
  {
    resource: 'notes',
    vendor: '/v1/notes',
    verb: 'PUT',
    create: async () => ({ content: '<h1> Helllo <h1>', org_id: (await firstOf('/accounts')).id }),
    update: { content: 'Note content updated' },
  },
]

describe('records', () => {
  for (const { resource, vendor, verb, create, update } of cases) {
    test(`trap 26: ${resource}: what was created has an id, and is read, listed, changed by PUT and PATCH, and deleted by it`, async () => {
      const made = await crm.write('POST', `/${resource}`, await create())
      assert.ok(made.id)
      const path = `/${resource}/${made.id}`
      assert.equal((await crm.get(path)).id, made.id)
      for (const method of ['PUT', 'PATCH']) {
        assert.equal((await crm.write(method, path, update)).id, made.id)
        assert.deepEqual([crm.sent.at(-1)!.method, crm.sent.at(-1)!.path], [verb, `${vendor}/${made.id}`])
      }
      const after = await crm.get(path)
      for (const [name, value] of Object.entries(update)) assert.equal(after[name], name === 'done' ? true : value, name)
      const listed: Row[] = await crm.get(`/${resource}`, { pageSize: '500' })
      assert.deepEqual(
        listed.find(({ id }) => id === made.id),
        after,
      )
      assert.equal((await crm.call('DELETE', path)).status, 200)
      assert.equal((await crm.call('GET', path)).status, 404)
    })
  }

  test('a record that was read can be put back whole', async () => {
    for (const resource of ['accounts', 'contacts', 'opportunities', 'activities', 'leads', 'notes', 'stages']) {
      const [record] = await crm.get(`/${resource}`, { pageSize: '1' })
      const { status, text, headers } = await crm.call('PUT', `/${resource}/${record.id}`, { body: record })
      assert.equal(status, 200, `${resource}: ${text}`)
      assert.equal(headers.get('elements-error'), null, resource)
      const { update_time: _old, last_update_user_id: _by, ...before } = record
      const { update_time: _new, last_update_user_id: _me, ...after } = await crm.get(`/${resource}/${record.id}`)
      assert.deepEqual(after, before, resource)
    }
  })

  test('an id of another form, and one that is not there, is a 404', async () => {
    crm.sent.length = 0
    for (const path of ['/contacts/abc', '/accounts/..%2Fusers', '/leads/12', '/contacts/1/notes/x']) {
      assert.equal((await crm.call('GET', path)).status, 404, path)
    }
    assert.deepEqual(crm.sent, [])
    for (const resource of [
      'contacts',
      'accounts',
      'opportunities',
      'activities',
      'notes',
      'users',
      'products',
      'mailThreads',
      'filters',
    ]) {
      assert.equal((await crm.call('GET', `/${resource}/999999`)).status, 404, resource)
    }
    assert.equal((await crm.call('PUT', '/accounts/999999', { body: { name: 'x' } })).status, 404)
  })

  test('a body that the vendor refuses is a 400 with its words', async () => {
    for (const resource of ['accounts', 'contacts', 'opportunities', 'leads', 'notes', 'users', 'activity-types']) {
      assert.equal((await crm.call('POST', `/${resource}`, { body: {} })).status, 400, resource)
    }
    const { id } = await firstOf('/accounts')
    crm.sent.length = 0
    for (const path of ['/activities', `/accounts/${id}/activities`]) {
      for (const empty of ['{}', 'null', '']) {
        const reply = await crm.call('POST', path, { body: empty, headers: { 'content-type': 'application/json' } })
        assert.equal(reply.status, 400, `${path} ${empty}`)
      }
    }
    assert.deepEqual(crm.sent, [])
    const { status, body } = await crm.call('POST', '/accounts', { body: { name: 'x', visible_to: 17 } })
    assert.deepEqual([status, /visible_to/.test(body.providerMessage)], [400, true])
  })
})

describe('contacts', () => {
  const ann = {
    name: 'Ann',
    first_name: 'Ann',
    last_name: 'Alder',
    email1: { value: 'ann@example.com', label: 'shop' },
    email2: { value: 'ann@example.org', label: 'home' },
    phone1: { value: '555-0101', label: 'desk' },
    phone2: { value: '555-0102', label: 'car' },
    phone3: { value: '555-0103', label: 'boat' },
  }
  const pick = (row: Row, name: string) => row[name]?.map(({ value }: { value: string }) => value)

  test('have their addresses and numbers one by one, beside the lists', async () => {
    const made = await crm.write('POST', '/contacts', ann)
    assert.deepEqual(crm.sent.at(-1)!.body.emails, [ann.email1, ann.email2])
    const read = await crm.get(`/contacts/${made.id}`)
    assert.partialDeepStrictEqual(read, ann)
    assert.deepEqual([read.email, read.phone, read.email3], ['ann@example.com', '555-0101', undefined])
    assert.deepEqual(pick(read, 'phones'), ['555-0101', '555-0102', '555-0103'])
  })

  test('keep the addresses that a change does not speak of', async () => {
    const { id } = await crm.write('POST', '/contacts', ann)
    const changed = await crm.write('PUT', `/contacts/${id}`, { email2: { value: 'new@example.org' } })
    assert.partialDeepStrictEqual(changed, { email1: ann.email1, email2: { value: 'new@example.org', label: 'home' } })
    assert.deepEqual(pick(await crm.write('PUT', `/contacts/${id}`, { email1: null }), 'emails'), ['new@example.org'])
    assert.deepEqual(pick(await crm.write('PUT', `/contacts/${id}`, { emails: [{ value: 'all@example.com' }] }), 'emails'), [
      'all@example.com',
    ])
    assert.deepEqual(pick(await crm.get(`/contacts/${id}`), 'phones'), ['555-0101', '555-0102', '555-0103'])
  })

  test('take the fields of the company beside the others, as the first API did', async () => {
    const { body } = await crm.call('GET', '/objects/contacts/metadata?customFieldsOnly=true')
    const { vendorPath } = body.fields.find(({ vendorDisplayName }: Row) => vendorDisplayName === 'Nickname')
    const code = vendorPath.replace('custom_fields.', '')
    const made = await crm.write('POST', '/contacts', { name: 'Bob', [code]: 'Bobby' })
    assert.equal((await crm.get(`/contacts/${made.id}`)).custom_fields[code], 'Bobby')
    const [found] = await crm.get('/contacts', { where: `${vendorPath} = 'Bobby'` })
    assert.equal(found.id, made.id)
  })
})

describe('activities, notes and mails of a record', () => {
  for (const [parent, link] of [
    ['accounts', 'org_id'],
    ['contacts', 'person_id'],
    ['opportunities', 'deal_id'],
  ] as const) {
    test(`of ${parent}: those of the record alone, created, read, changed and deleted below it`, async () => {
      const { id } = await firstOf(`/${parent}`)
      for (const [kind, payload, change] of [
        ['activities', { subject: 'ring', type: 'call', due_date: '2015-04-24', due_time: '12:30' }, { subject: 'ring again' }],
        ['notes', { content: '<h1> Helllo <h1>' }, { content: 'updated' }],
      ] as const) {
        const path = `/${parent}/${id}/${kind}`
        const before: Row[] = await crm.get(path, { pageSize: '100' })
        const made = await crm.write('POST', path, payload)
        assert.equal(made[link], id)
        const after: Row[] = await crm.get(path, { pageSize: '100' })
        assert.equal(after.length, before.length + 1)
        assert.deepEqual([...new Set(after.map((row) => row[link]))], [id])
        assert.equal(crm.sent.at(-1)!.query[link], String(id))
        for (const method of ['PUT', 'PATCH']) assert.partialDeepStrictEqual(await crm.write(method, `${path}/${made.id}`, change), change)
        assert.equal((await crm.get(`${path}/${made.id}`)).id, made.id)
        const others = (await crm.get(`/${parent}`, { pageSize: '2' }))[1]
        crm.sent.length = 0
        for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
          const options = method === 'GET' || method === 'DELETE' ? {} : { body: change }
          const { status } = await crm.call(method, `/${parent}/${others.id}/${kind}/${made.id}`, options)
          assert.equal(status, 404, `${method} below another of ${parent}`)
        }
        assert.deepEqual(
          crm.sent.map(({ method }) => method),
          ['GET', 'GET', 'GET', 'GET'],
        )
        const { status, body } = await crm.call('DELETE', `${path}/${made.id}`)
        assert.deepEqual([status, body?.success], [200, undefined])
        assert.equal((await crm.call('GET', `${path}/${made.id}`)).status, 404)
      }
    })
  }

  test('mails have the id of the message', async () => {
    const contacts: Row[] = await crm.get('/contacts', { pageSize: '100' })
    const lists = await Promise.all(contacts.map(({ id }) => crm.get(`/contacts/${id}/mails`)))
    const mail = lists.flat()[0]
    assert.equal(mail.id, mail.data.id)
    for (const parent of ['accounts', 'opportunities']) {
      const { id } = await firstOf(`/${parent}`)
      assert.ok(Array.isArray(await crm.get(`/${parent}/${id}/mails`)))
    }
    assert.equal((await crm.call('GET', '/contacts/999999/mails')).status, 404)
  })

  test('mail threads are listed by folder', async () => {
    const [thread] = await crm.get('/mailThreads', { folder: 'inbox' })
    assert.deepEqual(await crm.get(`/mailThreads/${thread.id}`), thread)
    assert.ok((await crm.get(`/mailThreads/${thread.id}/mails`)).length > 0)
    assert.equal((await crm.call('GET', '/mailThreads?folder=nowhere')).status, 400)
  })
})

describe('users, types of activities, filters', () => {
  test('users are listed, read, invited and deactivated', async () => {
    const users: Row[] = await crm.get('/users')
    assert.deepEqual(await crm.get(`/users/${users[1].id}`), users[1])
    assert.deepEqual(await crm.get('/users', { where: `email = '${users[1].email}'` }), [users[1]])
    const whole = { name: users[1].name, email: users[1].email, active_flag: true }
    const changed = await crm.call('PUT', `/users/${users[1].id}`, { body: whole })
    assert.deepEqual([changed.status, changed.headers.get('elements-error')], [200, 'Ignored fields: name, email'])
    assert.deepEqual(await crm.get('/users', { page: '2', pageSize: '2' }), users.slice(2, 4))
    const { body: made, headers } = await crm.call('POST', '/users', {
      body: { name: 'New', email: 'new.user@example.com', active_flag: false },
    })
    assert.equal(headers.get('elements-error'), 'Ignored fields: name')
    assert.equal((await crm.write('PUT', `/users/${made.id}`, { active_flag: true })).active_flag, true)
    const { status, body } = await crm.call('PUT', `/users/${made.id}`, { body: { name: 'Newer' } })
    assert.deepEqual([status, /only active_flag/.test(body.message)], [400, true])
  })

  test('a type of activities is created, changed and deactivated, one at a time', async () => {
    const made = await crm.write('POST', '/activity-types', { name: 'Skype', icon_key: 'task' })
    assert.equal((await crm.write('PUT', `/activity-types/${made.id}`, { name: 'Video' })).name, 'Video')
    assert.equal((await crm.call('DELETE', `/activity-types?ids=${made.id}`)).status, 200)
    const types: Row[] = await crm.get('/activity-types')
    assert.equal(types.find(({ id }) => id === made.id).active_flag, false)
    crm.sent.length = 0
    const { status, body } = await crm.call('DELETE', '/activity-types?ids=1,2')
    assert.deepEqual([status, /one activity type/.test(body.message)], [400, true])
    assert.deepEqual(crm.sent, [])
    assert.equal((await crm.call('DELETE', `/activity-types/${made.id}`)).status, 200)
  })

  test('a stored filter is listed, read, and applied by its id', async () => {
    const [filter] = await crm.get('/filters', { type: 'people' })
    assert.ok((await crm.get(`/filters/${filter.id}`)).conditions)
    const found: Row[] = await crm.get('/contacts', { where: `filter_id = '${filter.id}'` })
    assert.ok(found.length > 0 && found.every(({ first_name: name }) => name === 'Mary'))
  })

  test('pipelines and stages', async () => {
    const [pipeline] = await crm.get('/pipelines')
    const stages: Row[] = await crm.get('/stages', { where: `pipeline_id = ${pipeline.id}`, orderBy: 'order_nr desc' })
    assert.deepEqual([stages.length, stages[0].order_nr], [5, 5])
  })
})
