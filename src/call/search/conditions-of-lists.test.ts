/** What an element's author says of a list once and for all: a condition that holds of its rows, and operators that mean another one. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ResourceOctet } from '../../elements/document/octet.ts'

const things = {
  vendorName: 'things',
  others: 'pass',
  nest: { into: 'values' },
  search: { others: { pattern: '^\\w+$', strip: 'values.' } },
  fields: [{ path: 'id', vendorPath: 'id', type: 'number', access: 'read' }],
} as const

async function openList(t: TestContext, octet: ResourceOctet, more: { rows?: readonly object[]; path?: string; method?: string } = {}) {
  const vendor = await startVendor(t, () => ({ body: more.rows ?? [] }))
  const resource = { path: more.path ?? '/rows', method: more.method ?? 'GET', octet: { object: 'things', ...octet } }
  const document = describeElement([resource], { octet: { version: 1, transformations: { things } } })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  return { vendor, call, asked: () => vendor.asked.at(-1)!.query.get('filter') }
}

const list = { paging: { style: 'none' }, where: { dialect: 'rsql', parameter: 'filter', inexact: ['='] } } as const

test('a condition is asked of the vendor with every call, beside what the client asks, and not checked again', async (t) => {
  const rows = [{ id: 1, values: { kind: 'A' } }]
  const { call, asked } = await openList(t, { ...list, condition: "kind = 'a'" }, { rows })
  assert.deepEqual(readJson(await call('GET', '/rows')), rows)
  assert.equal(asked(), 'kind==a')
  await call('GET', '/rows', { query: { where: "size > '5'" } })
  assert.equal(asked(), 'kind==a;size>5')
})

test('path parameters stand in it as literals', async (t) => {
  const { call, asked } = await openList(t, { ...list, condition: "owner = '{id}'" }, { path: '/owners/{id}/rows' })
  await call('GET', '/owners/7/rows')
  assert.equal(asked(), 'owner==7')
  // In the vendor's grammar only `;` and `,` part conditions.
  await call('GET', "/owners/7' OR owner='8/rows")
  assert.equal(asked(), "owner==7' OR owner='8")
})

test('one that the vendor cannot be asked is checked here', async (t) => {
  const rows = [
    { id: 1, values: { kind: 'a' } },
    { id: 2, values: { kind: 'b' } },
  ]
  const { call } = await openList(t, { paging: { style: 'none' }, condition: "kind = 'a'" }, { rows })
  assert.deepEqual(readJson(await call('GET', '/rows')), rows.slice(0, 1))
  assert.deepEqual(readJson(await call('GET', '/rows', { query: { where: "kind = 'b'" } })), [])
})

test('what passes nested is checked and sorted where it is nested, whatever name the client uses', async (t) => {
  const rows = [
    { id: 1, values: { kind: 'a', size: 2 } },
    { id: 2, values: { kind: 'A', size: 1 } },
    { id: 3, values: { kind: 'a', size: 1 } },
  ]
  const { call } = await openList(t, list, { rows })
  for (const name of ['kind', 'values.kind']) {
    assert.deepEqual(readJson(await call('GET', '/rows', { query: { where: `${name} = 'a'`, orderBy: 'size' } })), [rows[2], rows[0]], name)
  }
})

test('an operator that means another one on its field is asked, and checked, as that one', async (t) => {
  const where = {
    ...list.where,
    fields: { since: { '=': { name: 'modified', operator: '>=' }, '>=': 'modified', '<': 'modified' } },
  } as const
  const { call, asked } = await openList(t, { ...list, where })
  await call('GET', '/rows', { query: { where: "since = '2026-01-01' AND since < '2026-02-01'" } })
  assert.equal(asked(), 'modified>=2026-01-01;modified<2026-02-01')
})

test('members that a write leaves out come from the element', async (t) => {
  const { call, vendor } = await openList(t, { defaults: { 'values.kind': 'a', tokens: {} } }, { method: 'POST' })
  await call('POST', '/rows', { json: { size: 1 } })
  assert.deepEqual(JSON.parse(vendor.asked[0]!.body), { values: { size: 1, kind: 'a' }, tokens: {} })
  await call('POST', '/rows', { json: { kind: 'b' } })
  assert.deepEqual(JSON.parse(vendor.asked[1]!.body), { values: { kind: 'b' }, tokens: {} })
})
