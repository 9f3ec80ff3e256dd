import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { changeOwn, type OwnConfiguration, type Values } from './configuration.ts'

const element = createTestElement()
const nothing: OwnConfiguration = { open: {}, secret: {} }
const fill = (count: number, value: string, prefix = 'k'): Values =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, value]))

test('a configuration that hooks or clients fill is bounded, and each limit is told', () => {
  const cases: [Values, RegExp][] = [
    [{ 'site.name': 'é'.repeat(32 * 1024 + 1) }, /site\.name: expected at most 64 KB of text/],
    [fill(501, 'v'), /at most 500 keys that the element does not know/],
    [fill(17, 'v'.repeat(64 * 1024)), /at most 1 MB in all values/],
    [{ ['k'.repeat(1024 * 1024)]: 'v' }, /at most 1 MB/],
  ]
  for (const [changes, message] of cases) assert.throws(() => changeOwn(element, nothing, changes), { status: 400, message })
  changeOwn(element, nothing, { ...fill(500, 'v'), 'site.name': 'v'.repeat(64 * 1024) })
})

test('growing in small steps ends at the same limits, and a full configuration can still be changed and made smaller', () => {
  const full = changeOwn(element, nothing, fill(500, 'v'))
  assert.throws(() => changeOwn(element, full, { more: 'v' }), { status: 400 })
  assert.equal(changeOwn(element, full, { k1: 'w', 'site.name': 'x' }).secret['k1'], 'w')
  assert.equal(Object.keys(changeOwn(element, full, { k1: null }).secret).length, 499)
  const beyond: OwnConfiguration = { open: {}, secret: fill(900, 'v'.repeat(2000)) }
  assert.equal(Object.keys(changeOwn(element, beyond, { k1: null, 'site.name': 'x' }).secret).length, 899)
})
