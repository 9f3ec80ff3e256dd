import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../../test/vendor.ts'
import type { ResourceDocument } from '../../elements/document/element-document.ts'
import type { Step } from '../../elements/document/octet.ts'

type Belongs = Extract<Step, { kind: 'belongs' }>

const note = { id: 33, parent: 1, text: 'x' }
const step: Belongs = { kind: 'belongs', member: 'parent', parameter: 'id' }
const nested = (method: string, more: Partial<Belongs> = {}, resource: Partial<ResourceDocument> = {}): Partial<ResourceDocument> => ({
  method,
  path: '/rows/{id}/notes/{noteId}',
  vendorPath: '/notes/{noteId}',
  rootKey: 'data',
  ...resource,
  octet: { object: 'notes', steps: [{ ...step, ...more }], ...resource.octet },
})

async function open(
  t: TestContext,
  resource: Partial<ResourceDocument>,
  answer: (asked: Asked) => Answer = () => ({ body: { data: note } }),
) {
  const vendor = await startVendor(t, answer)
  const transformations = { notes: { vendorName: 'notes', others: 'pass', fields: [] } } as const
  const document = describeElement([resource], { octet: { version: 1, transformations } })
  return { vendor, call: createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } })) }
}

const list = (asked: readonly Asked[]) => asked.map(({ method, url }) => `${method} ${url}`)

test('a record that is read is checked by its own answer', async (t) => {
  const { vendor, call } = await open(t, nested('GET'))
  assert.deepEqual(readJson(await call('GET', '/rows/1/notes/33')), note)
  await assert.rejects(call('GET', '/rows/2/notes/33'), { status: 404, message: 'No notes found with ID 33' })
  assert.deepEqual(list(vendor.asked), ['GET /notes/33', 'GET /notes/33'])
})

for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
  test(`${method}: the record is read first, and one of another parent is left alone`, async (t) => {
    const { vendor, call } = await open(t, nested(method))
    const asking = method === 'DELETE' ? {} : { json: { text: 'y' } }
    await call(method, '/rows/1/notes/33', asking)
    await assert.rejects(call(method, '/rows/2/notes/33', asking), { status: 404, message: 'No notes found with ID 33' })
    assert.deepEqual(list(vendor.asked), ['GET /notes/33', `${method} /notes/33`, 'GET /notes/33'])
  })
}

test('a record without a parent, and one whose parent the vendor does not tell, belong to none', async (t) => {
  for (const data of [{ id: 33, parent: null }, { id: 33 }]) {
    const { call } = await open(t, nested('GET'), () => ({ body: { data } }))
    for (const parent of ['1', 'null', 'undefined']) await assert.rejects(call('GET', `/rows/${parent}/notes/33`), { status: 404 })
  }
})

test('a refusal of the first read is the answer, and nothing is written', async (t) => {
  const { vendor, call } = await open(t, nested('DELETE'), () => ({ status: 403, body: 'no' }))
  await assert.rejects(call('DELETE', '/rows/1/notes/33'), { status: 403, providerMessage: 'no' })
  assert.equal(vendor.asked.length, 1)
})

test('several parents are one that a record has', async (t) => {
  const { call } = await open(t, nested('GET', { member: 'people[*].id' }), () => ({ body: { data: { people: [{ id: 4 }, { id: 5 }] } } }))
  await call('GET', '/rows/5/notes/33')
  await assert.rejects(call('GET', '/rows/6/notes/33'), { status: 404 })
})

test('ids that are told apart by their first letters may have more', async (t) => {
  const { call } = await open(t, nested('GET', { significant: 3 }), () => ({ body: { data: { parent: 'aBcXY' } } }))
  await call('GET', '/rows/aBc/notes/33')
  await call('GET', '/rows/aBcXY/notes/33')
  for (const other of ['abc', 'aB', 'aBd', 'aBcX', 'aBcZZ']) {
    await assert.rejects(call('GET', `/rows/${other}/notes/33`), { status: 404 }, other)
  }
})

test('the first read asks for the parent alone where the vendor can be asked so', async (t) => {
  const { vendor, call } = await open(t, nested('DELETE', { fieldsParameter: 'only' }))
  await call('DELETE', '/rows/1/notes/33')
  assert.deepEqual(list(vendor.asked), ['GET /notes/33?only=parent', 'DELETE /notes/33'])
})

test('a call that does not answer the record is preceded by one that does', async (t) => {
  const { vendor, call } = await open(
    t,
    nested('GET', { path: '/facts/{noteId}' }, { rootKey: undefined as never, octet: { object: undefined as never } }),
    ({ path }) => (path === '/facts/33' ? { body: note } : { headers: { 'content-type': 'image/png' }, body: 'bytes' }),
  )
  const { body } = await call('GET', '/rows/1/notes/33')
  assert.ok(body.kind === 'stream')
  body.stream.destroy()
  await assert.rejects(call('GET', '/rows/2/notes/33'), { status: 404 })
  assert.deepEqual(list(vendor.asked), ['GET /facts/33', 'GET /notes/33', 'GET /facts/33'])
})

test('an answer that is no record belongs to nobody', async (t) => {
  const { call } = await open(t, nested('GET'), () => ({ status: 204, body: '' }))
  await assert.rejects(call('GET', '/rows/1/notes/33'), { status: 404 })
})

test('the parent is asked for when the client wants other fields, and not shown', async (t) => {
  const select = { parameter: 'only' }
  const { vendor, call } = await open(t, nested('GET', {}, { octet: { select } }))
  assert.deepEqual(readJson(await call('GET', '/rows/1/notes/33', { query: { fields: 'text' } })), { text: 'x' })
  assert.deepEqual(vendor.asked[0]!.query.get('only'), 'parent,text')
  assert.deepEqual(readJson(await call('GET', '/rows/1/notes/33')), note)
  assert.deepEqual(vendor.asked[1]!.query.get('only'), null)
})

test('an element that names a parameter which its path does not have is refused', async (t) => {
  await assert.rejects(open(t, nested('GET', { parameter: 'owner' })), /owner, which the path does not have/)
  await assert.rejects(open(t, nested('GET', { member: 'a..b' })), /is not a path/)
})
