/** The element as clients of the original know it: its resources, payloads, ids and verbs, over the vendor's API of today. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openCrm, type Row } from './hubspotcrm-parts.ts'

interface Case {
  readonly resource: string
  readonly vendor: string
  readonly create: Record<string, unknown>
  readonly update: Record<string, unknown>
  /** Properties that are then there, under the vendor's names. */
  readonly has: Record<string, string>
  readonly changed: Record<string, string>
  /** The id under the name that old clients look for. */
  readonly oldId?: string
}

const cases: readonly Case[] = [
  {
    resource: 'contacts',
    vendor: 'contacts',
    create: { properties: { firstName: 'Tasty', lastName: 'suite', email: 'suite.test@delete.mq' } },
    update: { properties: { firstName: 'Tastier' } },
    has: { firstname: 'Tasty', lastname: 'suite', email: 'suite.test@delete.mq' },
    changed: { firstname: 'Tastier' },
    oldId: 'vid',
  },
  {
    resource: 'accounts',
    vendor: 'companies',
    create: { name: 'Robot Account Post', description: 'Robot Test Account' },
    update: { description: 'Changed' },
    has: { name: 'Robot Account Post', description: 'Robot Test Account' },
    changed: { description: 'Changed' },
    oldId: 'companyId',
  },
  {
    resource: 'leads',
    vendor: 'contacts',
    create: { properties: { firstName: 'Tasty', lastName: 'lead', email: 'suite.lead@delete.mq' } },
    update: { properties: { lastName: 'lead too' } },
    has: { firstname: 'Tasty', lastname: 'lead', lifecyclestage: 'lead' },
    changed: { lastname: 'lead too' },
    oldId: 'vid',
  },
  {
    resource: 'opportunities',
    vendor: 'deals',
    create: { properties: { dealname: 'The New Deal', amount: '350' } },
    update: { amount: 400 },
    has: { dealname: 'The New Deal', amount: '350' },
    changed: { amount: '400' },
    oldId: 'dealId',
  },
  {
    resource: 'tasks',
    vendor: 'tasks',
    create: { hs_task_subject: 'Call back', hs_timestamp: '2026-01-31T09:00:00Z' },
    update: { hs_task_status: 'COMPLETED' },
    has: { hs_task_subject: 'Call back' },
    changed: { hs_task_status: 'COMPLETED' },
  },
  {
    resource: 'notes',
    vendor: 'notes',
    create: { hs_note_body: 'Liked it', hs_timestamp: '2026-01-31T09:00:00Z' },
    update: { hs_note_body: 'Liked it a lot' },
    has: { hs_note_body: 'Liked it' },
    changed: { hs_note_body: 'Liked it a lot' },
  },
  {
    resource: 'products',
    vendor: 'products',
    create: { name: 'Metronome', price: 12.5 },
    update: { price: 20 },
    has: { name: 'Metronome', price: '12.5' },
    changed: { price: '20' },
  },
]

describe('records', () => {
  for (const { resource, vendor, create, update, has, changed, oldId } of cases) {
    test(`trap 26: ${resource}: what was created has an id, and is read, listed, changed by PATCH and PUT, and deleted by it`, async (t) => {
      const { write, get, call, lastSent } = await openCrm(t)
      const made = await write('POST', `/${resource}`, create)
      assert.match(made.id, /^\d+$/)
      assert.deepEqual(Object.keys(lastSent(`/objects/${vendor}`).body), ['properties'])
      if (oldId !== undefined) assert.equal(made[oldId], Number(made.id))
      const read = await get(`/${resource}/${made.id}`)
      assert.equal(read.id, made.id)
      for (const [name, value] of Object.entries(has)) assert.equal(read.properties[name], value, name)
      for (const method of ['PATCH', 'PUT'] as const) {
        assert.equal((await write(method, `/${resource}/${made.id}`, update)).id, made.id)
        assert.equal(lastSent(`/objects/${vendor}/${made.id}`).method, 'PATCH')
      }
      const after = await get(`/${resource}/${made.id}`)
      for (const [name, value] of Object.entries(changed)) assert.equal(after.properties[name], value, name)
      const listed: { id: string }[] = await get(`/${resource}`, { pageSize: '100' })
      assert.deepEqual(
        listed.find(({ id }) => id === made.id),
        after,
      )
      assert.equal((await call('DELETE', `/${resource}/${made.id}`)).status, 200)
      await assert.rejects(get(`/${resource}/${made.id}`), { status: 404 })
    })
  }

  test('a record is answered as the vendor has it, empty properties left out, custom ones with it', async (t) => {
    const { get } = await openCrm(t)
    const [contact] = await get('/contacts', { pageSize: '1' })
    assert.deepEqual(Object.keys(contact).sort(), ['archived', 'createdAt', 'id', 'properties', 'updatedAt', 'url', 'vid'])
    assert.equal(contact.properties.favorite_color, 'green')
    assert.ok(!Object.values(contact.properties).includes(null))
  })

  test('fields asks the vendor for these properties alone', async (t) => {
    const { get, sent } = await openCrm(t)
    const [contact] = await get('/contacts', { pageSize: '1', fields: 'id,properties.email' })
    assert.deepEqual(Object.keys(contact), ['id', 'properties'])
    assert.deepEqual(Object.keys(contact.properties), ['email'])
    assert.equal(sent.at(-1)!.query.get('properties'), 'id,email')
  })

  test('an id of another form, and one that is not there, is a 404', async (t) => {
    const { call, sent } = await openCrm(t)
    for (const id of ['abc', '../owners', '1x']) await assert.rejects(call('GET', `/contacts/${encodeURIComponent(id)}`), { status: 404 })
    assert.deepEqual(sent, [])
    for (const resource of ['contacts', 'accounts', 'leads', 'opportunities', 'activities', 'owners', 'tasks', 'notes', 'products']) {
      await assert.rejects(call('GET', `/${resource}/999999`), { status: 404 }, resource)
    }
    await assert.rejects(call('PATCH', '/contacts/999999', { json: { firstname: 'x' } }), { status: 404 })
  })

  test('a body that the vendor refuses is a 400 with its words', async (t) => {
    const { write } = await openCrm(t)
    await assert.rejects(write('POST', '/contacts', {}), { status: 400 })
    await assert.rejects(write('POST', '/contacts', { properties: { nosuchthing: '1', email: 'a@b.example' } }), (error: Row) => {
      assert.equal(error.status, 400)
      assert.match(error.providerMessage, /Property \\?"nosuchthing\\?" does not exist/)
      return true
    })
    await write('POST', '/contacts', { email: 'twice@example.com' })
    await assert.rejects(write('POST', '/contacts', { email: 'twice@example.com' }), { status: 409 })
  })

  test('a record can be asked with what it is associated with, and associated when it is made', async (t) => {
    const { get, write } = await openCrm(t)
    const [company] = await get('/accounts', { pageSize: '1' })
    const association = { to: { id: company.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }] }
    const contact = await write('POST', '/contacts', { email: 'linked@example.com', associations: [association] })
    const read = await get(`/contacts/${contact.id}`, { associations: 'companies' })
    assert.equal(read.associations.companies.results[0].id, company.id)
    const listed: { id: string }[] = await get(`/accounts/${company.id}/contacts`)
    assert.ok(listed.some(({ id }) => id === contact.id))
  })
})

describe('leads', () => {
  test('the list has contacts in the stage lead alone, and a where narrows it further', async (t) => {
    const { get, lastSent } = await openCrm(t)
    const leads: { properties: { lifecyclestage: string } }[] = await get('/leads', { pageSize: '100' })
    assert.ok(leads.length > 0)
    assert.deepEqual([...new Set(leads.map(({ properties }) => properties.lifecyclestage))], ['lead'])
    const all: unknown[] = await get('/contacts', { pageSize: '100' })
    assert.ok(all.length > leads.length)
    await get('/leads', { where: "city = 'Boston' OR city = 'Dublin'" })
    const { filterGroups } = lastSent('/contacts/search').body
    assert.ok(filterGroups.every(({ filters }: Row) => filters.some(({ value }: Row) => value === 'lead')))
  })

  test('what the client says of the stage holds', async (t) => {
    const { write, get } = await openCrm(t)
    const { id } = await write('POST', '/leads', { properties: { email: 'subscriber@example.com', lifecyclestage: 'subscriber' } })
    assert.equal((await get(`/leads/${id}`)).properties.lifecyclestage, 'subscriber')
  })
})

describe('activities', () => {
  const note = {
    engagement: { active: true, ownerId: 641085326, type: 'NOTE', timestamp: 1409172644778 },
    metadata: { body: 'note body' },
  }

  test('trap 26: in the form of the first API: created, read, changed, deleted, with an id beside the engagement', async (t) => {
    const { write, get, call } = await openCrm(t)
    const made = await write('POST', '/activities', note)
    assert.equal(made.id, made.engagement.id)
    assert.equal(made.engagement.timestamp, note.engagement.timestamp)
    const path = `/activities/${made.id}`
    assert.equal((await write('PATCH', path, { engagement: {}, metadata: { body: 'another' } })).metadata.body, 'another')
    assert.equal((await get(path)).metadata.body, 'another')
    assert.equal((await call('DELETE', path)).status, 200)
    await assert.rejects(get(path), { status: 404 })
  })

  test('those of a contact and of an account are listed, page after page', async (t) => {
    const { write, get, call } = await openCrm(t)
    const [contact] = await get('/contacts', { pageSize: '1' })
    const before: unknown[] = await get(`/contacts/${contact.id}/activities`)
    for (const at of [1, 2, 3])
      await write('POST', '/activities', { ...note, metadata: { body: `n${at}` }, associations: { contactIds: [contact.id] } })
    const all: { id: number }[] = await get(`/contacts/${contact.id}/activities`)
    assert.equal(all.length, before.length + 3)
    const walked: number[] = []
    let token: string | undefined = ''
    while (token !== undefined) {
      const { body, headers } = await call('GET', `/contacts/${contact.id}/activities`, { query: { pageSize: '2', nextPage: token } })
      walked.push(...(body as Row).value.map(({ id }: Row) => id))
      token = headers['Elements-Next-Page-Token']
    }
    assert.deepEqual(
      walked,
      all.map(({ id }) => id),
    )
    assert.deepEqual(await get(`/contacts/${contact.id}/activities`, { pageSize: '2', page: '2' }), all.slice(2, 4))
  })

  test('one without a kind is refused before the vendor is asked', async (t) => {
    const { write, sent } = await openCrm(t)
    await assert.rejects(write('POST', '/activities', { metadata: { body: 'x' } }), { status: 400, message: /engagement\.type/ })
    assert.deepEqual(sent, [])
  })
})

describe('owners', () => {
  test('are listed, read and found by their e-mail address', async (t) => {
    const { get, lastSent } = await openCrm(t)
    const owners = await get('/owners')
    assert.equal(owners.length, 3)
    assert.equal(owners[0].ownerId, Number(owners[0].id))
    assert.deepEqual(await get(`/owners/${owners[0].id}`), owners[0])
    assert.deepEqual(await get('/owners', { where: `email = '${owners[1].email}'` }), [owners[1]])
    assert.equal(lastSent('/owners').query.get('email'), owners[1].email)
    assert.deepEqual(await get('/users'), owners)
  })

  test('can no longer be written: a 400 says so, and the vendor is not asked', async (t) => {
    const { write, sent } = await openCrm(t)
    await assert.rejects(write('POST', '/owners', { type: 'PERSON', email: 'michael@dundermifflin.com' }), {
      status: 400,
      message: /no longer/,
    })
    await assert.rejects(write('PATCH', '/owners/7', { quota: 1 }), { status: 400, message: /no longer/ })
    assert.deepEqual(sent, [])
  })
})

describe('pipelines', () => {
  test('have stages with a probability, both ways, and are replaced by PUT', async (t) => {
    const { write, get, call } = await openCrm(t)
    const stages = [
      { label: 'First', displayOrder: 3, probability: 0.1 },
      { label: 'Second', displayOrder: 4, probability: 0.5 },
      { label: 'Won', displayOrder: 5, probability: 1 },
    ]
    const made = await write('POST', '/pipelines', { label: 'Pianos', displayOrder: 2, stages })
    assert.equal(made.pipelineId, made.id)
    assert.deepEqual(
      made.stages.map(({ label, displayOrder, probability }: Row) => ({ label, displayOrder, probability })),
      stages,
    )
    assert.ok(made.stages.every(({ stageId, id }: Row) => stageId === id))
    const path = `/pipelines/${made.pipelineId}`
    const replaced = await write('PUT', path, { label: 'Organs', displayOrder: 2, pipelineId: made.pipelineId, stages: stages.slice(0, 2) })
    assert.deepEqual([replaced.label, replaced.stages.length], ['Organs', 2])
    assert.equal((await get(path)).stages[1].probability, 0.5)
    assert.ok((await get('/pipelines', { pageSize: '1', page: '2' })).length === 1)
    assert.equal((await call('DELETE', path)).status, 200)
    await assert.rejects(get(path), { status: 404 })
  })
})

describe('the timeline', () => {
  const configuration = { 'hubspot.application.id': '900001' }

  test('kinds of events with their properties', async (t) => {
    const { write, get, call } = await openCrm(t, {}, configuration)
    const made = await write('POST', '/timeline-event-types', { name: 'Concert' })
    assert.equal(made.objectType, 'CONTACT')
    const path = `/timeline-event-types/${made.id}`
    const property = await write('POST', `${path}/properties`, { name: 'hall', label: 'Hall', propertyType: 'String' })
    assert.deepEqual([property.id, property.propertyType], ['hall', 'String'])
    const changed = await write('PATCH', `${path}/properties/${property.id}`, { ...property, label: 'Concert hall' })
    assert.equal(changed.label, 'Concert hall')
    await write('PATCH', path, { name: 'Recital' })
    const read = await get(path)
    assert.deepEqual([read.name, read.tokens.length], ['Recital', 1])
    assert.equal((await get(`${path}/properties`))[0].id, 'hall')
    assert.equal((await call('DELETE', `${path}/properties/hall`)).status, 200)
    assert.ok((await get('/timeline-event-types')).some(({ id }: Row) => id === made.id))
    assert.equal((await call('DELETE', path)).status, 200)
    await assert.rejects(get(path), { status: 404 })
  })

  test('events: put there by e-mail address and read; they can no longer be changed', async (t) => {
    const { write, get, lastSent } = await openCrm(t, {}, configuration)
    const [contact] = await get('/contacts', { pageSize: '1' })
    const { id } = await write('POST', '/timeline-event-types', { name: 'Concert' })
    const event = { id: 'evening', email: contact.properties.email, hall: 'Great' }
    const made = await write('POST', `/timeline-event-types/${id}/events`, event)
    assert.deepEqual([made.id, made.email], ['evening', contact.properties.email])
    assert.deepEqual(lastSent('/timeline/events').body, {
      id: 'evening',
      email: contact.properties.email,
      tokens: { hall: 'Great' },
      eventTemplateId: id,
    })
    const read = await get(`/timeline-event-types/${id}/events/evening`)
    assert.deepEqual([read.id, read.email], ['evening', contact.properties.email])
    const named = await write('POST', `/timeline-event-types/${id}/events`, { objectId: contact.id })
    assert.equal(typeof named.id, 'string')
    await assert.rejects(write('PATCH', `/timeline-event-types/${id}/events/evening`, read), { status: 400, message: /no longer/ })
  })

  test('need the id of the application', async (t) => {
    const { get, sent } = await openCrm(t)
    await assert.rejects(get('/timeline-event-types'), { status: 400, message: /hubspot\.application\.id/ })
    assert.deepEqual(sent, [])
  })
})

describe('additions', () => {
  test('campaigns', async (t) => {
    const { write, get, call, lastSent } = await openCrm(t)
    const made = await write('POST', '/campaigns', { hs_name: 'Spring', hs_notes: 'Flowers' })
    assert.equal(made.properties.hs_name, 'Spring')
    assert.equal((await write('PATCH', `/campaigns/${made.id}`, { hs_notes: 'Trees' })).properties.hs_notes, 'Trees')
    assert.equal((await get(`/campaigns/${made.id}`)).properties.hs_notes, 'Trees')
    const found = await get('/campaigns', { where: "hs_name = 'Spring'" })
    assert.deepEqual(
      found.map(({ id }: Row) => id),
      [made.id],
    )
    assert.equal(lastSent('/campaigns').query.get('name'), 'Spring')
    assert.equal((await call('DELETE', `/campaigns/${made.id}`)).status, 200)
    await assert.rejects(get(`/campaigns/${made.id}`), { status: 404 })
  })

  test('the vendor’s own leads', async (t) => {
    const { write, get } = await openCrm(t)
    const [contact] = await get('/contacts', { pageSize: '1' })
    const association = { to: { id: contact.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 }] }
    const made = await write('POST', '/sales-leads', { hs_lead_name: 'Hot', associations: [association] })
    assert.equal((await get(`/sales-leads/${made.id}`)).properties.hs_lead_name, 'Hot')
    await assert.rejects(write('POST', '/sales-leads', { hs_lead_name: 'Nobody’s' }), { status: 400 })
  })

  test('activities, notes and tasks of a record', async (t) => {
    const { write, get } = await openCrm(t)
    const [deal] = await get('/opportunities', { pageSize: '1' })
    const engagement = { type: 'NOTE', timestamp: 1409172644778 }
    const { id } = await write('POST', '/activities', { engagement, metadata: { body: 'Hm' }, associations: { dealIds: [deal.id] } })
    const notes: { id: string }[] = await get(`/opportunities/${deal.id}/notes`)
    assert.ok(notes.some((note) => note.id === String(id)))
    assert.deepEqual(await get('/opportunities/999999/notes'), [])
  })
})
