/** The element as clients of the original know it: its resources, payloads, ids and verbs. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { useSfdc } from './sfdc-server.ts'

type Fields = Readonly<Record<string, unknown>>

interface Case {
  readonly resource: string
  /** As clients of the original spell it. */
  readonly create: Fields
  readonly update: Fields
  /** What is there then, under the vendor's names. */
  readonly has: Fields
  readonly changed: Fields
}

const cases: readonly Case[] = [
  {
    resource: 'accounts',
    create: { name: 'suiteTestAccount', type: 'Prospect', phone: '415 555 0100', website: 'https://suite.example' },
    update: { phone: '415 555 0199' },
    has: { Name: 'suiteTestAccount', Type: 'Prospect', Website: 'https://suite.example' },
    changed: { Phone: '415 555 0199' },
  },
  {
    resource: 'contacts',
    create: { firstName: 'Ada', lastName: 'Suite', title: 'Tester', department: 'Quality', phone: '1', email: 'ada@suite.example' },
    update: { title: 'Chief tester' },
    has: { FirstName: 'Ada', LastName: 'Suite', Name: 'Ada Suite', Email: 'ada@suite.example' },
    changed: { Title: 'Chief tester' },
  },
  {
    resource: 'leads',
    create: { City: 'Denver', Company: 'Suite', Email: 'lead@suite.example', LastName: 'Lead', Status: 'Working - Contacted' },
    update: { Title: 'Buyer' },
    has: { City: 'Denver', Company: 'Suite', LastName: 'Lead' },
    changed: { Title: 'Buyer' },
  },
  {
    resource: 'opportunities',
    create: {
      Amount: 250,
      CloseDate: '2018-09-08',
      LeadSource: 'Web',
      Name: 'Suite',
      Probability: 60,
      StageName: 'Own',
      Type: 'New Customer',
    },
    update: { Amount: 300 },
    has: { Name: 'Suite', CloseDate: '2018-09-08', Probability: 60 },
    changed: { Amount: 300 },
  },
  {
    resource: 'campaigns',
    create: { description: 'By suite', type: 'Email', name: 'Suite', status: 'Planned' },
    update: { status: 'In Progress' },
    has: { Name: 'Suite', Description: 'By suite' },
    changed: { Status: 'In Progress' },
  },
  {
    resource: 'products',
    create: { Name: 'Metronome' },
    update: { IsActive: true },
    has: { Name: 'Metronome' },
    changed: { IsActive: true },
  },
  {
    resource: 'tasks',
    create: { Subject: 'Call' },
    update: { Status: 'Completed' },
    has: { Subject: 'Call' },
    changed: { IsClosed: true },
  },
  {
    resource: 'Invoice__c',
    create: { Account__c: 'an account', Amount__c: 12.5 },
    update: { Status__c: 'Paid' },
    has: { Amount__c: 12.5 },
    changed: { Status__c: 'Paid' },
  },
]

describe('sfdc: the resources', () => {
  const sfdc = useSfdc()
  const assertHas = (body: Fields, wanted: Fields) => {
    for (const [name, value] of Object.entries(wanted)) assert.deepEqual(body[name], value, name)
  }
  const fill = (fields: Fields): Fields => ('Account__c' in fields ? { ...fields, Account__c: sfdc.stored('Account')[0]?.['Id'] } : fields)

  for (const { resource, create, update, has, changed } of cases) {
    it(`trap 26: ${resource}: a created one has an id, and is read, changed, found and deleted by it`, async () => {
      const path = `/hubs/crm/${resource}`
      const created = await sfdc.hub.call('POST', path, { body: fill(create) })
      assert.equal(created.status, 200, created.text)
      const { id } = created.body
      assert.match(id, /^\w{18}$/)
      assertHas(created.body, fill(create))
      const read = await sfdc.get(`/${resource}/${id}`)
      assertHas(read.body, { id, Id: id, ...has })
      assert.equal(read.body.attributes.url.endsWith(id), true)
      const patched = await sfdc.hub.call('PATCH', `${path}/${id}`, { body: update })
      assert.deepEqual([patched.status, patched.body?.id], [200, id], patched.text)
      const found = await sfdc.get(`/${resource}`, { where: `id='${id}'` })
      assert.equal(found.status, 200, found.text)
      assert.equal(found.body.length, 1)
      assertHas(found.body[0], { id, Id: id, ...has, ...changed })
      const removed = await sfdc.hub.call('DELETE', `${path}/${id}`)
      assert.deepEqual([removed.status, removed.text], [200, ''])
      const gone = await sfdc.get(`/${resource}/${id}`)
      assert.equal(gone.status, 404, gone.text)
      assert.equal(gone.body.providerMessage, 'entity is deleted')
    })
  }

  const children = {
    activities: [
      {
        ActivityDateTime: '2016-11-30T10:28:11.600Z',
        DurationInMinutes: 0,
        IsReminderSet: true,
        Location: 'here',
        StartDateTime: '2016-11-30T10:28:11.600Z',
      },
      { Location: 'there' },
    ],
    notes: [{ Body: 'Long', Title: 'Short' }, { Title: 'Shorter' }],
    tasks: [{ Priority: 'High', Status: 'In Progress' }, { Status: 'Completed' }],
  } as const
  for (const [parent, object] of Object.entries({
    accounts: 'Account',
    contacts: 'Contact',
    leads: 'Lead',
    opportunities: 'Opportunity',
  })) {
    for (const [child, [create, update]] of Object.entries(children)) {
      it(`/${parent}/{id}/${child}: created below its record, and listed there alone`, async () => {
        const [one, other] = sfdc.stored(object).map(({ Id }) => Id)
        const path = `/hubs/crm/${parent}/${one}/${child}`
        const { body, status, text } = await sfdc.hub.call('POST', path, { body: create })
        assert.equal(status, 200, text)
        assert.equal((await sfdc.hub.call('PATCH', `${path}/${body.id}`, { body: update })).status, 200)
        assertHas((await sfdc.hub.call('GET', `${path}/${body.id}`)).body, { id: body.id, ...update })
        const ids = async (parentId: unknown) => {
          const list = await sfdc.get(`/${parent}/${parentId}/${child}`)
          assert.equal(list.status, 200, list.text)
          return list.body.map((row: { id: string }) => row.id)
        }
        assert.ok((await ids(one)).includes(body.id))
        assert.ok(!(await ids(other)).includes(body.id))
        sfdc.asked.length = 0
        for (const method of ['GET', 'PATCH', 'DELETE']) {
          const options = method === 'PATCH' ? { body: update } : {}
          const elsewhere = await sfdc.hub.call(method, `/hubs/crm/${parent}/${other}/${child}/${body.id}`, options)
          assert.equal(elsewhere.status, 404, `${method} below another of ${parent}`)
        }
        assert.deepEqual(
          sfdc.asked.map((each) => each.split(' ')[0]),
          ['GET', 'GET', 'GET'],
        )
        const short = `/hubs/crm/${parent}/${String(one).slice(0, 15)}/${child}/${body.id}`
        assert.equal((await sfdc.hub.call('GET', short)).status, 200)
        assert.equal((await sfdc.hub.call('DELETE', `${path}/${body.id}`)).status, 200)
        assert.equal((await sfdc.hub.call('GET', `${path}/${body.id}`)).status, 404)
      })
    }
  }

  it('users are read, changed and created, and me is who authorised', async () => {
    const profile = sfdc.stored('Profile')[0]?.['Id']
    const zone = { TimeZoneSidKey: 'UTC', LocaleSidKey: 'en_US', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' }
    const body = { email: 'u@suite.example', Username: 'u@suite.example', LastName: 'Suite', Alias: 'suite', ProfileId: profile, ...zone }
    const created = await sfdc.hub.call('POST', '/hubs/crm/users', { body })
    assert.equal(created.status, 200, created.text)
    assert.equal((await sfdc.hub.call('PATCH', `/hubs/crm/users/${created.body.id}`, { body: { Title: 'Robot' } })).status, 200)
    assertHas((await sfdc.get(`/users/${created.body.id}`)).body, { Title: 'Robot', Email: 'u@suite.example' })
    assert.ok((await sfdc.get('/users')).body.length > 4)
    assertHas((await sfdc.get('/users/me')).body, { Name: 'Nora Field', id: sfdc.stored('User')[0]?.['Id'] })
  })

  it('what can be no id is a 404, and the vendor is not asked', async () => {
    sfdc.asked.length = 0
    for (const path of [
      '/accounts/0',
      '/contacts/0',
      '/leads/0',
      '/opportunities/0',
      '/campaigns/0',
      '/users/0',
      '/contacts/me',
      '/accounts/0/notes',
    ]) {
      assert.equal((await sfdc.get(path)).status, 404, path)
    }
    assert.deepEqual(sfdc.asked, [])
  })

  it('an object that nobody has is a 404', async () => {
    for (const path of ['/Nothing__c', '/Nothing__c/003000000000001AAA', '/Contact%27s']) {
      assert.equal((await sfdc.get(path)).status, 404, path)
    }
  })

  it('what the vendor refuses is a 400 in its words', async () => {
    const empty = await sfdc.hub.call('POST', '/hubs/crm/contacts', { body: {} })
    assert.deepEqual([empty.status, empty.body.providerMessage], [400, 'Required fields are missing: [LastName]'])
    const wrong = await sfdc.hub.call('POST', '/hubs/crm/contacts', { body: { LastName: 'x', Nickname: 'y' } })
    assert.match(wrong.body.providerMessage, /No such column 'Nickname'/)
    const level = await sfdc.hub.call('POST', '/hubs/crm/contacts', { body: { LastName: 'x', Level__c: 'Best' } })
    assert.match(level.body.providerMessage, /bad value for restricted picklist field: Best/)
    assert.equal((await sfdc.hub.call('POST', '/hubs/crm/contacts', { body: '[1]' })).status, 400)
  })

  it('lists what is below a record by the name of the relationship', async () => {
    const account = sfdc.stored('Account')[0]?.['Id']
    const { body, text } = await sfdc.get(`/Account/${account}/Contacts`)
    assert.ok(body.length > 0, text)
    assert.ok(body.every((row: Record<string, unknown>) => row['AccountId'] === account && row['id'] === row['Id']))
    assert.deepEqual(
      (await sfdc.get(`/accounts/${account}/contacts`)).body.map(({ id }: { id: string }) => id),
      body.map(({ id }: { id: string }) => id),
    )
  })

  it('finds and sorts here what is below a record', async () => {
    const account = sfdc.stored('Account')[0]?.['Id']
    const all = (await sfdc.get(`/Account/${account}/Contacts`)).body
    const { LastName } = all[0]
    const { body, text } = await sfdc.get(`/Account/${account}/Contacts`, { where: `LastName='${LastName}'`, orderBy: 'Id desc' })
    assert.ok(body.length > 0 && body.every((row: Fields) => row['LastName'] === LastName), text)
  })

  it('ping answers once the vendor did', async () => {
    const { body } = await sfdc.get('/ping')
    assert.equal(body.endpoint, 'sfdc')
  })
})
