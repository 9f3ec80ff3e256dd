import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseWhere } from '../../ceql/parse-where.ts'
import { asksFor, compileCondition } from './match-where.ts'

const element = {
  id: 191,
  key: 'alpha',
  name: 'Alpha One',
  hub: 'crm',
  outline: {
    key: 'alpha',
    name: 'Alpha One',
    hub: 'crm',
    description: '50%',
    private: true,
    active: false,
    authentication: { type: 'oauth2' },
  },
}

const matches = (where: string, isAbridged = false): boolean => compileCondition(parseWhere(where), isAbridged)(element)

describe('where over elements', () => {
  for (const where of [
    "private='true' AND abridged='false'",
    "private=TRUE and key in ('beta','alpha')",
    "extended='false' and extended != 'true'",
    "key = 'alpha' and hub = 'crm' and id = 191 and id = '191'",
    "id > 20 and id <= 191 and id < '1000'",
    "key > 'aa' and key < 'b' and key >= 'alpha'",
    "name like 'Alpha%' and name like '%One' and name like 'A_pha%n_' and name like '%a%'",
    "name not like 'alpha%' and key not in ('beta')",
    "image is null and name is not null and image != 'x'",
    "authentication.type='oauth2' or key='nothing'",
    "description like '50%'",
  ]) {
    test(`${where} finds it`, () => assert.equal(matches(where), true))
  }
  for (const where of [
    "private='false'",
    "active='true'",
    "key in ('beta')",
    "key = 'Alpha'",
    'id = 1910',
    "id > 'abc'",
    "image > 'a'",
    "name like 'Alpha'",
    "name like '_'",
    "name like '%Two%'",
    'name is null',
    "abridged='true'",
  ]) {
    test(`${where} does not`, () => assert.equal(matches(where), false))
  }

  test('abridged is what the client gets', () => assert.equal(matches("abridged='true'", true), true))

  test('tells whether a flag is asked for', () => {
    assert.equal(asksFor(parseWhere("private='true' AND (key='a' OR abridged='TRUE')"), 'abridged'), true)
    assert.equal(asksFor(parseWhere("abridged='false' and abridged != 'true'"), 'abridged'), false)
  })

  test('refuses a field that elements do not have, and names those they have', () => {
    assert.throws(() => matches("resources='x'"), { code: 'query-malformed', status: 400, message: /resources at position 0.*key, name/ })
    assert.throws(() => matches("constructor='x'"), { code: 'query-malformed' })
  })

  test('a pattern of many wildcards is matched at once', () => {
    const long = { ...element, outline: { ...element.outline, description: 'a'.repeat(20_000) } }
    const start = performance.now()
    assert.equal(compileCondition(parseWhere(`description like '${'%a'.repeat(40)}%b'`), false)(long), false)
    assert.ok(performance.now() - start < 500)
  })
})
