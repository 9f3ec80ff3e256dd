/** Promise: an answer of a vendor that is large or deep takes no time from other calls, and beyond the limits is a 502 that names them. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'

const hook = { type: 'postRequest' as const, body: 'done({})', mimeType: 'application/javascript', isLegacy: false }

async function open(t: TestContext, answers: Readonly<Record<string, { readonly type: string; readonly text: string }>>) {
  const vendor = await startVendor(t, ({ path }) => {
    const { type, text } = answers[path.slice(1)]!
    return { headers: { 'content-type': type }, body: text }
  })
  const resources = Object.keys(answers).flatMap((name) => [
    { path: `/${name}`, vendorPath: `/${name}` },
    { path: `/hooked-${name}`, vendorPath: `/${name}`, hooks: [hook] },
  ])
  const document = describeElement(resources)
  return createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
}

const attributes = `<a ${Array.from({ length: 20_000 }, (_, at) => `b${at}="&amp;"`).join(' ')}>${'<b/>'.repeat(100_000)}</a>`

test('a large answer in XML is read while others are answered', async (t) => {
  const call = await open(t, { large: { type: 'text/xml', text: attributes }, small: { type: 'application/json', text: '{"a":1}' } })
  for (const path of ['/large', '/hooked-large']) {
    const order: string[] = []
    const reading = call('GET', path).then(
      () => order.push('large'),
      (error: Error) => order.push(error.message),
    )
    while (order.length < 10) {
      await call('GET', '/small')
      order.push('small')
    }
    await reading
    const at = order.findIndex((each) => each !== 'small')
    assert.ok(at > 0, order.join())
    // A hook is given less than a vendor may answer.
    assert.match(order[at]!, path === '/large' ? /^large$/ : /large|limit/)
  }
})

test('an answer in XML beyond the limits is a 502 that names them, with and without hooks', async (t) => {
  const text = `<a>${'<b/>'.repeat(1_000_001)}</a>`
  const call = await open(t, { many: { type: 'application/xml', text } })
  for (const path of ['/many', '/hooked-many']) {
    await assert.rejects(call('GET', path), { status: 502, code: 'vendor-unreadable', message: /more than 1000000 tags and attributes/ })
  }
})

/** Members that are null are left out (contract 5.8). */
function measureDepth(value: unknown): number {
  let depth = -1
  for (let at = value; at !== undefined; at = Object.values(at as object)[0]) depth++
  return depth + 1
}

for (const depth of [1000, 5000, 100_000]) {
  test(`JSON in which ${depth} lists or objects stand in each other is read, or a 502 in words`, async (t) => {
    const call = await open(t, {
      lists: { type: 'application/json', text: '['.repeat(depth) + ']'.repeat(depth) },
      objects: { type: 'application/json', text: `${'{"a":'.repeat(depth)}null${'}'.repeat(depth)}` },
      none: { type: '', text: `${'{"a":'.repeat(depth)}null${'}'.repeat(depth)}` },
    })
    for (const path of ['/lists', '/objects', '/none', '/hooked-lists', '/hooked-objects']) {
      if (depth > 1000)
        await assert.rejects(call('GET', path), { status: 502, code: 'vendor-unreadable', message: /deeper than 1000/ }, path)
      else assert.equal(measureDepth(readJson(await call('GET', path))), depth, path)
    }
  })
}
