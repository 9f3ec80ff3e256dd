import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../web-assembly.ts'
import { findHeapEnd, restoreImage, takeImage } from './memory-image.ts'

const megabyte = 1024 * 1024

test('what was there is there again, and what came after is gone', () => {
  const memory = new WebAssembly.Memory({ initial: 160, maximum: 200 })
  const bytes = new Uint8Array(memory.buffer)
  bytes.fill(1, 0, 5000)
  bytes.fill(2, 6 * megabyte, 6 * megabyte + 5000)
  const before = bytes.slice()
  const image = takeImage(memory, 7 * megabyte)
  assert.equal(image.parts.length, 2, 'the empty stack between data and heap is not copied')
  assert.ok(image.end >= 6 * megabyte + 5000)
  bytes.fill(9, 100, 200)
  bytes.fill(0, 6 * megabyte, 6 * megabyte + 100)
  bytes.fill(7, image.end, image.end + 3 * megabyte)
  restoreImage(memory, image, image.end + 3 * megabyte)
  assert.ok(Buffer.from(bytes.buffer).equals(before))
})

test('the words that hold the end of the heap are found by what an allocation does to them', () => {
  const memory = new WebAssembly.Memory({ initial: 160, maximum: 200 })
  const words = new Uint32Array(memory.buffer)
  words[10] = 5 * megabyte
  words[11] = 2 * megabyte
  words[12] = 7
  const found = findHeapEnd(memory, {
    bytes: 2_000_000,
    make() {
      words[10]! += 2_000_000
      words[11]! += 5
      words[12] = 3_000_000
    },
  })
  assert.deepEqual(found, [10])
})
