// Writes: POST 200, PUT as a patch, DELETE `{}`; checks with all problems at once; custom fields; what one write does to other records.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, type Json, readList, startFor } from './test-client.ts'

const problems = (body: Json) => body['field-errors'] as Json

test('a lead is created with contacts, address and custom fields in one body, in the first status', async (t) => {
  const { url, state } = await startFor(t)
  const call = createCaller(url)
  const size = state.tenants.get('alder')?.tables.customFields.order.find((each) => each['name'] === 'Company Size')
  const { status, body } = await call('POST', '/lead/', {
    name: 'Bluth',
    url: 'bluth.example.com',
    contacts: [{ name: 'Gob', phones: [{ phone: '800 444 5555' }], emails: [{ email: 'gob@example.com', type: 'office' }] }],
    addresses: [{ city: 'Newport', country: 'US' }],
    [`custom.${size?.id}`]: 12,
    unheard_of: true,
  })
  assert.equal(status, 200)
  assert.match(String(body['id']), /^lead_\w{43}$/)
  assert.deepEqual([body['status_label'], body['url'], body[`custom.${size?.id}`]], ['Potential', 'http://bluth.example.com', 12])
  const [contact] = body['contacts'] as Json[]
  assert.deepEqual(contact?.['phones'], [{ type: 'office', phone: '+18004445555', phone_formatted: '+1 800-444-5555', country: 'US' }])
  assert.equal((body['addresses'] as Json[])[0]?.['label'], 'business')
  assert.equal((await call('GET', `/contact/${contact?.['id']}/`)).body['lead_id'], body['id'])
})

test('PUT is a patch: what is not sent stays', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [before] = (await call('GET', '/contact/?_limit=1')).data
  const { status, body } = await call('PUT', `/contact/${before?.['id']}/`, { title: 'CFO' })
  assert.equal(status, 200)
  assert.deepEqual(
    { ...body, title: null, date_updated: null, updated_by: null },
    { ...before, title: null, date_updated: null, updated_by: null },
  )
  assert.equal(body['title'], 'CFO')
  assert.ok(String(body['date_updated']) > String(before?.['date_updated']))
  assert.equal((await call('PATCH', `/contact/${before?.['id']}/`, { title: 'x' })).status, 405)
})

test('DELETE answers {} once, then 404; a lead takes everything on it along', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [task] = (await call('GET', '/task/?_limit=1')).data
  const lead = (await call('GET', `/lead/${task?.['lead_id']}/`)).body
  const gone = await call('DELETE', `/lead/${lead['id']}/`)
  assert.deepEqual([gone.status, gone.body], [200, {}])
  assert.equal((await call('DELETE', `/lead/${lead['id']}/`)).status, 404)
  for (const path of [`/task/${task?.['id']}/`, `/contact/${(lead['contact_ids'] as string[])[0]}/`]) {
    assert.equal((await call('GET', path)).status, 404)
  }
})

test('an id that is not there is 404 for every verb, in one sentence', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  for (const kind of ['lead', 'contact', 'opportunity', 'task', 'activity/note']) {
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const) {
      const reply = await call(method, `/${kind}/-1/`, body)
      assert.equal(reply.status, 404, `${method} ${kind}`)
      assert.match(String(reply.body['error']), /matching query does not exist/)
    }
  }
})

test('every problem of a body is told at once, by field; nested ones by position', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const { status, body } = await call('POST', '/opportunity/', {
    lead_id: 'lead_none',
    value: 1.5,
    confidence: 101,
    value_period: 'weekly',
    note: 7,
  })
  assert.equal(status, 400)
  assert.deepEqual(body['errors'], [])
  assert.deepEqual(Object.keys(problems(body)).sort(), ['confidence', 'lead_id', 'note', 'value', 'value_period'])
  const contact = await call('POST', '/contact/', { emails: [{ email: 'a@example.com' }, { email: 'none' }, {}] })
  assert.deepEqual(problems(contact.body)['emails'], {
    errors: { 1: { 'field-errors': { email: 'Invalid email address.' } }, 2: { 'field-errors': { email: 'This field is required.' } } },
  })
})

test('what is required is asked for: type and lead of a task, lead of a note, status of an email', async (t) => {
  const closeio = await startFor(t)
  const call = createCaller(closeio.url)
  const missing = async (path: string) => Object.keys(problems((await call('POST', path, { text: 'x' })).body))
  assert.deepEqual(await missing('/task/'), ['_type', 'lead_id'])
  assert.deepEqual(await missing('/activity/note/'), ['lead_id'])
  assert.deepEqual(await missing('/activity/email/'), ['lead_id', 'status'])
  closeio.options.taskTypeRequired = false
  assert.deepEqual(await missing('/task/'), ['lead_id'])
})

test('an empty body is refused, unless the knob lets it through', async (t) => {
  const closeio = await startFor(t)
  const call = createCaller(closeio.url)
  for (const path of ['/lead/', '/contact/', '/opportunity/']) assert.equal((await call('POST', path, {})).status, 400, path)
  closeio.options.emptyCreate = 'accept'
  assert.equal((await call('POST', '/contact/', {})).status, 200)
})

test('a contact without a lead gets one named after it, or one without a name; an opportunity an untitled one', async (t) => {
  const closeio = await startFor(t)
  const call = createCaller(closeio.url)
  const leadOf = async (path: string, body: Json) => (await call('GET', `/lead/${(await call('POST', path, body)).body['lead_id']}/`)).body
  assert.equal((await leadOf('/contact/', { name: 'Ida Bell' }))['name'], 'Ida Bell')
  closeio.options.orphanLead = 'unnamed'
  assert.equal((await leadOf('/contact/', { name: 'Ida Bell' }))['name'], '')
  assert.equal((await leadOf('/opportunity/', { note: 'x' }))['display_name'], 'Untitled')
})

test('a contact can move to another lead', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [one, two] = (await call('GET', '/lead/?_limit=2')).data
  const id = readList(one, 'contact_ids')[0]
  await call('PUT', `/contact/${id}/`, { lead_id: two?.['id'] })
  assert.ok(((await call('GET', `/lead/${two?.['id']}/`)).body['contact_ids'] as string[]).includes(String(id)))
  assert.ok(!((await call('GET', `/lead/${one?.['id']}/`)).body['contact_ids'] as string[]).includes(String(id)))
})

test('custom fields: set, unset with null, add to and remove from a list, checked by type', async (t) => {
  const { url, state } = await startFor(t)
  const call = createCaller(url)
  const key = (name: string) => `custom.${state.tenants.get('alder')?.tables.customFields.order.find((each) => each['name'] === name)?.id}`
  const lead = (await call('POST', '/lead/', { name: 'x', [key('Channels')]: ['Web'], custom: { Industry: 'Retail' } })).body
  assert.deepEqual([lead[key('Channels')], lead[key('Industry')]], [['Web'], 'Retail'])
  const put = async (body: Json) => (await call('PUT', `/lead/${lead['id']}/`, body)).body
  assert.deepEqual((await put({ [`${key('Channels')}.add`]: 'Event' }))[key('Channels')], ['Web', 'Event'])
  assert.deepEqual((await put({ [`${key('Channels')}.remove`]: 'Web' }))[key('Channels')], ['Event'])
  assert.equal((await put({ [key('Channels')]: null }))[key('Channels')], undefined)
  const wrong = await put({
    [key('Industry')]: 'Fishing',
    [key('Company Size')]: 'big',
    [key('Lead Owner')]: 'user_none',
    'custom.cf_none': 1,
  })
  assert.deepEqual(
    new Set(Object.keys(problems(wrong))),
    new Set([key('Industry'), key('Company Size'), key('Lead Owner'), 'custom.cf_none']),
  )
  assert.match(String(problems(await put({ [`${key('Industry')}.add`]: 'Retail' }))[`${key('Industry')}.add`]), /multiple values/)
})

test('custom fields are defined, listed in a schema, and removed with their values', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  assert.deepEqual(Object.keys(problems((await call('POST', '/custom_field/contact/', { name: 'Size', type: 'choices' })).body)), [
    'choices',
  ])
  const field = (await call('POST', '/custom_field/contact/', { name: 'Size', type: 'choices', choices: ['S', 'L'] })).body
  assert.match(String(field['id']), /^cf_\w{43}$/)
  const contact = (await call('POST', '/contact/', { name: 'x', [`custom.${field['id']}`]: 'L' })).body
  const schema = (await call('GET', '/custom_field_schema/contact/')).body['fields'] as Json[]
  assert.deepEqual(schema.at(-1)?.['choices'], ['S', 'L'])
  await call('DELETE', `/custom_field/contact/${field['id']}/`)
  assert.equal((await call('GET', `/contact/${contact['id']}/`)).body[`custom.${field['id']}`], undefined)
  assert.equal((await call('GET', '/custom_field_schema/nothing/')).status, 404)
})

test('winning dates an opportunity and makes it certain; going back leaves the date', async (t) => {
  const { url } = await startFor(t, { now: () => Date.UTC(2026, 2, 4, 23) })
  const call = createCaller(url, undefined, { 'x-tz-offset': '2' })
  const statuses = (await call('GET', '/status/opportunity/')).data
  const status = (label: string) => statuses.find((each) => each['label'] === label)?.['id']
  const made = (await call('POST', '/opportunity/', { value: 1000, value_period: 'monthly', confidence: 50 })).body
  assert.deepEqual(
    [made['status_label'], made['annualized_value'], made['annualized_expected_value'], made['value_formatted']],
    ['Demo Completed', 12000, 6000, '$10 monthly'],
  )
  const won = (await call('PUT', `/opportunity/${made['id']}/`, { status_id: status('Won') })).body
  assert.deepEqual([won['status_type'], won['date_won'], won['confidence']], ['won', '2026-03-05', 100])
  const back = (await call('PUT', `/opportunity/${made['id']}/`, { status_id: status('Proposal Sent') })).body
  assert.deepEqual([back['status_type'], back['date_won']], ['active', '2026-03-05'])
  const refused = await call('POST', '/opportunity/', {
    status_id: status('Won'),
    pipeline_id: (await call('GET', '/pipeline/')).data[1]?.['id'],
  })
  assert.equal(refused.status, 400)
})

test('a lead takes its status by id or by label, not both', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [, , qualified] = (await call('GET', '/status/lead/')).data
  assert.equal((await call('POST', '/lead/', { name: 'x', status: 'Qualified' })).body['status_id'], qualified?.['id'])
  assert.equal((await call('POST', '/lead/', { name: 'x', status: 'Qualified', status_id: qualified?.['id'] })).status, 400)
  assert.equal((await call('POST', '/lead/', { name: 'x', status: 'Nothing' })).status, 400)
})

test('statuses and pipelines that are in use cannot be deleted', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const used = (await call('GET', '/status/lead/')).data[0]?.['id']
  assert.equal((await call('DELETE', `/status/lead/${used}/`)).status, 400)
  const fresh = (await call('POST', '/status/lead/', { label: 'Fresh' })).body['id']
  assert.equal((await call('DELETE', `/status/lead/${fresh}/`)).status, 200)
  const pipeline = (await call('POST', '/pipeline/', { name: 'Extra', statuses: [{ label: 'Start', type: 'active' }] })).body
  assert.equal((await call('DELETE', `/pipeline/${pipeline['id']}/`)).status, 400)
  const status = (pipeline['statuses'] as Json[])[0]?.['id']
  assert.equal((await call('DELETE', `/status/opportunity/${status}/`)).status, 200)
  assert.equal((await call('DELETE', `/pipeline/${pipeline['id']}/`)).status, 204)
})

test('tasks are changed several at a time, chosen by filters', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [one, two, three] = (await call('GET', '/task/?is_complete=false&_limit=3')).data
  const bulk = await call('PUT', `/task/?id__in=${one?.['id']},${two?.['id']}`, { is_complete: true, date: '2027-01-02' })
  assert.deepEqual([bulk.status, bulk.body], [200, {}])
  const read = async (task: Json | undefined) => (await call('GET', `/task/${task?.['id']}/`)).body
  assert.deepEqual(
    [(await read(one))['is_complete'], (await read(two))['date'], (await read(three))['is_complete']],
    [true, '2027-01-02', false],
  )
})

test('a note is kept as text and as HTML; a call is no note', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const lead = (await call('GET', '/lead/?_limit=1')).data[0]?.['id']
  const note = (await call('POST', '/activity/note/', { lead_id: lead, note: 'a < b' })).body
  assert.deepEqual([note['_type'], note['note_html'], note['users']], ['Note', '<p>a &lt; b</p>', []])
  const changed = (await call('PUT', `/activity/note/${note['id']}/`, { note_html: '<p>one</p><p>two</p>', pinned: true })).body
  assert.equal(changed['note'], 'one\ntwo')
  assert.notEqual(changed['pinned_at'], null)
  assert.equal((await call('GET', `/activity/call/${note['id']}/`)).status, 404)
})

test('leads are merged: everything hangs on the destination, the source is gone', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [source, destination] = (await call('GET', '/lead/?_limit=2')).data
  const both = [...readList<string>(destination, 'contact_ids'), ...readList<string>(source, 'contact_ids')]
  assert.equal((await call('POST', '/lead/merge/', { source: source?.['id'], destination: source?.['id'] })).status, 400)
  assert.equal((await call('POST', '/lead/merge/', { source: source?.['id'], destination: destination?.['id'] })).status, 200)
  assert.equal((await call('GET', `/lead/${source?.['id']}/`)).status, 404)
  assert.deepEqual(new Set((await call('GET', `/lead/${destination?.['id']}/`)).body['contact_ids'] as string[]), new Set(both))
})
