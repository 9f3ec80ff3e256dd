// Records one at a time: what replies hold, what is refused and in which words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, startFor } from './test-client.ts'

test('a contact is created, read, changed and archived', async (t) => {
  let now = Date.UTC(2026, 2, 4, 10)
  const { url } = await startFor(t, { now: () => now })
  const call = createCaller(url)
  const created = await call('POST', '/crm/v3/objects/contacts', {
    properties: { email: 'Ada@Example.com', firstname: 'Ada', loyalty_points: 7 },
  })
  assert.equal(created.status, 201)
  const { id } = created.body
  assert.equal(created.headers.get('location'), `${url}/crm/v3/objects/contacts/${id}`)
  assert.deepEqual(
    [created.body.properties['email'], created.body.properties['loyalty_points'], created.body.properties['lifecyclestage']],
    ['ada@example.com', '7', 'lead'],
  )
  assert.deepEqual([created.body['createdAt'], created.body['archived']], ['2026-03-04T10:00:00Z', false])
  now += 1_500
  const changed = await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { lastname: 'Byron', firstname: '' } })
  assert.deepEqual([changed.status, changed.body['updatedAt']], [200, '2026-03-04T10:00:01.500Z'])
  assert.deepEqual(Object.keys(changed.body.properties), ['createdate', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'])
  const read = await call('GET', `/crm/v3/objects/contacts/${id}?properties=firstname,lastname,no_such_property`)
  assert.deepEqual(read.body.properties, {
    createdate: '2026-03-04T10:00:00Z',
    firstname: null,
    hs_object_id: id,
    lastmodifieddate: '2026-03-04T10:00:01.500Z',
    lastname: 'Byron',
  })
  assert.equal((await call('DELETE', `/crm/v3/objects/contacts/${id}`)).status, 204)
  assert.equal((await call('GET', `/crm/v3/objects/contacts/${id}`)).status, 404)
  const archived = await call('GET', `/crm/v3/objects/contacts/${id}?archived=true`)
  assert.deepEqual([archived.status, archived.body['archived']], [200, true])
})

test('the default properties of each kind', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const show = async (kind: string) => Object.keys((await call('GET', `/crm/v3/objects/${kind}?limit=1`)).body.results[0]?.properties ?? {})
  assert.deepEqual(await show('contacts'), ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'])
  assert.deepEqual(await show('companies'), ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'])
  assert.deepEqual(await show('deals'), [
    'amount',
    'closedate',
    'createdate',
    'dealname',
    'dealstage',
    'hs_lastmodifieddate',
    'hs_object_id',
    'pipeline',
  ])
  assert.deepEqual(await show('notes'), ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'])
  assert.deepEqual(await show('leads'), ['createdate', 'hs_lastmodifieddate', 'hs_object_id'])
})

test('a kind answers to its plural, singular, number, full name and the dated path', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const ids = []
  for (const path of [
    '/crm/v3/objects/vehicles',
    '/crm/v3/objects/vehicle',
    '/crm/v3/objects/2-4410001',
    '/crm/v3/objects/p44237313_vehicles',
    '/crm/objects/2026-03/vehicles',
  ]) {
    ids.push((await call('GET', `${path}?limit=1`)).body.results[0]?.id)
  }
  assert.equal(new Set(ids).size, 1)
  const unknown = await call('GET', '/crm/v3/objects/butterflies')
  assert.deepEqual(
    [unknown.status, unknown.body.message, unknown.body.category],
    [400, 'Unable to infer object type from: butterflies', undefined],
  )
})

test('a missing record: one wording for numbers, another for what is none; deleting it is 204', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url)
  const byNumber = await call('GET', '/crm/v3/objects/contacts/1')
  assert.deepEqual([byNumber.status, byNumber.body.message, byNumber.body.category], [404, 'resource not found', undefined])
  const byWord = await call('PATCH', '/crm/v3/objects/contacts/abc', { properties: {} })
  assert.deepEqual(
    [byWord.status, byWord.body.message, byWord.body['context']],
    [404, 'Object not found.  objectId are usually numeric.', { id: ['abc'] }],
  )
  assert.equal((await call('DELETE', '/crm/v3/objects/contacts/1')).status, 204)
  hubspot.options.missingHasCategory = true
  assert.equal((await call('GET', '/crm/v3/objects/contacts/1')).body.category, 'OBJECT_NOT_FOUND')
})

test('values that do not fit are all listed, in the message as JSON and as errors', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const properties = {
    no_such: 'x',
    email: 'not an address',
    loyalty_points: 'many',
    favorite_color: 'mauve',
    vip: 'perhaps',
    member_since: '1709550000000',
    hs_object_id: '5',
    hs_email_domain: 'x.example',
    hubspot_owner_id: '1',
  }
  const refused = await call('POST', '/crm/v3/objects/contacts', { properties })
  assert.deepEqual([refused.status, refused.body.category], [400, 'VALIDATION_ERROR'])
  assert.deepEqual(
    refused.body.errors.map(({ code, context }) => [context['propertyName']?.[0], code]),
    [
      ['no_such', 'PROPERTY_DOESNT_EXIST'],
      ['email', 'INVALID_EMAIL'],
      ['loyalty_points', 'INVALID_NUMBER'],
      ['favorite_color', 'INVALID_OPTION'],
      ['vip', 'INVALID_OPTION'],
      ['member_since', 'INVALID_DATE'],
      ['hs_object_id', 'READ_ONLY_VALUE'],
      ['hs_email_domain', 'READ_ONLY_VALUE'],
      ['hubspot_owner_id', 'INVALID_OWNER_ID'],
    ],
  )
  const listed = JSON.parse(refused.body.message.replace('Property values were not valid: ', '')) as Record<string, unknown>[]
  assert.deepEqual(listed[0], {
    isValid: false,
    message: 'Property "no_such" does not exist',
    error: 'PROPERTY_DOESNT_EXIST',
    name: 'no_such',
    localizedErrorMessage: 'Property "no_such" does not exist',
    portalId: 44237313,
  })
  assert.match(String(listed[3]?.['message']), /^mauve was not one of the allowed options: \[label: "Red"\nvalue: "red"\n/)
})

test('an e-mail address belongs to one contact', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const { id } = (await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'one@example.com' } })).body
  const again = await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'ONE@example.com' } })
  assert.deepEqual([again.status, again.body.category, again.body.message], [409, 'CONFLICT', `Contact already exists. Existing ID: ${id}`])
})

test('records are found by a unique property; another property is refused', async (t) => {
  const call = createCaller((await startFor(t)).url)
  assert.equal(
    (await call('GET', '/crm/v3/objects/contacts/ext-3?idProperty=external_id&properties=external_id')).body.properties['external_id'],
    'ext-3',
  )
  await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'me@example.com' } })
  const changed = await call('PATCH', '/crm/v3/objects/contacts/me@example.com?idProperty=email', { properties: { firstname: 'Me' } })
  assert.deepEqual([changed.status, changed.body.properties['firstname']], [200, 'Me'])
  assert.equal((await call('GET', '/crm/v3/objects/contacts/Smith?idProperty=lastname')).status, 400)
})

test('a value of a unique property is taken once', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const refused = await call('POST', '/crm/v3/objects/deals', { properties: { dealname: 'Twice', contract_number: 'C-1001' } })
  assert.deepEqual([refused.status, refused.body.errors[0]?.code], [400, 'CONFLICTING_UNIQUE_VALUE'])
})

test('a unique value is free again once its record lets go of it', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const create = (email: string) => call('POST', '/crm/v3/objects/contacts', { properties: { email } })
  const { id } = (await create('free@example.com')).body
  await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { email: 'moved@example.com' } })
  assert.deepEqual([(await create('free@example.com')).status, (await create('moved@example.com')).status], [201, 409])
  await call('DELETE', `/crm/v3/objects/contacts/${id}`)
  assert.equal((await create('moved@example.com')).status, 201)
})

test('what a new record must have', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url)
  const empty = await call('POST', '/crm/v3/objects/contacts', {})
  assert.deepEqual(
    [empty.status, empty.body.message],
    [400, 'Invalid input JSON on line 1, column 2: Some required fields were not set: [properties]'],
  )
  const note = await call('POST', '/crm/v3/objects/notes', { properties: { hs_note_body: 'Hello' } })
  assert.deepEqual(
    [note.status, note.body.message, note.body['context']],
    [400, 'Error creating NOTE. Some required properties were not set.', { properties: ['hs_timestamp'] }],
  )
  assert.equal((await call('POST', '/crm/v3/objects/companies', { properties: { city: 'Lyon' } })).status, 400)
  hubspot.options.needsName = false
  assert.equal((await call('POST', '/crm/v3/objects/companies', { properties: { city: 'Lyon' } })).status, 201)
  const lead = await call('POST', '/crm/v3/objects/leads', { properties: { hs_lead_name: 'Alone' } })
  assert.match(lead.body.message, /associated with a primary contact/)
})

test('a lead comes with its contact and begins at the first stage of its pipeline', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const contact = (await call('GET', '/crm/v3/objects/contacts?limit=1')).body.results[0]?.id
  const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 }]
  const created = await call('POST', '/crm/v3/objects/leads', {
    properties: { hs_lead_name: 'New one' },
    associations: [{ to: { id: contact }, types }],
  })
  assert.deepEqual([created.status, created.body.properties['hs_pipeline_stage']], [201, 'new-stage-id'])
  const read = await call('GET', `/crm/v3/objects/leads/${created.body.id}?associations=contacts`)
  assert.deepEqual(read.body['associations'], {
    contacts: {
      results: [
        { id: contact, type: 'lead_to_contact_unlabeled' },
        { id: contact, type: 'lead_to_contact' },
      ],
    },
  })
})

test('deals move through the stages of their pipeline; closing them is worked out', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const { id } = (
    await call('POST', '/crm/v3/objects/deals', { properties: { dealname: 'Big', dealstage: 'contractsent', amount: '65.50' } })
  ).body
  await call('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { dealstage: 'closedwon' } })
  const { properties } = (
    await call('GET', `/crm/v3/objects/deals/${id}?properties=amount,pipeline,hs_is_closed_won,hs_deal_stage_probability`)
  ).body
  assert.deepEqual(
    [properties['amount'], properties['pipeline'], properties['hs_is_closed_won'], properties['hs_deal_stage_probability']],
    ['65.50', 'default', 'true', '1.0'],
  )
  const stray = await call('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { dealstage: '137000001' } })
  assert.deepEqual([stray.status, stray.body.errors[0]?.code], [400, 'INVALID_OPTION'])
})

test('several options: replaced, or added to with a leading semicolon', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const { id } = (await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'x@example.com', interests: 'cycling' } })).body
  const set = async (interests: string) =>
    (await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { interests } })).body.properties['interests']
  assert.equal(await set(';cooking'), 'cycling;cooking')
  assert.equal(await set('reading'), 'reading')
})

test('times come as ISO or milliseconds and go as ISO', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const made = await call('POST', '/crm/v3/objects/tasks', { properties: { hs_timestamp: '1709550000500', hs_task_subject: 'Call' } })
  assert.equal(made.body.properties['hs_timestamp'], '2024-03-04T11:00:00.500Z')
  const offset = await call('PATCH', `/crm/v3/objects/tasks/${made.body.id}`, { properties: { hs_timestamp: '2024-03-04T12:00:00+02:00' } })
  assert.equal(offset.body.properties['hs_timestamp'], '2024-03-04T10:00:00Z')
})

test('null clears, or is refused', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url)
  const id = (await call('GET', '/crm/v3/objects/contacts?limit=1')).body.results[0]?.id
  assert.equal((await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { phone: null } })).status, 200)
  assert.equal((await call('GET', `/crm/v3/objects/contacts/${id}?properties=phone`)).body.properties['phone'], null)
  hubspot.options.nullValues = 'refuse'
  assert.equal((await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { city: null } })).status, 400)
})

test('history of a property, newest first', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const { id } = (await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'h@example.com', city: 'Lyon' } })).body
  await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { city: 'Paris' } })
  const read = await call('GET', `/crm/v3/objects/contacts/${id}?propertiesWithHistory=city`)
  const history = (read.body['propertiesWithHistory'] as Record<string, { value: string }[]>)['city'] ?? []
  assert.deepEqual(
    history.map(({ value }) => value),
    ['Paris', 'Lyon'],
  )
})

test('merging keeps the primary record, its values first, with the associations of both', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const make = async (properties: object) => (await call('POST', '/crm/v3/objects/contacts', { properties })).body.id
  const [one, other] = [
    await make({ email: 'm1@example.com', firstname: 'One' }),
    await make({ email: 'm2@example.com', firstname: 'Two', city: 'Lyon' }),
  ]
  const company = (await call('GET', '/crm/v3/objects/companies?limit=1')).body.results[0]?.id
  await call('PUT', `/crm/v4/objects/contacts/${other}/associations/default/companies/${company}`)
  const merged = await call('POST', '/crm/v3/objects/contacts/merge', { primaryObjectId: one, objectIdToMerge: other })
  assert.deepEqual([merged.body.id, merged.body.properties['firstname'], merged.body.properties['city']], [one, 'One', 'Lyon'])
  assert.equal((await call('GET', `/crm/v3/objects/contacts/${other}`)).status, 404)
  assert.equal((await call('GET', `/crm/v4/objects/contacts/${one}/associations/companies`)).body.results.length, 1)
})

test('a record forgotten for good is not among the archived ones', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const { id } = (await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'f@example.com' } })).body
  assert.equal((await call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: 'f@example.com', idProperty: 'email' })).status, 204)
  assert.equal((await call('GET', `/crm/v3/objects/contacts/${id}?archived=true`)).status, 404)
})

test('bodies that cannot be read', async (t) => {
  const { url } = await startFor(t)
  const send = (body: string, type: string) =>
    fetch(`${url}/crm/v3/objects/contacts`, {
      method: 'POST',
      headers: { authorization: 'Bearer pat-na1-simulator-all', 'content-type': type },
      body,
    })
  const broken = await send('{"properties":', 'application/json')
  assert.deepEqual(
    [broken.status, /^Invalid input JSON on line 1/.test(((await broken.json()) as { message: string }).message)],
    [400, true],
  )
  assert.equal((await send('{}', 'text/plain')).status, 415)
  assert.equal((await createCaller(url)('POST', '/crm/v3/objects/contacts', { properties: [] })).status, 400)
})
