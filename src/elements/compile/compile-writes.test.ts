import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeElement } from '../../../test/call-instance.ts'
import type { Outcome } from '../document/octet.ts'
import { compileWrites } from './compile-writes.ts'

const judgeBy = (outcome: Outcome) => {
  const document = describeElement([{ method: 'POST', octet: { outcome } }])
  return compileWrites(document, document.resources[0]!).judge!
}
const byState = { path: 'data[0]', failed: { member: 'state', notEquals: 'ok' }, id: 'id' } as const

test('a result is judged by a member of its own: what does not have it did not fail', () => {
  const judge = judgeBy(byState)
  assert.deepEqual(judge({ data: [{ state: 'ok', id: 5 }] }), { kind: 'done', id: 5, also: {} })
  assert.deepEqual(judge({ data: [{ id: 5 }] }), { kind: 'done', id: 5, also: {} })
  assert.deepEqual(judge({ data: [{ state: null }] }), { kind: 'failed', status: 400, message: '{"state":null}' })
  assert.partialDeepStrictEqual(judge({ data: [{ state: 'no', id: 5 }] }), { kind: 'failed', status: 400 })
})

test('nothing is said where no result stands, and of several nothing is said of one', () => {
  const judge = judgeBy(byState)
  for (const whole of [undefined, null, 'x', {}, { data: [] }, { data: ['x'] }, { data: [[{ state: 'no' }]] }]) {
    assert.deepEqual(judge(whole), { kind: 'unknown' })
  }
  assert.deepEqual(judge({ data: [{ state: 'no' }, { state: 'ok' }] }), { kind: 'several', results: [{ state: 'no' }, { state: 'ok' }] })
})

test('without a path the whole body is the result', () => {
  const judge = judgeBy({
    failed: { member: 'success', equals: false },
    message: 'errors[0].message',
    code: 'errors[0].code',
    statuses: { D: 409 },
  })
  assert.deepEqual(judge({ success: false, errors: [{ message: 'no', code: 'D' }] }), { kind: 'failed', status: 409, message: 'no' })
  assert.deepEqual(judge({ success: 'false' }), { kind: 'done', id: undefined, also: {} })
})

test('a path that is none stops the element', () => {
  assert.throws(() => judgeBy({ ...byState, id: 'a..b' }), /POST \/hubs\/crm\/rows.*its outcome.*is not a path/s)
})
