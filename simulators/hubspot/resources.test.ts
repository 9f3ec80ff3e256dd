// Associations, properties, pipelines, owners, the account, campaigns, the timeline and the older engagements.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, startFor } from './test-client.ts'

type Call = ReturnType<typeof createCaller>

const firstId = async (call: Call, kind: string) => (await call('GET', `/crm/v3/objects/${kind}?limit=1`)).body.results[0]?.id ?? ''

test('the first company of a contact is its primary one; another can be made so', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const { id } = (await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'a@example.com' } })).body
  const [one, two] = (await call('GET', '/crm/v3/objects/companies?limit=2')).body.results.map((each) => each.id)
  const path = `/crm/v4/objects/contacts/${id}/associations`
  const linked = await call('PUT', `${path}/default/companies/${one}`)
  assert.deepEqual([linked.status, linked.body['status']], [200, 'COMPLETE'])
  assert.deepEqual(linked.body.results[0], {
    from: { id },
    to: { id: one },
    associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 },
  })
  const types = async () =>
    (await call('GET', `${path}/companies`)).body.results.map((each) => {
      const { toObjectId, associationTypes } = each as unknown as { toObjectId: number; associationTypes: { typeId: number }[] }
      return [String(toObjectId), associationTypes.map(({ typeId }) => typeId)]
    })
  assert.deepEqual(await types(), [[one, [279, 1]]])
  const labelled = await call('PUT', `${path}/companies/${two}`, [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }])
  assert.deepEqual([labelled.status, labelled.body['labels']], [201, ['Primary']])
  assert.deepEqual(await types(), [
    [one, [279]],
    [two, [279, 1]],
  ])
  assert.equal((await call('DELETE', `${path}/companies/${one}`)).status, 204)
  assert.equal((await types()).length, 1)
})

test('v3 knows associations by their names, in both directions', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const [contact, deal] = [await firstId(call, 'contacts'), (await call('GET', '/crm/v3/objects/deals?limit=9')).body.results[8]?.id]
  const path = `/crm/v3/objects/contacts/${contact}/associations/deals`
  assert.equal((await call('PUT', `${path}/${deal}/contact_to_deal`)).status, 200)
  const back = await call('GET', `/crm/v3/objects/deals/${deal}/associations/contacts`)
  assert.ok(
    (back.body.results as unknown as { id: string; type: string }[]).some((each) => each.id === contact && each.type === 'deal_to_contact'),
  )
  assert.equal((await call('DELETE', `${path}/${deal}/4`)).status, 204)
  assert.equal((await call('PUT', `${path}/${deal}/contact_to_unicorn`)).status, 400)
})

test('associations with a new record: a type must start at its kind, the other record must live', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const contact = await firstId(call, 'contacts')
  const create = (id: string, associationTypeId: number) =>
    call('POST', '/crm/v3/objects/meetings', {
      properties: { hs_timestamp: '2026-03-04T10:00:00Z', hs_meeting_title: 'Tea' },
      associations: [{ to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] }],
    })
  const { body } = await create(contact, 200)
  const read = await call('GET', `/crm/v3/objects/meetings/${body.id}?associations=contacts`)
  assert.deepEqual(read.body['associations'], { contacts: { results: [{ id: contact, type: 'meeting_event_to_contact' }] } })
  assert.equal((await create(contact, 199)).body.message, 'invalid from object type 0-47 for associations to be created. expected: 0-1')
  assert.deepEqual([(await create('1', 200)).status, (await create('1', 200)).body.message], [400, 'One or more associations are invalid'])
})

test('batches of associations: those without any are errors; labels are listed', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const ids = (await call('GET', '/crm/v3/objects/contacts?limit=2')).body.results.map(({ id }) => id)
  const read = () => call('POST', '/crm/v4/associations/contact/companies/batch/read', { inputs: ids.map((id) => ({ id })) })
  const first = await read()
  assert.deepEqual([first.status, first.body.results.length, first.body['numErrors']], [207, 1, 1])
  assert.equal((first.body.errors[0] as unknown as { subCategory: string }).subCategory, 'crm.associations.NO_ASSOCIATIONS_FOUND')
  const company = await firstId(call, 'companies')
  const inputs = [{ from: { id: ids[1] }, to: { id: company } }]
  assert.equal((await call('POST', '/crm/v4/associations/contacts/companies/batch/associate/default', { inputs })).status, 200)
  const labelled = [{ ...inputs[0], types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }] }]
  const created = await call('POST', '/crm/v4/associations/contacts/companies/batch/create', { inputs: labelled })
  assert.deepEqual([created.status, (created.body.results[0] as unknown as { labels: string[] }).labels], [201, ['Primary']])
  assert.equal((await read()).status, 200)
  const archive = [{ from: { id: ids[1] }, to: [{ id: company }] }]
  assert.equal((await call('POST', '/crm/v4/associations/contacts/companies/batch/archive', { inputs: archive })).status, 204)
  assert.equal((await read()).status, 207)
  const labels = await call('GET', '/crm/v4/associations/contacts/companies/labels')
  assert.deepEqual(labels.body.results, [
    { category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
    { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
  ])
})

test('archiving a record ends its associations', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const note = (await call('GET', '/crm/v3/objects/notes?limit=1&associations=contacts')).body.results[0]
  const contact = note?.associations?.['contacts']?.results[0]?.id
  await call('DELETE', `/crm/v3/objects/notes/${note?.id}`)
  const notes = (await call('GET', `/crm/v4/objects/contacts/${contact}/associations/notes`)).body.results as unknown as {
    toObjectId: number
  }[]
  assert.ok(!notes.some(({ toObjectId }) => String(toObjectId) === note?.id))
})

test('properties: built in and custom, with options, made, changed and archived', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const path = '/crm/v3/properties/contacts'
  const all = (await call('GET', path)).body.results as unknown as {
    name: string
    hubspotDefined?: boolean
    options: { value: string }[]
  }[]
  assert.deepEqual(
    all.find(({ name }) => name === 'favorite_color')?.options.map(({ value }) => value),
    ['red', 'green', 'blue'],
  )
  assert.deepEqual(
    [all.find(({ name }) => name === 'email')?.hubspotDefined, all.find(({ name }) => name === 'vip')?.hubspotDefined],
    [true, undefined],
  )
  const definition = { name: 'shoe_size', label: 'Shoe size', type: 'number', fieldType: 'number', groupName: 'contactinformation' }
  const made = await call('POST', path, definition)
  assert.deepEqual(
    [made.status, made.body['label'], made.body['modificationMetadata']],
    [201, 'Shoe size', { archivable: true, readOnlyDefinition: false, readOnlyValue: false }],
  )
  assert.equal((await call('POST', path, definition)).status, 409)
  assert.equal((await call('POST', path, { ...definition, name: 'x', groupName: 'none' })).status, 400)
  assert.equal((await call('POST', '/crm/v3/objects/contacts', { properties: { email: 's@example.com', shoe_size: '42' } })).status, 201)
  assert.equal((await call('PATCH', `${path}/shoe_size`, { label: 'Size' })).body['label'], 'Size')
  assert.equal((await call('PATCH', `${path}/email`, { label: 'Mail' })).status, 400)
  assert.equal((await call('DELETE', `${path}/shoe_size`)).status, 204)
  assert.equal((await call('GET', `${path}/shoe_size`)).status, 404)
  assert.equal((await call('GET', '/crm/properties/2026-03/deals/dealstage')).body['externalOptions'], true)
  assert.ok(
    ((await call('GET', `${path}/groups`)).body.results as unknown as { name: string }[]).some(({ name }) => name === 'contactinformation'),
  )
})

test('pipelines are added, replaced, changed and removed, stage by stage', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const path = '/crm/v3/pipelines/deals'
  const stages = [{ label: 'Open', displayOrder: 0, metadata: { probability: '0.5' } }]
  const made = await call('POST', path, { label: 'Projects', displayOrder: 2, stages })
  assert.equal(made.status, 201)
  const { id } = made.body
  assert.equal((await call('POST', path, { label: 'Projects', displayOrder: 2, stages })).status, 409)
  assert.equal((await call('PATCH', `${path}/${id}`, { label: 'Works' })).body['label'], 'Works')
  const stage = await call('POST', `${path}/${id}/stages`, { label: 'Won', displayOrder: 1, metadata: { probability: '1.0' } })
  assert.deepEqual([stage.status, stage.body['metadata']], [201, { probability: '1.0', isClosed: 'true' }])
  assert.equal((await call('DELETE', `${path}/${id}/stages/${stage.body.id}`)).status, 204)
  const replaced = await call('PUT', `${path}/${id}`, {
    label: 'Works',
    displayOrder: 0,
    stages: [...stages, { ...stages[0], label: 'Second' }],
  })
  assert.deepEqual(
    (replaced.body['stages'] as { label: string }[]).map(({ label }) => label),
    ['Open', 'Second'],
  )
  assert.equal((await call('DELETE', `${path}/${id}`)).status, 204)
  assert.equal((await call('GET', `${path}/${id}`)).status, 404)
  assert.equal((await call('DELETE', `${path}/default?validateReferencesBeforeDelete=true`)).status, 400)
  assert.equal(
    (await call('POST', path, { label: 'Bad', displayOrder: 0, stages: [{ label: 'x', displayOrder: 0, metadata: {} }] })).status,
    400,
  )
})

test('owners are listed by address, page by page, and read by either id', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const all = await call('GET', '/crm/v3/owners')
  const shown = all.body.results as unknown as { id: string; userId: number; email: string; type: string }[]
  assert.deepEqual([shown.length, shown[0]?.type], [3, 'PERSON'])
  const one = await call('GET', '/crm/v3/owners?email=Morgan.Falk@alder-birch.example.com')
  assert.deepEqual(
    one.body.results.map(({ id }) => id),
    [shown[1]?.id],
  )
  const page = await call('GET', '/crm/v3/owners?limit=2')
  const next = await call('GET', `/crm/v3/owners?limit=2&after=${page.body.paging?.next.after}`)
  assert.deepEqual(
    next.body.results.map(({ id }) => id),
    [shown[2]?.id],
  )
  assert.equal((await call('GET', `/crm/v3/owners/${shown[0]?.userId}?idProperty=userId`)).body.id, shown[0]?.id)
  assert.equal((await call('GET', '/crm/v3/owners?archived=true')).body.results.length, 1)
  assert.equal((await call('GET', '/crm/v3/owners/1')).status, 404)
  assert.equal((await call('POST', '/crm/v3/owners', {})).status, 405)
})

test('the account and the kinds of record it defined', async (t) => {
  const call = createCaller((await startFor(t)).url)
  assert.deepEqual((await call('GET', '/account-info/v3/details')).body, {
    portalId: 44237313,
    accountType: 'STANDARD',
    timeZone: 'US/Eastern',
    companyCurrency: 'USD',
    additionalCurrencies: [],
    utcOffset: '-04:00',
    utcOffsetMilliseconds: -14400000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  })
  assert.equal((await call('GET', '/integrations/v1/me')).body['portalId'], 44237313)
  const schemas = (await call('GET', '/crm/v3/schemas')).body.results as unknown as Record<string, unknown>[]
  assert.deepEqual(
    schemas.map((each) => [each['fullyQualifiedName'], each['requiredProperties']]),
    [['p44237313_vehicles', ['vin']]],
  )
})

test('campaigns: a total, a sort, cursors that come percent-encoded', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const path = '/marketing/v3/campaigns'
  const first = await call('GET', `${path}?limit=3&properties=hs_name&sort=-updatedAt`)
  assert.deepEqual([first.body.total, first.body.paging?.next.after], [4, 'Mw%3D%3D'])
  assert.deepEqual(first.body.results[0]?.properties, { hs_name: 'Win Back' })
  for (const after of ['Mw%3D%3D', 'Mw%253D%253D']) {
    assert.equal((await call('GET', `${path}?limit=3&sort=-updatedAt&after=${after}`)).body.results.length, 1)
  }
  const made = await call('POST', path, { properties: { hs_name: 'Autumn' } })
  assert.equal(made.status, 201)
  assert.equal((await call('POST', path, { properties: { hs_name: 'Autumn' } })).status, 409)
  assert.equal((await call('PATCH', `${path}/${made.body.id}`, { properties: { hs_notes: 'Soon' } })).body.properties['hs_notes'], 'Soon')
  assert.equal((await call('DELETE', `${path}/${made.body.id}`)).status, 204)
  assert.equal((await call('GET', `/marketing/campaigns/2026-03/${made.body.id}`)).status, 404)
})

test('the timeline: templates with the developer’s key, tokens, events', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const path = '/crm/v3/timeline/1000001/event-templates'
  const body = {
    name: 'Visit',
    objectType: 'contacts',
    headerTemplate: '{{place}}',
    tokens: [{ name: 'place', label: 'Place', type: 'string' }],
  }
  const made = await fetch(`${url}${path}?hapikey=simulator-developer-key`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(made.status, 201)
  const { id } = (await made.json()) as { id: string }
  assert.equal((await fetch(`${url}${path}?hapikey=wrong`)).status, 401)
  assert.equal((await call('PUT', `${path}/${id}`, { name: 'Stay', tokens: body.tokens })).body['name'], 'Stay')
  assert.equal((await call('POST', `${path}/${id}/tokens`, { name: 'mood', label: 'Mood', type: 'string' })).status, 200)
  assert.equal((await call('PUT', `${path}/${id}/tokens/mood`, { label: 'Feeling' })).body['label'], 'Feeling')
  assert.equal((await call('DELETE', `${path}/${id}/tokens/mood`)).status, 204)
  const objectId = await firstId(call, 'contacts')
  const event = await call('POST', '/crm/v3/timeline/events', { eventTemplateId: id, objectId, tokens: { place: 'Lyon' } })
  assert.equal(event.status, 201)
  assert.deepEqual((await call('GET', `/crm/v3/timeline/events/${id}/${event.body.id}`)).body['tokens'], { place: 'Lyon' })
  assert.equal((await call('POST', '/crm/v3/timeline/events', { eventTemplateId: id, objectId: '1', tokens: {} })).status, 400)
  assert.equal((await call('DELETE', `${path}/${id}`)).status, 204)
  assert.equal((await call('GET', `${path}/${id}`)).status, 404)
})

test('older engagements are the same notes and tasks in another form', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const path = '/engagements/v1/engagements'
  const contact = Number(await firstId(call, 'contacts'))
  const body = {
    engagement: { type: 'NOTE', active: true, timestamp: 1_709_550_000_000 },
    associations: { contactIds: [contact] },
    metadata: { body: 'Hello' },
  }
  const made = (await call('POST', path, body)).body as unknown as {
    engagement: { id: number; type: string; timestamp: number }
    metadata: { body: string }
    associations: { contactIds: number[] }
  }
  assert.deepEqual(
    [made.engagement.type, made.engagement.timestamp, made.metadata.body, made.associations.contactIds],
    ['NOTE', 1_709_550_000_000, 'Hello', [contact]],
  )
  const { id } = made.engagement
  assert.equal((await call('GET', `/crm/v3/objects/notes/${id}?properties=hs_note_body`)).body.properties['hs_note_body'], 'Hello')
  const changed = (await call('PATCH', `${path}/${id}`, { metadata: { body: 'Bye' } })).body['metadata']
  assert.deepEqual(changed, { body: 'Bye' })
  const associated = (await call('GET', `${path}/associated/CONTACT/${contact}/paged`)).body.results as unknown as {
    engagement: { id: number }
  }[]
  assert.ok(associated.some(({ engagement }) => engagement.id === id))
  const page = (await call('GET', `${path}/paged?limit=5`)).body
  assert.deepEqual([page.results.length, page['hasMore']], [5, true])
  const rest = (await call('GET', `${path}/paged?limit=250&offset=${String(page['offset'])}`)).body
  assert.equal(rest.results.length, 20 + 20 + 18 + 1 - 5)
  assert.equal((await call('DELETE', `${path}/${id}`)).status, 204)
  assert.equal((await call('GET', `${path}/${id}`)).status, 404)
})
