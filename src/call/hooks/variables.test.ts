import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../../../test/call-instance.ts'
import { openScene } from './fixtures/scene.ts'

/** What a hook saw, told by the vendor's query or body in return. */
const tell = (expression: string) => `done({ continue: false, response_body: { told: ${expression} } })`

const row = { path: '/rows/{id}', vendorPath: '/v/{id}/{open}', rootKey: 'in|out', objectName: 'things' }
const variables: readonly (readonly [name: string, expected: unknown])[] = [
  ['request_method', 'POST'],
  ['request_path', '/hubs/crm/rows/7'],
  ['request_path_variables', { id: '7' }],
  ['request_parameters', { where: "a = 'b'", q: 'x' }],
  ['request_headers["x-mine"]', 'yes'],
  ['request_headers.authorization === undefined', true],
  ['request_body', '{"n":1}'],
  ['request_body_map', { n: 1 }],
  ['request_expression', [{ attribute: 'a', operator: '=', value: 'b' }]],
  ['request_vendor_method', 'PUT'],
  ['request_vendor_path', '/v/7/{open}'],
  ['request_vendor_url.replace(/^http:..[^/]+/, "")', '/v/7/{open}'],
  ['request_vendor_headers["Content-Type"]', 'application/json'],
  ['request_vendor_parameters', { vendor_q: 'x' }],
  ['request_vendor_body', '{"in":{"n":1}}'],
  ['request_vendor_body_map', { in: { n: 1 } }],
  ['request_previous_response === undefined', true],
  ['configuration.color', 'red'],
  ['object_name', 'things'],
  ['request_root_key', 'in|out'],
]
for (const [expression, expected] of variables) {
  test(`a hook before the call sees ${expression}`, async (t) => {
    const parameters = [
      { name: 'body', vendorName: 'body', type: 'body', vendorType: 'body' },
      { name: 'q', vendorName: 'vendor_q', type: 'query', vendorType: 'query' },
    ]
    const { call } = await openScene(t, { resource: { ...row, method: 'POST', vendorMethod: 'PUT', parameters }, before: tell(expression) })
    const headers = { 'x-mine': 'yes', authorization: 'User secret' }
    const asking = { json: { n: 1 }, headers, query: { where: "a = 'b'", q: 'x' } }
    assert.deepEqual(readJson(await call(asking, '/rows/7')), { told: expected })
  })
}

const answered: readonly (readonly [name: string, expected: unknown])[] = [
  ['response_body', { a: 1 }],
  ['response_body_map', { a: 1 }],
  ['response_body_raw', '{"root":{"a":1}}'],
  ['response_body_raw_map', { root: { a: 1 } }],
  ['response_headers["x-told"]', 'yes'],
  ['response_headers["set-cookie"]', ['c=1']],
  ['response_status_code', 202],
  ['response_iserror', false],
  ['response_error_message', null],
  ['request_vendor_url.split("/").pop()', 'rows'],
]
for (const [expression, expected] of answered) {
  test(`a hook after the call sees ${expression}`, async (t) => {
    const { call } = await openScene(t, {
      resource: { rootKey: 'root' },
      element: {},
      answer: () => ({ status: 202, headers: { 'x-told': 'yes', 'set-cookie': 'c=1' }, body: { root: { a: 1 } } }),
      after: `done({ response_body: { told: ${expression} } })`,
      configuration: { 'filter.response.nulls': 'false' },
    })
    assert.deepEqual(readJson(await call()), { told: expected })
  })
}

test('without a body there is null, which JSON.parse takes; without a where there is no expression', async (t) => {
  const { call } = await openScene(t, {
    resource: { method: 'POST' },
    before: tell('[JSON.parse(request_body), request_body_map, JSON.parse(request_vendor_body), typeof request_expression]'),
    configuration: { 'filter.response.nulls': 'false' },
  })
  assert.deepEqual(readJson(await call()), { told: [null, null, null, 'undefined'] })
})
