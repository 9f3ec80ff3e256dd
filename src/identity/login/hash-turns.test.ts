import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHashTurns } from './hash-turns.ts'

/** Work that ends when the test says so. */
function createWork() {
  const open: (() => void)[] = []
  const work = () => new Promise<void>((resolve) => open.push(resolve))
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { work, open, settle }
}

test('as many run at once as were said, the others in the order they came', async () => {
  const turns = createHashTurns({ atOnce: 2, waiting: 10 })
  const { work, open, settle } = createWork()
  const done: number[] = []
  const all = [0, 1, 2, 3].map((number) => turns.take(undefined, work).then(() => done.push(number)))
  await settle()
  assert.equal(open.length, 2)
  open[0]!()
  await settle()
  assert.equal(open.length, 3)
  for (let next = 1; next < 4; next++) {
    open[next]!()
    await settle()
  }
  await Promise.all(all)
  assert.deepEqual(done, [0, 1, 2, 3])
})

test('work on one user never overlaps, also after a failure', async () => {
  const turns = createHashTurns({ atOnce: 5, waiting: 10 })
  const { work, open, settle } = createWork()
  const first = turns.take(7, () => work().then(() => Promise.reject(new Error('wrong'))))
  const second = turns.take(7, work)
  await turns.take(8, async () => undefined)
  assert.equal(open.length, 1)
  open[0]!()
  await assert.rejects(first, /wrong/)
  await settle()
  assert.equal(open.length, 2)
  open[1]!()
  await second
})

test('when too many wait, one more is refused, and there is room again afterwards', async () => {
  const turns = createHashTurns({ atOnce: 1, waiting: 1 })
  const { work, open, settle } = createWork()
  const [first, second] = [turns.take(undefined, work), turns.take(undefined, work)]
  await assert.rejects(turns.take(undefined, work), { code: 'too-many-calls', status: 429 })
  await settle()
  open[0]!()
  await first
  await settle()
  open[1]!()
  await second
  assert.equal(await turns.take(undefined, async () => 'room'), 'room')
})
