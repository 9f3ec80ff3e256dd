import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTimeline } from './fixtures/timeline.ts'
import { createGate, type GateOptions } from './gate.ts'

/** Work that ends when told. */
function createWork() {
  const running: { key: string; end: (error?: Error) => void }[] = []
  const work = (key: string) => () =>
    new Promise<void>((resolve, reject) => {
      const entry = {
        key,
        end(error?: Error) {
          running.splice(running.indexOf(entry), 1)
          if (error === undefined) resolve()
          else reject(error)
        },
      }
      running.push(entry)
    })
  const keys = () => running.map(({ key }) => key).join('')
  return { running, work, keys }
}

const { schedule } = createTimeline()
const late = async () => assert.fail('it was not let in')
function openGate(sizes: Pick<GateOptions, 'total' | 'perKey' | 'reserved'>) {
  const gate = createGate({ ...sizes, patienceMs: 5_000, schedule })
  return (key: string, work: () => Promise<void>) => gate({ key, work, late })
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('a key gets its share and no more; others find room beside it', async () => {
  const { running, work, keys } = createWork()
  const gate = openGate({ total: 6, perKey: 2, reserved: 2 })
  for (const key of 'aaaabbbcd') void gate(key, work(key))
  await settle()
  assert.equal(keys(), 'aabbcd')
  running[0]!.end()
  await settle()
  // The place that came free is one of those kept for a key that has nothing running.
  assert.equal(keys(), 'abbcd')
  void gate('e', work('e'))
  await settle()
  assert.equal(keys(), 'abbcde')
})

test('who waits is let in when work ends, also when it fails, by turns between the keys', async () => {
  const { running, work, keys } = createWork()
  const gate = openGate({ total: 2, perKey: 2, reserved: 0 })
  const results = [...'aaabb'].map((key) =>
    gate(key, work(key)).then(
      () => 'done',
      (error: Error) => error.message,
    ),
  )
  await settle()
  assert.equal(keys(), 'aa')
  running[0]!.end(new Error('failed'))
  await settle()
  running[0]!.end()
  await settle()
  assert.deepEqual([...keys()].sort(), ['a', 'b'])
  while (running.length > 0) {
    running[0]!.end()
    await settle()
  }
  assert.deepEqual(await Promise.all(results), ['failed', 'done', 'done', 'done', 'done'])
})

test('whatever comes and goes: never more than its sizes, and nobody is forgotten', async () => {
  const sizes = { total: 5, perKey: 3, reserved: 2 }
  const step = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 9 }))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { running, work } = createWork()
      const gate = openGate(sizes)
      const results: Promise<void>[] = []
      for (const each of steps) {
        if (typeof each === 'string') results.push(gate(each, work(each)))
        else if (running.length > 0) running[each % running.length]!.end()
        await settle()
        assert.ok(running.length <= sizes.total)
        for (const key of 'abcd') assert.ok(running.filter((entry) => entry.key === key).length <= sizes.perKey)
      }
      while (running.length > 0) {
        running[0]!.end()
        await settle()
      }
      await Promise.all(results)
    }),
    { seed: 20261124, numRuns: 100 },
  )
})

test('who is not let in in time does something else, and takes no place later', async () => {
  const timeline = createTimeline()
  const gate = createGate({ total: 1, perKey: 1, reserved: 0, patienceMs: 5_000, schedule: timeline.schedule })
  const { running, work, keys } = createWork()
  void gate({ key: 'a', work: work('a'), late })
  const second = gate({ key: 'a', work: async () => 'work', late: async () => 'late' })
  timeline.advance(4_999)
  await settle()
  const third = gate({ key: 'a', work: async () => 'work', late: async () => 'late' })
  timeline.advance(1)
  assert.equal(await second, 'late')
  assert.equal(keys(), 'a')
  running[0]!.end()
  assert.equal(await third, 'work')
})
