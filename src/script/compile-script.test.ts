import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileScript } from './compile-script.ts'

test('mentions every name of the body, and only whole names', () => {
  const { mentions } = compileScript({ body: 'let $a = request_body_map.b_1; done({ "x-y": CE.b64(c) })', isLegacy: false, name: 'hook' })
  for (const name of ['let', '$a', 'request_body_map', 'b_1', 'done', 'x', 'y', 'CE', 'b64', 'c']) assert.ok(mentions.has(name), name)
  assert.ok(!mentions.has('request_body') && !mentions.has('configuration'))
})

test('trap 20: a body that is no JavaScript, or none at all, is compiled all the same', () => {
  for (const body of ['', '}{', 'let let', '\0', '🚀']) assert.equal(compileScript({ body, isLegacy: false, name: 'hook' }).body, body)
})
