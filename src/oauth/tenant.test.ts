import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { readTenant } from './tenant.ts'
import type { TokenSet } from './token-set.ts'

const element = {
  authentication: { oauth2: { tenant: { member: 'account', pattern: '^(?:.*\\|)?(.+)$', configuration: 'account' } } },
} as unknown as CompiledElement

const read = (account: unknown) => readTenant(element, { accessToken: 't', tokenType: 'bearer', members: { account } } as TokenSet)

test('an account is told as a text or as a number', () => {
  assert.equal(read('full|ab123.example.com'), 'ab123.example.com')
  assert.equal(read(44237313), '44237313')
})

test('anything else names no account', () => {
  for (const nothing of [undefined, null, true, ['a'], {}]) assert.equal(read(nothing), undefined)
})
