import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createMemory } from './memory.ts'

/** A source that counts its readings, answers when told, and can be changed. */
function createSource(maxSize = 10, isTrusted = () => true) {
  const readings: string[] = []
  const gates: (() => void)[] = []
  const state = { value: 1, isHeld: false }
  const memory = createMemory<{ key: string; value: number }>({
    async load(key) {
      readings.push(key)
      const { value } = state
      if (state.isHeld) await new Promise<void>((resolve) => gates.push(resolve))
      if (key === 'broken') throw new Error('broken')
      return key === 'nothing' ? undefined : { key, value }
    },
    sizeOf: () => 5,
    maxSize,
    isTrusted,
  })
  return {
    memory,
    readings,
    state,
    open: () =>
      gates.splice(0).forEach((resolve) => {
        resolve()
      }),
  }
}

describe('a memory', () => {
  test('reads once, also for many who ask at a time', async () => {
    const { memory, readings } = createSource()
    const [one, two] = await Promise.all([memory.get('a'), memory.get('a')])
    assert.equal(one, two)
    assert.equal(await memory.get('a'), one)
    assert.deepEqual(readings, ['a'])
  })

  test('reads again what was forgotten, by key, by meaning, or all of it', async () => {
    const { memory, readings, state } = createSource()
    for (const forget of [() => memory.forget('a'), () => memory.forgetWhere(({ key }) => key === 'a'), () => memory.clear()]) {
      await memory.get('a')
      state.value++
      forget()
      assert.equal((await memory.get('a'))?.value, state.value)
    }
    assert.equal(readings.length, 4)
  })

  test('a reading that was under way at a change serves who asked before and is not remembered', async () => {
    const { memory, state, open } = createSource()
    for (const forget of [() => memory.forget('a'), () => memory.forgetWhere(() => false), () => memory.clear()]) {
      state.isHeld = true
      const early = memory.get('a')
      await Promise.resolve()
      const old = state.value++
      forget()
      state.isHeld = false
      const late = memory.get('a')
      open()
      assert.deepEqual([(await early)?.value, (await late)?.value], [old, old + 1])
      assert.equal((await memory.get('a'))?.value, old + 1)
      memory.clear()
    }
  })

  test('what is in use is shared again after it was pushed out', async () => {
    const { memory, readings } = createSource(10)
    const held = await memory.get('a')
    for (const key of ['b', 'c', 'd']) await memory.get(key)
    assert.equal(await memory.get('a'), held)
    assert.deepEqual(readings, ['a', 'b', 'c', 'd'])
  })

  test('what cannot be read, is not there, or may not be trusted is asked for anew', async () => {
    const { memory, readings } = createSource()
    for (let count = 0; count < 2; count++) {
      await assert.rejects(memory.get('broken'), /broken/)
      assert.equal(await memory.get('nothing'), undefined)
    }
    assert.equal(readings.length, 4)
    const untrusted = createSource(10, () => false)
    await untrusted.memory.get('a')
    await untrusted.memory.get('a')
    assert.equal(untrusted.readings.length, 2)
  })
})
