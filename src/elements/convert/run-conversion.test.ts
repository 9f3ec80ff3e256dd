import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConversionRunner } from './run-conversion.ts'

const swagger = JSON.stringify({ swagger: '2.0', info: { title: 'Petè' }, host: 'e.com', paths: { '/a': { get: {} } } })
const limits = { time: 60_000, memory: 512, atOnce: 2 }

test('a definition is converted in a thread, and a refusal gets out of it in words', async () => {
  const { run } = createConversionRunner(limits)
  const element = JSON.parse((await run({ type: 'swagger', text: swagger }, 1)).toString())
  assert.deepEqual([element.name, element.resources.length], ['Petè', 1])
  await assert.rejects(run({ type: 'soap', text: '<a/>' }, 1), {
    code: 'definition-unreadable',
    message: /its root element is not definitions/,
  })
})

test('others go on while a large one is converted', async () => {
  const { run } = createConversionRunner(limits)
  const conversion = run({ type: 'soap', text: `<definitions>${'<a/>'.repeat(500_000)}</definitions>` }, 1).catch((error: Error) => error)
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  assert.match(String(await conversion), /no SOAP binding/)
  clearInterval(timer)
  assert.ok(turns > 20, `${turns} turns`)
})

test('what takes too long, or too much memory, is refused in words', async () => {
  const slow = createConversionRunner({ ...limits, time: 1 })
  await assert.rejects(slow.run({ type: 'swagger', text: swagger }, 1), { status: 400, message: /longer than 0.001 s/ })
  const small = createConversionRunner({ ...limits, memory: 32 })
  const text = `<definitions>${'<a/>'.repeat(900_000)}</definitions>`
  await assert.rejects(small.run({ type: 'soap', text }, 1), { status: 400, message: /more than 32 MB/ })
})

test('an account converts one at a time, and a server a few', async () => {
  const { run } = createConversionRunner(limits)
  const task = { type: 'swagger', text: swagger }
  const first = [run(task, 1), run(task, 2)]
  await assert.rejects(run(task, 1), { status: 429, message: /conversions of this account/ })
  await assert.rejects(run(task, 3), { status: 429, message: /conversions of this server/ })
  await Promise.all(first)
  await run(task, 1)
})
