import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredGrant } from './grant-store.ts'
import { classifyRefusal, decideRenewal, type RenewalView } from './renewal-state.ts'

const now = 1_000_000
const grant: StoredGrant = { generation: 3, accessToken: 'a', refreshToken: 'r', obtainedAt: 0, refusals: 0 }
const view = (change: Partial<StoredGrant> = {}, rest: Partial<RenewalView> = {}): RenewalView => ({
  grant: { ...grant, ...change },
  renewable: true,
  blocked: false,
  rejectedGeneration: 3,
  presenterIsGone: false,
  now,
  ...rest,
})

const table: readonly [string, RenewalView, object][] = [
  ['nothing stored', view({}, { grant: undefined }), { kind: 'none' }],
  ['a newer generation', view({ generation: 4 }), { kind: 'use' }],
  ['a newer generation of a marked instance', view({ generation: 4 }, { blocked: true }), { kind: 'use' }],
  ['disabled or marked', view({}, { blocked: true }), { kind: 'stop' }],
  ['nothing to present', view({}, { renewable: false }), { kind: 'none' }],
  ['refused five times', view({ refusals: 5, refusedAt: 0 }), { kind: 'stop' }],
  ['refused just now', view({ refusals: 1, refusedAt: now - 1 }), { kind: 'wait', until: now + 9_999 }],
  ['refused ten seconds ago', view({ refusals: 1, refusedAt: now - 10_000 }), { kind: 'present', again: false }],
  [
    'refused, it says, in an hour: the clock was set back',
    view({ refusals: 1, refusedAt: now + 3_600_000 }),
    { kind: 'present', again: false },
  ],
  ['refused by a clock a little ahead', view({ refusals: 1, refusedAt: now + 50 }), { kind: 'wait', until: now + 10_000 }],
  ['ready', view(), { kind: 'present', again: false }],
  ['presented and unanswered', view({ presentedAt: 5 }), { kind: 'present', again: true }],
  ['being presented', view({ presentedAt: now - 10, presentedBy: 7 }), { kind: 'hold', until: now + 34_990 }],
  [
    'being presented by one who is gone',
    view({ presentedAt: now - 10, presentedBy: 7 }, { presenterIsGone: true }),
    { kind: 'present', again: true },
  ],
  ['presented longer ago than a request takes', view({ presentedAt: now - 35_000, presentedBy: 7 }), { kind: 'present', again: true }],
  ['presented before the clock was set back', view({ presentedAt: now + 3_600_000, presentedBy: 7 }), { kind: 'present', again: true }],
  ['being presented, and disabled', view({ presentedAt: now - 10, presentedBy: 7 }, { blocked: true }), { kind: 'stop' }],
  ['being presented, and somebody has authorised anew', view({ generation: 4, presentedAt: now, presentedBy: 7 }), { kind: 'use' }],
]
for (const [name, given, decision] of table)
  test(`the holder of the lock finds: ${name}`, () => assert.deepEqual(decideRenewal(given), decision))

test('only a refusal of the token itself, after an unanswered presentation, means that a pair was lost', () => {
  assert.equal(classifyRefusal({ again: true, refusals: 0, ofGrant: true }), 'lost')
  assert.equal(classifyRefusal({ again: true, refusals: 0, ofGrant: false }), 'counted')
  assert.equal(classifyRefusal({ again: true, refusals: 1, ofGrant: true }), 'counted')
  assert.equal(classifyRefusal({ again: false, refusals: 0, ofGrant: true }), 'counted')
})
