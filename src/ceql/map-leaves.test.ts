import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renameFields } from './map-leaves.ts'
import { parseWhere } from './parse-where.ts'
import { printCeql } from './print-ceql.ts'

test('fields are renamed wherever they stand', () => {
  const tree = parseWhere("a = 1 AND (b IN ('a', 'b') OR NOT_a IS NULL OR a LIKE 'x%')")
  const renamed = renameFields(tree, (path) => (path === 'a' ? 'properties.a' : path))
  assert.equal(printCeql(renamed), "properties.a = 1 AND (b IN ('a', 'b') OR NOT_a IS NULL OR properties.a LIKE 'x%')")
})

test('a tree in which nothing is renamed is not copied', () => {
  const tree = parseWhere("a = 1 AND (b = 2 OR c = 'x')")
  assert.equal(
    renameFields(tree, (path) => path),
    tree,
  )
})
