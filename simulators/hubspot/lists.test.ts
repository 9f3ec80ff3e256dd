// Lists and batches: pages that hold while records come and go, bounds, partial failures.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, startFor } from './test-client.ts'

async function walk(call: ReturnType<typeof createCaller>, path: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  let after = ''
  do {
    const { body } = await call('GET', `${path}?limit=${limit}${after ? `&after=${after}` : ''}`)
    ids.push(...body.results.map(({ id }) => id))
    after = body.paging?.next.after ?? ''
  } while (after !== '')
  return ids
}

test('pages of any size show every record once, oldest first; the last one has no paging', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const [small, large] = [await walk(call, '/crm/v3/objects/contacts', 5), await walk(call, '/crm/v3/objects/contacts', 100)]
  assert.equal(large.length, 36)
  assert.deepEqual(small, large)
  assert.deepEqual(
    [...large].sort((a, b) => Number(a) - Number(b)),
    large,
  )
})

test('the standard page is 10; more than 100 is refused, or lowered', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url)
  assert.equal((await call('GET', '/crm/v3/objects/contacts')).body.results.length, 10)
  for (const limit of ['101', 'ten']) {
    const refused = await call('GET', `/crm/v3/objects/contacts?limit=${limit}`)
    assert.deepEqual([refused.status, refused.body.category], [400, 'VALIDATION_ERROR'])
  }
  assert.equal((await call('GET', '/crm/v3/objects/contacts?limit=51&propertiesWithHistory=city')).status, 400)
  hubspot.options.listLimitBeyondMost = 'lower'
  assert.equal((await call('GET', '/crm/v3/objects/contacts?limit=500')).body.results.length, 36)
})

test('the link of a page leads to the next one', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const { body } = await call('GET', '/crm/v3/objects/deals?limit=3&properties=dealname')
  const link = body.paging?.next.link ?? ''
  assert.ok(link.startsWith(`${url}/crm/v3/objects/deals?limit=3&properties=dealname&after=`))
  const next = await call('GET', link.slice(url.length))
  assert.ok(Number(next.body.results[0]?.id) > Number(body.results[2]?.id))
})

test('a walk skips nothing when records are archived or added under it', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url)
  const before = await walk(call, '/crm/v3/objects/contacts', 100)
  hubspot.options.faults = [
    { kind: 'delete-record', match: { path: '/crm/v3/objects/contacts' } },
    { kind: 'insert-record', match: { path: '/crm/v3/objects/contacts' } },
  ]
  const seen = await walk(call, '/crm/v3/objects/contacts', 10)
  assert.deepEqual(seen.slice(0, 36), before)
  assert.equal(seen.length, 37)
})

test('archived records have a list of their own', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const ids = await walk(call, '/crm/v3/objects/tickets', 100)
  await call('DELETE', `/crm/v3/objects/tickets/${ids[2]}`)
  const { results } = (await call('GET', '/crm/v3/objects/tickets?archived=true')).body
  assert.deepEqual(
    results.map(({ id, archived }) => [id, archived]),
    [[ids[2], true]],
  )
  assert.equal((await walk(call, '/crm/v3/objects/tickets', 100)).length, 7)
})

test('a batch reads by id or unique property; what is not there makes it a 207', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const inputs = [{ id: 'ext-1' }, { id: 'ext-2' }, { id: 'ext-none' }]
  const read = await call('POST', '/crm/v3/objects/contacts/batch/read', { idProperty: 'external_id', properties: ['external_id'], inputs })
  assert.deepEqual([read.status, read.body['status'], read.body['numErrors']], [207, 'COMPLETE', 1])
  assert.deepEqual(
    read.body.results.map(({ properties }) => properties['external_id']),
    ['ext-1', 'ext-2'],
  )
  assert.deepEqual(read.body.errors[0], {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
    context: { ids: ['ext-none'] },
  })
})

test('a batch of new records is all or nothing, unless every input carries a trace id', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const path = '/crm/v3/objects/contacts/batch/create'
  const good = { properties: { email: 'b1@example.com' } }
  const bad = { properties: { email: 'b2@example.com', no_such: '1' } }
  const refused = await call('POST', path, { inputs: [good, bad] })
  assert.deepEqual([refused.status, refused.body.category], [400, 'VALIDATION_ERROR'])
  assert.equal((await call('POST', path, { inputs: [good, { properties: { city: 'Lyon' } }] })).status, 400)
  const traced = await call('POST', path, {
    inputs: [
      { ...good, objectWriteTraceId: 'a' },
      { ...bad, objectWriteTraceId: 'b' },
    ],
  })
  assert.deepEqual([traced.status, traced.body.results.length, traced.body['numErrors']], [207, 1, 1])
  assert.deepEqual(traced.body.errors[0]?.context, { objectWriteTraceId: ['b'] })
  const again = await call('POST', path, { inputs: [{ ...good, objectWriteTraceId: 'c' }] })
  assert.deepEqual(
    [again.body.errors[0]?.category, again.body.errors[0]?.context['existingId']],
    ['CONFLICT', [traced.body.results[0]?.id]],
  )
  const whole = await call('POST', path, {
    inputs: [{ properties: { email: 'b3@example.com' } }, { properties: { email: 'b4@example.com' } }],
  })
  assert.deepEqual([whole.status, whole.body.results.length], [201, 2])
  const twice = await call('POST', path, {
    inputs: [{ properties: { email: 'b5@example.com' } }, { properties: { email: 'B5@example.com' } }],
  })
  assert.deepEqual([twice.status, twice.body.message], [409, 'Contact already exists'])
})

test('a batch of changes names the records it did not find, and refuses one twice', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const [one, two] = (await call('GET', '/crm/v3/objects/companies?limit=2')).body.results.map(({ id }) => id)
  const inputs = [one, two, '1'].map((id) => ({ id, properties: { city: 'Lyon' } }))
  const changed = await call('POST', '/crm/v3/objects/companies/batch/update', { inputs })
  assert.deepEqual([changed.status, changed.body.results.length, changed.body.errors[0]?.context['ids']], [207, 2, ['1']])
  const twice = await call('POST', '/crm/v3/objects/companies/batch/update', { inputs: [inputs[0], inputs[0]] })
  assert.deepEqual([twice.status, twice.body.message], [400, `Duplicate IDs found in batch input: [${one}]. IDs must be unique`])
})

test('an upsert says what is new; archiving in a batch is 204; 100 inputs are the most', async (t) => {
  const call = createCaller((await startFor(t)).url)
  const inputs = ['u1@example.com', 'u2@example.com'].map((id) => ({ id, idProperty: 'email', properties: { city: 'Lyon' } }))
  await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'u2@example.com' } })
  const { results } = (await call('POST', '/crm/v3/objects/contacts/batch/upsert', { inputs })).body
  assert.deepEqual(
    results.map((each) => (each as unknown as { new: boolean }).new),
    [true, false],
  )
  assert.equal((await call('POST', '/crm/v3/objects/contacts/batch/archive', { inputs: results.map(({ id }) => ({ id })) })).status, 204)
  assert.equal((await call('GET', `/crm/v3/objects/contacts/${results[0]?.id}`)).status, 404)
  const many = Array.from({ length: 101 }, (_, at) => ({ id: String(at) }))
  assert.equal((await call('POST', '/crm/v3/objects/contacts/batch/read', { inputs: many })).status, 400)
})
