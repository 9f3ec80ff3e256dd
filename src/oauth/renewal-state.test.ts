import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredGrant } from './grant-store.ts'
import { classifyRefusal, decideRenewal, type RenewalView } from './renewal-state.ts'

const now = 1_000_000
const grant: StoredGrant = { generation: 3, accessToken: 'a', refreshToken: 'r', obtainedAt: 0, refusals: 0 }
const { refreshToken: _none, ...withoutRefreshToken } = grant
const view = (change: Partial<StoredGrant> = {}, rest: Partial<RenewalView> = {}): RenewalView => ({
  grant: { ...grant, ...change },
  blocked: false,
  rejectedGeneration: 3,
  now,
  ...rest,
})

const table: readonly [string, RenewalView, object][] = [
  ['nothing stored', view({}, { grant: undefined }), { kind: 'none' }],
  ['a newer generation', view({ generation: 4 }), { kind: 'use' }],
  ['a newer generation of a marked instance', view({ generation: 4 }, { blocked: true }), { kind: 'use' }],
  ['disabled or marked', view({}, { blocked: true }), { kind: 'stop' }],
  ['no refresh token', view({}, { grant: withoutRefreshToken }), { kind: 'none' }],
  ['refused five times', view({ refusals: 5, refusedAt: 0 }), { kind: 'stop' }],
  ['refused just now', view({ refusals: 1, refusedAt: now - 1 }), { kind: 'wait', until: now + 9_999 }],
  ['refused ten seconds ago', view({ refusals: 1, refusedAt: now - 10_000 }), { kind: 'present', again: false }],
  ['ready', view(), { kind: 'present', again: false }],
  ['presented and unanswered', view({ presentedAt: 5 }), { kind: 'present', again: true }],
]
for (const [name, given, decision] of table)
  test(`the holder of the lock finds: ${name}`, () => assert.deepEqual(decideRenewal(given), decision))

test('only a refusal of the token itself, after an unanswered presentation, means that a pair was lost', () => {
  assert.equal(classifyRefusal({ again: true, refusals: 0, ofGrant: true }), 'lost')
  assert.equal(classifyRefusal({ again: true, refusals: 0, ofGrant: false }), 'counted')
  assert.equal(classifyRefusal({ again: true, refusals: 1, ofGrant: true }), 'counted')
  assert.equal(classifyRefusal({ again: false, refusals: 0, ofGrant: true }), 'counted')
})
