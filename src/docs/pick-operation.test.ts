import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { validateSwagger } from '../../test/swagger.ts'
import { address, compileResources, describeWhole } from './fixtures/describe-resources.ts'
import { findOperation, pickOperations } from './pick-operation.ts'
import { dropExtensions, resolveReferences } from './resolve-references.ts'
import { writeSwagger } from './write-swagger.ts'

const note = { type: 'object', 'x-note': 1, properties: { text: { type: 'string', 'x-samplevalue': 'hi' }, 'x-own': { type: 'string' } } }
const person = { type: 'object', properties: { notes: { type: 'array', items: { $ref: 'note' } }, boss: { $ref: 'person' } } }
const description = describeWhole(
  compileResources([
    { path: '/people', model: { name: 'person', swagger: { person, note } } },
    { path: '/people/{id}/notes', model: { name: 'note', swagger: { note } } },
    { path: '/{objectName}' },
  ]),
)

describe('finding an operation', () => {
  const cases = [
    ['getPeople', '/people'],
    ['GET-people', '/people'],
    ['GET-people-{id}-notes', '/people/{id}/notes'],
    ['GET-people-id-notes', '/people/{id}/notes'],
    ['GET-people/{id}/notes', '/people/{id}/notes'],
    ['getByObjectName_accounts', '/{objectName}'],
    ['getNothing', undefined],
    ['POST-people', undefined],
    ['constructor', undefined],
  ] as const
  for (const [id, path] of cases) test(`${id} is ${path ?? 'nothing'}`, () => assert.equal(findOperation(description, id)?.path, path))
})

describe('one operation', () => {
  test('keeps the definitions that it leads to, and no others', () => {
    const picked = (id: string) => Object.keys(pickOperations(description, [findOperation(description, id)!]).definitions)
    assert.deepEqual(picked('getPeople'), ['person', 'note'])
    assert.deepEqual(picked('getPeopleNotes'), ['note'])
    assert.deepEqual(picked('getByObjectName'), [])
  })

  test('references are resolved as far as they lead; a circle stays one', async () => {
    const picked = pickOperations(description, [findOperation(description, 'getPeople')!])
    const resolved = resolveReferences(picked, picked.definitions)
    assert.deepEqual(resolved.paths['/people']?.['get']?.answer?.['properties'], {
      notes: { type: 'array', items: { 'x-vendor-objectname': 'people', ...note } },
      boss: { $ref: '#/definitions/person' },
    })
    await validateSwagger(writeSwagger(resolved, address))
  })

  test('references that would grow without end are resolved only so far', () => {
    const level = (n: number) => ({ properties: { a: { $ref: `#/definitions/l${n + 1}` }, b: { $ref: `#/definitions/l${n + 1}` } } })
    const definitions = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, level(n)]))
    const size = JSON.stringify(resolveReferences({ $ref: '#/definitions/l0' }, definitions)).length
    assert.ok(size > 10_000 && size < 5_000_000, `${size}`)
  })

  test('basic leaves out extensions, but no field that is called like one', () => {
    const picked = pickOperations(description, [findOperation(description, 'getPeopleNotes')!])
    assert.deepEqual(dropExtensions(picked).definitions['note'], {
      type: 'object',
      properties: { text: { type: 'string' }, 'x-own': { type: 'string' } },
    })
  })
})
