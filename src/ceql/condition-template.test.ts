import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileCondition } from './condition-template.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'

test('a condition without places is the same tree at every call', () => {
  const condition = compileCondition("stage = 'lead' AND amount > 5")
  assert.deepEqual(condition({}), parseWhere("stage = 'lead' AND amount > 5"))
  assert.equal(condition({}), condition({ id: '7' }))
})

test('path parameters fill names and literals, in every kind of condition', () => {
  const condition = compileCondition(
    "(`links.{kind}` = '{id}' OR `{kind}` IN ('{id}', 'x')) AND `{kind}` LIKE '{id}%' AND `{kind}` IS NOT NULL",
  )
  const filled = condition({ kind: 'deals', id: '42' })
  assert.equal(printCeql(filled), "(`links.deals` = '42' OR `deals` IN ('42', 'x')) AND `deals` LIKE '42%' AND `deals` IS NOT NULL")
})

test('what fills a place stays one literal, whatever it holds', () => {
  const condition = compileCondition("owner = '{id}'")
  const hostile = "7' OR owner = '8 {id} $1"
  const filled = condition({ id: hostile })
  assert.equal(filled.kind === 'comparison' && filled.value.text, hostile)
  assert.deepEqual(parseWhere(printCeql(filled)).kind, 'comparison')
})

test('a condition that is none is found when it is compiled, a missing parameter when it is filled', () => {
  assert.throws(() => compileCondition('owner ='), { code: 'query-malformed' })
  assert.throws(() => compileCondition("owner = '{id}'")({}), /no path parameter id/)
})
