import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileProjection } from './project.ts'

const pick = (paths: readonly string[], record: unknown, into?: string) => {
  const { project, listMissing } = compileProjection(paths, { into, has: (path) => path === 'id', mayHave: (path) => path === 'id' })
  return { picked: project(record), missing: listMissing() }
}

const record = { id: 1, Name: 'Ann', Owner: { Name: 'Bob', Town: 'x' }, items: [{ a: 1, b: 2 }, { a: 3 }], 'custom.cf': 5, none: null }

test('exactly the fields that were asked for are picked, members by dots, in the record’s own order', () => {
  assert.deepEqual(pick(['items.a', 'Owner.Name', 'id', 'custom.cf', 'none'], record), {
    picked: { id: 1, Owner: { Name: 'Bob' }, items: [{ a: 1 }, { a: 3 }], 'custom.cf': 5, none: null },
    missing: [],
  })
  assert.deepEqual(pick(['Owner', 'Owner.Name'], record).picked, { Owner: record.Owner })
})

test('a name is understood in any case where no member is spelt so', () => {
  assert.deepEqual(pick(['NAME', 'OWNER.name', 'CUSTOM.CF'], record).picked, { Name: 'Ann', Owner: { Name: 'Bob' }, 'custom.cf': 5 })
  assert.deepEqual(pick(['id'], { id: 1, Id: '1' }).picked, { id: 1 })
})

test('what is nested may be named without the member that it is nested in', () => {
  const nested = { id: 7, links: [], properties: { firstname: 'Ann', id: 8, town: 'x' } }
  assert.deepEqual(pick(['firstname', 'properties.TOWN', 'id'], nested, 'properties'), {
    picked: { id: 7, properties: { firstname: 'Ann', town: 'x' } },
    missing: [],
  })
  assert.deepEqual(pick(['links'], nested, 'properties').picked, { links: [] })
})

test('names that no record had are told, as they were asked for; a null is had, and what lies below one', () => {
  assert.deepEqual(pick(['nope', 'Owner.nope', 'properties.nope'], { Owner: {}, properties: {} }, 'properties'), {
    picked: { Owner: {}, properties: {} },
    missing: ['nope', 'Owner.nope', 'properties.nope'],
  })
  assert.deepEqual(pick(['a.b', 'list.x', 'none'], { a: null, list: [], none: null }).missing, [])
  assert.deepEqual(pick(['id'], {}).missing, [], 'what the element declares is a field')
  assert.deepEqual(pick(['nope'], [{ a: 1 }, { nope: 1 }]), { picked: [{}, { nope: 1 }], missing: [] })
  assert.deepEqual(pick(['nope'], []).missing, [], 'without records nothing is known')
})
