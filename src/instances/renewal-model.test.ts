import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { lostReplyReason } from '../oauth/marks.ts'
import { createSubject, readState, renewNow } from './fixtures/renewals.ts'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let world: World
let servers: TestServer[]
before(async () => {
  world = await createWorld()
  servers = [world, await world.startServer()]
})
after(() => world.close())

/** One thing that may happen; several renewals of a step run at the same time. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('renew' as const), by: fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom('lose', 500, 429, 503) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 10_000, 60_000) }) },
)

test('whatever happens: no two presentations at once, none of a token whose successor is stored, and a mark exactly for a lost pair', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const { endpoint, timeline } = world
      endpoint.record.length = 0
      endpoint.faults.length = 0
      const subject = await createSubject(world)
      endpoint.record.length = 0
      let lost = 0
      for (const each of steps) {
        if (each.kind === 'wait') timeline.advance(each.ms)
        else if (each.kind === 'fault') endpoint.faults[0] = each.fault === 'lose' ? 'lose' : { status: each.fault as number, body: '' }
        else {
          const losing = endpoint.faults[0] === 'lose'
          const seen = endpoint.record.length
          await Promise.allSettled(each.by.map((index) => renewNow(servers[index]!, subject)))
          // An outage is remembered for a moment.
          timeline.advance(1_500)
          if (losing && endpoint.record[seen]?.outcome === 'accepted') lost++
        }
      }
      const { generation, disabled, disabled_reason } = await readState(world, subject)
      const { record } = endpoint
      assert.ok(record.every(({ concurrent }) => concurrent === 0))
      // The endpoint refuses a token only when it has given a successor: that one must be the lost one, not a stored one.
      assert.equal(generation - 1, record.filter(({ outcome }) => outcome === 'accepted').length - lost)
      assert.ok(record.filter(({ outcome }) => outcome === 'refused').length <= lost)
      assert.ok(lost <= 1)
      const asked = record.findIndex(({ outcome }) => outcome === 'refused') >= 0
      assert.equal(disabled_reason, asked ? lostReplyReason : null)
      assert.equal(disabled, false)
    }),
    { seed: 20261124, numRuns: 40 },
  )
})
