import assert from 'node:assert/strict'
import { createHash, createHmac, createSecretKey } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createCaller, createInstance, describeElement, openParts } from '../../../test/call-instance.ts'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ElementDocument } from '../../elements/document/element-document.ts'
import { planPaging } from './plan-paging.ts'
import { readPageToken, writePageToken } from './token.ts'

const key = createSecretKey(Buffer.alloc(32, 1))
const damaged = { status: 400, code: 'page-token-damaged' }

const list = { key, binding: 'list' }

test('what is written is read back, whatever the cursor holds', () => {
  const state = fc.oneof(
    fc.record({ skip: fc.nat() }, { noNullPrototype: true }),
    fc.record({ skip: fc.nat(), cursor: fc.string({ unit: 'grapheme' }) }, { noNullPrototype: true }),
  )
  fc.assert(
    fc.property(state, fc.string(), (written, binding) => {
      const token = writePageToken(written, { key, binding })
      assert.match(token, /^[\w-]+$/)
      assert.deepEqual(readPageToken(token, { key, binding }), written)
      assert.throws(() => readPageToken(token, { key, binding: `${binding}.` }), damaged)
      assert.throws(() => readPageToken(token, { key: createSecretKey(Buffer.alloc(32, 2)), binding }), damaged)
    }),
    readPropertyRuns(7, 200),
  )
})

test('a token with any character changed, or a piece missing, is damaged', () => {
  const token = writePageToken({ skip: 3, cursor: 'abc' }, list)
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === 'A' ? 'B' : 'A'
    assert.throws(() => readPageToken(token.slice(0, at) + other + token.slice(at + 1), list), damaged)
    assert.throws(() => readPageToken(token.slice(0, at), list), damaged)
  }
})

test('any other text is damaged, and nothing but that', () => {
  fc.assert(
    fc.property(fc.string(), (text) => assert.throws(() => readPageToken(text, list), damaged)),
    readPropertyRuns(7, 300),
  )
})

test('a token belongs to its instance, its list, and the where, orderBy and fields it came with', async (t) => {
  const vendor = await startVendor(t, () => ({ body: { rows: [{ a: 1 }], next: 'c' } }))
  const paging = { style: 'cursor', size: 'limit', token: 'after', next: 'next', maxSize: 10, walkLimit: 10 } as const
  const octet = {
    object: 'things',
    paging,
    where: { dialect: 'query-parameters' },
    orderBy: { parameter: 'sort', fields: { A: 'a' } },
  } as const
  const document: ElementDocument = describeElement(
    [
      { path: '/rows', rootKey: 'rows', octet },
      { path: '/others', rootKey: 'rows', octet },
      { path: '/parents/{id}/rows', rootKey: 'rows', octet },
    ],
    { octet: { version: 1, transformations: { things: { vendorName: 'things', fields: [{ path: 'A', vendorPath: 'a', filter: 'a' }] } } } },
  )
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url } })
  const parts = openParts(t)
  const call = createCaller(parts, instance)
  const query = { where: "A='1'", orderBy: 'A desc', fields: 'A', pageSize: '1' }
  const nextPage = (await call('GET', '/rows', { query })).headers['Elements-Next-Page-Token']!
  const asked = vendor.asked.length
  assert.equal((await call('GET', '/rows', { query: { ...query, nextPage, pageSize: '2', page: '9', _: '1732' } })).status, 200)
  assert.equal(vendor.asked[asked]!.query.get('after'), 'c')
  for (const change of [{ where: "A='2'" }, { orderBy: 'A asc' }, { fields: 'A,B' }]) {
    await assert.rejects(call('GET', '/rows', { query: { ...query, ...change, nextPage } }), damaged)
  }
  await assert.rejects(call('GET', '/others', { query: { ...query, nextPage } }), damaged)
  await assert.rejects(createCaller(parts, { ...instance, id: 1001 })('GET', '/rows', { query: { ...query, nextPage } }), damaged)
  const child = (await call('GET', '/parents/1/rows', { query })).headers['Elements-Next-Page-Token']!
  await assert.rejects(call('GET', '/parents/2/rows', { query: { ...query, nextPage: child } }), damaged)
})

/** As somebody would make one who knows all but the key. */
const forge = (text: string, { key: own, binding }: typeof list) =>
  Buffer.concat([createHmac('sha256', own).update(`${binding}\n${text}`).digest().subarray(0, 16), Buffer.from(text)]).toString('base64url')

test('what is signed is still checked: text that is no JSON is never signed, a state of another form is damaged', () => {
  assert.deepEqual(readPageToken(forge('[3]', list), list), { skip: 3 })
  for (const text of ['{"a":1}', '[]', '[-1]', '[1.5]', '["1"]', '[1,2]', '[1,null]', 'null', '7'])
    assert.throws(() => readPageToken(forge(text, list), list), damaged, text)
})

test('a token that was made without the key is damaged: by another key, or by a bare hash', () => {
  const digest = createHash('sha256').update('list\n[50000]').digest()
  for (const length of [9, 12, 16, 32])
    assert.throws(
      () => readPageToken(Buffer.concat([digest.subarray(0, length), Buffer.from('[50000]')]).toString('base64url'), list),
      damaged,
    )
  assert.throws(() => readPageToken(forge('[50000]', { ...list, key: createSecretKey(Buffer.alloc(32, 9)) }), list), damaged)
})

test('the limit of a walk holds for a token too', () => {
  const style = { style: 'cursor', size: 'n', token: 'c', next: 'next', maxSize: 200, walkLimit: 10_000 } as const
  const plan = (skip: number) =>
    planPaging({
      style,
      query: { nextPage: writePageToken({ skip }, list), pageSize: '100' },
      configuredMaximum: null,
      binding: 'list',
      tokenKey: key,
      clock: Date.now,
    })
  assert.equal(plan(9900).paging.begin.skip, 9900)
  assert.throws(() => plan(9901), { status: 400, code: 'walk-limit' })
})
