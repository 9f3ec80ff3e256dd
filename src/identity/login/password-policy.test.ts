import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword, defaultPolicy } from './password-policy.ts'

const person = { email: 'grace.hopper@navy.example', firstName: 'Grace', lastName: 'Ho' }

const cases: readonly [name: string, password: string, policy: object, hints: readonly string[]][] = [
  ['a good one', 'Wonderful 1', {}, []],
  ['other scripts', 'Привет мир 1', {}, []],
  ['too short', 'Wond 1', {}, ['have at least 8 characters']],
  ['characters, not their halves', 'Aa1\u{1f600}\u{1f600}\u{1f600}\u{1f600}', {}, ['have at least 8 characters']],
  ['no uppercase', 'wonderful 1', {}, ['have at least 1 uppercase character']],
  ['too few uppercase', 'Wonderful 1', { minUppercase: 2 }, ['have at least 2 uppercase characters']],
  ['no lowercase', 'WONDERFUL 1', {}, ['have at least 1 lowercase character']],
  ['no number', 'Wonderfully', {}, ['have at least 1 numeric character']],
  ['no symbol of the set', 'Wonderful-1', { minSymbols: 1, symbolCharacterSet: '!?' }, ['have at least 1 special character (!?)']],
  ['a symbol of the set', 'Wonderful?1', { minSymbols: 1, symbolCharacterSet: '!?' }, []],
  ['the first name, in any case', 'disGRACEful 1', {}, ['not contain the first name']],
  ['a name too short to count', 'Hocuspocus 1', {}, []],
  ['the username', 'x Grace.Hopper 1', {}, ['not contain the first name', 'not contain the username']],
  ['too long', `Aa1${'x'.repeat(1022)}`, {}, ['have at most 1024 characters']],
]

for (const [name, password, policy, hints] of cases) {
  test(`a password: ${name}`, () => assert.deepEqual(checkPassword({ ...defaultPolicy, ...policy }, password, person), hints))
}
