import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJoined } from './query.ts'

test('values of a repeated parameter are joined', () => {
  assert.equal(readJoined({ fields: ['a', 'b'] }, 'fields'), 'a,b')
  assert.equal(readJoined({ where: 'a=1' }, 'where'), 'a=1')
  assert.equal(readJoined({}, 'where'), undefined)
})

test('a where that is given twice is refused: joined it would say something else', () => {
  assert.throws(() => readJoined({ where: ['id=1', 'id=2'] }, 'where'), {
    status: 400,
    code: 'invalid-parameter',
    message: /where: expected one where, its conditions joined by AND or OR, got 2 of them/,
  })
})
