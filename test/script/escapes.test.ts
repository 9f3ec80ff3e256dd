/** What scripts try to get out, or to leave behind. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRunner } from '../script-runner.ts'
import { bodyAttempts, escapeAttempts } from './escape-attempts.ts'

const canary = 'canary-of-the-environment'
process.env['OCTET_CANARY'] = canary

const variables = { configuration: { a: 'b' }, request_body_map: { list: [1, 2] } }

/** What of `found` could be the host's, in words; empty when nothing is. Runs inside. */
const examine = String(function examine(found: unknown): string {
  const signs = [
    'versions',
    'env',
    'pid',
    'execPath',
    'mainModule',
    'binding',
    'postMessage',
    'threadId',
    'readFileSync',
    'createRequire',
    'execSync',
  ]
  const seen: string[] = []
  const look = (value: unknown, depth: number) => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) seen.push(String(value))
    else {
      for (const sign of signs) {
        try {
          if (sign in value) seen.push('SIGN ' + sign)
        } catch {}
      }
      if (depth < 2) {
        for (const key of Object.getOwnPropertyNames(value).slice(0, 100)) {
          try {
            look((value as Record<string, unknown>)[key], depth + 1)
          } catch {}
        }
      }
    }
  }
  look(found, 0)
  return seen.join(' ')
})

/** Everything a later script can see of the state an earlier one may have left. Runs inside. */
const takeFingerprint = `
  const names = (value) => Object.getOwnPropertyNames(value).concat(Object.getOwnPropertySymbols(value).map(String)).sort().join()
  const prototypes = [Object, Function, Array, String, Number, Boolean, Symbol, RegExp, Map, Set, Promise, Date, Error, Uint8Array, URL, Buffer]
  const frozen = [globalThis, ...prototypes, ...prototypes.map((type) => type.prototype)].map(Object.isExtensible).join()
  const natives = [Array.prototype.map, Array.prototype[Symbol.iterator], String.prototype.replace, Function.prototype.call, Function.prototype.apply,
    Map.prototype.get, Promise.prototype.then, RegExp.prototype.exec, JSON.parse, JSON.stringify, Date.now, Reflect.apply, eval].map((f) => String(f)).join()
  const _ = require('lodash')
  const behaviour = JSON.stringify([[1, 2].map((x) => x + 1), [...'ab'], 'a'.replace('a', 'b'), _.map([1], (x) => x + 1), CE.b64('a'),
    require('moment')('2020-01-02T03:04:05Z').utc().format('HH'), Buffer.from('a').toString('hex'), Math.random() !== Math.random(), ({}).leaked === undefined])
  done({ globals: names(globalThis), prototypes: prototypes.map((type) => names(type) + names(type.prototype)), frozen, natives, behaviour,
    tools: [names(CE), names(console), names(Math), names(JSON), names(Reflect), names(_)] })`

function assertNothingOfTheHost(text: string, attempt: string): void {
  assert.ok(!text.includes(canary), `${attempt} read the environment`)
  assert.ok(!text.includes('SIGN'), `${attempt} reached ${text.slice(0, 200)}`)
  assert.ok(
    !text.includes(process.version) && !text.includes(process.cwd()) && !/node:internal|node_modules/.test(text),
    `${attempt} shows ${text.slice(0, 300)}`,
  )
}

test('the table holds at least 150 attempts, none twice', () => {
  const all = [...escapeAttempts, ...bodyAttempts]
  assert.ok(all.length >= 150, `${all.length}`)
  assert.equal(new Set(all).size, all.length)
})

test('no expression reaches the host, and none is felt by the next call', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 3000, totalMs: 200 } })
  const clean = await run(takeFingerprint)
  for (const attempt of escapeAttempts) {
    const body = `
      const examine = ${examine}, finish = done, later = setTimeout
      const settle = (found) => finish({ found: examine(found) })
      let found
      try { found = (${attempt}) } catch (error) { found = error }
      if (found && typeof found.then === 'function') found.then(settle, settle); else settle(found)`
    const told = await run(body, { variables }).then(
      (result) => JSON.stringify(result),
      (error: Error & { code?: string }) => {
        assert.match(String(error.code), /^script-(failed|silent|timeout)$/, `${attempt}: ${error.stack}`)
        return error.message
      },
    )
    assertNothingOfTheHost(told, attempt)
    assert.deepEqual(await run(takeFingerprint, { accountId: 2 }), clean, `after ${attempt}`)
  }
})

test('no body escapes its frame, and what it throws or hands over is only data', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 200, graceMs: 2000 } })
  const clean = await run(takeFingerprint)
  for (const attempt of bodyAttempts) {
    const told = await run(attempt, { variables }).then(
      (result) => {
        assert.equal(({} as { polluted?: unknown }).polluted, undefined)
        assert.equal(Object.getPrototypeOf(Object.assign({}, result)), Object.prototype, attempt)
        return JSON.stringify(result)
      },
      (error: Error & { code?: string }) => {
        assert.match(String(error.code), /^script-(failed|silent|timeout)$/, `${attempt}: ${error.stack}`)
        return error.message
      },
    )
    assertNothingOfTheHost(told, attempt)
    assert.doesNotMatch(told, /"found":"(object|function)"/, attempt)
    assert.deepEqual(await run(takeFingerprint, { accountId: 2 }), clean, `after ${attempt}`)
  }
})
