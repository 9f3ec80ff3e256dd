import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseXml } from './read-xml.ts'
import { createXmlReader } from './xml-reader.ts'

const limits = { short: 1000, time: 60_000, memory: 512, threads: 2 }
const list = (count: number) =>
  `<r xmlns:s="urn:s">${Array.from({ length: count }, (_, at) => `<s:b hint="&lt;${at}"> ${at} </s:b>`).join('')}<c>x</c></r>`

test('a long document reads in a thread as a short one does at once', async () => {
  const { read } = createXmlReader(limits)
  for (const count of [2, 200, 201]) assert.deepEqual(await read(list(count), 1), parseXml(list(count)))
  await assert.rejects(async () => read(`${list(200)}<`, 1), { status: 502, code: 'vendor-unreadable', message: /not valid XML/ })
})

test('others go on while a long one is parsed', async () => {
  const { read } = createXmlReader()
  const text = `<a ${Array.from({ length: 20_000 }, (_, at) => `b${at}="&amp;"`).join(' ')}>${'<b/>'.repeat(200_000)}</a>`
  const reading = Promise.resolve(read(text, 1))
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  assert.equal(((await reading) as { a: { b: unknown[] } }).a.b.length, 200_000)
  clearInterval(timer)
  assert.ok(turns > 20, `${turns} turns`)
})

describe('what is too much is refused with its limit, and the next document is read', () => {
  const cases = {
    'tags and attributes': { limits, text: `<a>${'<b/>'.repeat(1_000_001)}</a>`, message: /more than 1000000 tags and attributes/ },
    characters: { limits, text: `<a>${'x'.repeat(20_000_001)}</a>`, message: /longer than 20000000 characters/ },
    time: { limits: { ...limits, time: 1 }, text: list(100_000), message: /longer than 0.001 s/ },
    memory: { limits: { ...limits, memory: 24 }, text: list(300_000), message: /more than 24 MB/ },
  }
  for (const [what, { limits, text, message }] of Object.entries(cases)) {
    test(what, async () => {
      const { read } = createXmlReader(limits)
      await assert.rejects(async () => read(text, 1), { status: 502, isTooLarge: true, message })
      if (what !== 'time') assert.deepEqual(await read(list(50), 1), parseXml(list(50)))
    })
  }
})

test('many documents of one account hold up no other', async () => {
  const { read } = createXmlReader(limits)
  const order: string[] = []
  const all = Array.from({ length: 12 }, () => Promise.resolve(read(list(20_000), 1)).then(() => order.push('greedy')))
  all.push(Promise.resolve(read(list(100), 2)).then(() => order.push('modest')))
  await Promise.all(all)
  assert.ok(order.indexOf('modest') < 3, order.join())
})
