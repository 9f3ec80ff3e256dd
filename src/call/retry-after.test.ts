import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createInstance, describeElement } from '../../test/call-instance.ts'
import { tellRetryAfter } from './retry-after.ts'

const ofElement = (quotas: readonly object[]) =>
  createInstance(describeElement([{}], { octet: { version: 1, limits: { quotas } } } as never)).element
const quota = { scope: 'instance', permits: 10 }

test('a vendor that does not say when to come back is left alone until its quota is counted anew, as clients are told', () => {
  const reset = { name: 'x-reset', unit: 's' }
  const headers = { limit: 'x-limit', remaining: 'x-remaining', reset }
  const element = ofElement([{ ...quota, name: 'minute', seconds: 60, headers }])
  assert.deepEqual(tellRetryAfter(element, { 'x-limit': '10', 'x-remaining': '0', 'x-reset': '42' }, 0), { 'retry-after': '42' })
})

test('without that, to the end of the shortest window, ten seconds at most', () => {
  const [second, day] = [1, 86_400].map((seconds) => ({ ...quota, name: `of ${seconds}`, seconds }))
  assert.deepEqual(tellRetryAfter(ofElement([day!, second!]), {}, 0), { 'retry-after': '1' })
  assert.deepEqual(tellRetryAfter(ofElement([day!]), {}, 0), { 'retry-after': '10' })
})

test('what the vendor says comes first; where nobody knows there is no header', () => {
  assert.deepEqual(tellRetryAfter(ofElement([{ ...quota, name: 'day', seconds: 86_400 }]), { 'retry-after': '3' }, 0), {
    'retry-after': '3',
  })
  assert.deepEqual(tellRetryAfter(ofElement([]), {}, 0), {})
})
