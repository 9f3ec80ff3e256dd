import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isLinearPattern } from './linear-pattern.ts'

describe('patterns that strangers may bring', () => {
  for (const pattern of [
    '^[0-9]+$',
    '^[^|]*\\|(.+)$',
    '^(?:con|lead)_[a-z]{8}$',
    '^\\d+$',
    '^a?b?$',
    '^[\\w.+-]*@x$',
    '^\\p{L}+$',
    '^(a|b)x*',
  ])
    test(`${pattern} is run`, () => assert.equal(isLinearPattern(pattern), true))

  for (const pattern of [
    '[0-9]+$',
    '^(a+)+$',
    '^(?:a|a)*$',
    '^(a?){30}a$',
    `^${'a?'.repeat(30)}${'a'.repeat(30)}$`,
    '^.*.*x$',
    '^[^|]*[^|]*x$',
    '^(.)\\1$',
    '^(?=a+)b',
    '^(?<name>a+)\\k<name>',
    '^a|b+c+$',
    '^a{2,}b{2,}',
    '^\\[^x]*y*',
  ])
    test(`${pattern} is not`, () => assert.equal(isLinearPattern(pattern), false))
})
