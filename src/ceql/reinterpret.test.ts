import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'
import { reinterpret } from './reinterpret.ts'
import type { SearchableFields } from './searchable-field.ts'

const fields: SearchableFields = {
  searchable: ['modified', 'name'],
  filterOf: (path) => {
    const convert = (literal: string) => literal
    if (path === 'modified')
      return { operators: { '=': { name: 'modified_at', operator: '>=' }, '>': 'modified_at', '>=': 'modified_at' }, convert }
    return path === 'name' ? { operators: { '*': 'name' }, convert } : undefined
  },
}

test('an operator that means another one on its field is read so, wherever it stands', () => {
  const tree = parseWhere("name = 'x' AND (modified = '2026-01-01' OR other = 1)")
  assert.equal(printCeql(reinterpret(tree, fields)), "name = 'x' AND (modified >= '2026-01-01' OR other = 1)")
})

test('an empty text is no value where the vendor has none', () => {
  const tree = parseWhere("name = '' OR (name != '' AND name > '')")
  assert.equal(printCeql(reinterpret(tree, { ...fields, emptyIsNull: true })), "name IS NULL OR name IS NOT NULL AND name > ''")
  assert.equal(reinterpret(tree, fields), tree)
})

test('a tree that means what it says is not copied', () => {
  const tree = parseWhere("name = 'x' AND (modified > '2026-01-01' OR modified IS NULL)")
  assert.equal(reinterpret(tree, fields), tree)
})
