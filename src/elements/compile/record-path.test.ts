import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileRecordPath } from './record-path.ts'

const nested = compileRecordPath({
  vendorName: 'rows',
  others: 'pass',
  nest: { into: 'properties' },
  fields: [{ path: 'Id', vendorPath: 'id' }],
})

test('what passes through nested is looked for where it is nested, under the vendor’s own name where that is known', () => {
  assert.equal(nested('email'), 'properties.email')
  assert.equal(
    nested('Email', (name) => ({ name: name.toLowerCase(), path: `properties.${name.toLowerCase()}` }) as never),
    'properties.email',
  )
})

test('what the vendor says that it does not have is no field of what is nested', () => {
  assert.equal(
    nested('archived', () => undefined),
    'archived',
  )
})

test('fields of the element and paths stay as they are', () => {
  for (const path of ['Id', 'id', 'properties', 'properties.email', 'links.deal']) assert.equal(nested(path), path)
  assert.equal(compileRecordPath(undefined)('email'), 'email')
  assert.equal(compileRecordPath({ vendorName: 'rows', others: 'pass', fields: [] })('email'), 'email')
})

test('what is not nested stands in the record itself', () => {
  const recordPath = compileRecordPath({ vendorName: 'things', others: 'pass', nest: { into: 'custom', except: ['name'] }, fields: [] })
  assert.deepEqual(
    ['name', 'Name', 'color'].map((path) => recordPath(path)),
    ['name', 'Name', 'custom.color'],
  )
})
