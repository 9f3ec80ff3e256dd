import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createBatchedLookup, type FetchMany } from './batched-lookup.ts'

/** A fetch that is answered by hand: each statement waits until the test releases it. */
function createManualFetch(rows: Readonly<Record<string, number>>) {
  const sent: { readonly keys: readonly string[]; readonly release: (error?: Error) => void }[] = []
  const fetchMany: FetchMany<number> = (keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, number>>()
    const release = (error?: Error) => {
      if (error !== undefined) return reject(error)
      resolve(new Map(keys.flatMap((key) => (rows[key] === undefined ? [] : [[key, rows[key]] as const]))))
    }
    sent.push({ keys, release })
    return promise
  }
  return { sent, fetchMany }
}

test('while a statement is under way, everything asked for goes into the next one', async () => {
  const { sent, fetchMany } = createManualFetch({ a: 1, c: 3 })
  const find = createBatchedLookup(fetchMany)
  const answers = ['a', 'b', 'c', 'b'].map((key) => find(key))
  assert.deepEqual(
    sent.map(({ keys }) => keys),
    [['a']],
  )
  sent[0]!.release()
  await turn()
  assert.deepEqual(
    sent.map(({ keys }) => keys),
    [['a'], ['b', 'c']],
  )
  sent[1]!.release()
  assert.deepEqual(await Promise.all(answers), [1, undefined, 3, undefined])
})

test('a look-up never joins a statement that was sent before it', async () => {
  const { sent, fetchMany } = createManualFetch({ a: 1 })
  const find = createBatchedLookup(fetchMany)
  const early = find('a')
  const late = find('a')
  sent[0]!.release()
  assert.equal(await early, 1)
  await turn()
  assert.deepEqual(
    sent.map(({ keys }) => keys),
    [['a'], ['a']],
  )
  sent[1]!.release()
  assert.equal(await late, 1)
})

test('a failed statement fails its own look-ups only', async () => {
  const { sent, fetchMany } = createManualFetch({ b: 2 })
  const find = createBatchedLookup(fetchMany)
  const first = find('a')
  const second = find('b')
  sent[0]!.release(new Error('connection lost'))
  await assert.rejects(first, /connection lost/)
  await turn()
  sent[1]!.release()
  assert.equal(await second, 2)
  const third = find('b')
  sent[2]!.release()
  assert.equal(await third, 2)
})

test('a flood of unknown keys takes one statement at a time, 500 keys each', async () => {
  let under = 0
  const sizes: number[] = []
  const find = createBatchedLookup<number>(async (keys) => {
    assert.equal(++under, 1)
    sizes.push(keys.length)
    await turn()
    under--
    return new Map()
  })
  await Promise.all(Array.from({ length: 1201 }, (_, index) => find(`unknown ${index}`)))
  assert.deepEqual(sizes, [1, 500, 500, 200])
})
