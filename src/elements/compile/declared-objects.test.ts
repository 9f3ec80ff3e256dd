import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createInstance, describeElement } from '../../../test/call-instance.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'

const open = (resources: readonly Partial<ResourceDocument>[], more: Partial<ElementDocument> = {}) =>
  createInstance(describeElement(resources, more)).element

/** The fields of `people` as its models tell them: verb → its model. */
function fieldsOf(models: Readonly<Record<string, ResourceDocument['model']>>) {
  const resources = Object.entries(models).map(([method, model]) => ({ method, path: '/people', ...(model && { model }) }))
  return open(resources).objects['people']!.fields
}

const person = (properties: object, more: object = {}) => ({ name: 'person', swagger: { person: { type: 'object', properties }, ...more } })

describe('names of objects (contract 5.3)', () => {
  test('declared ones first, then those that resources name, then the first segments of paths', () => {
    const resources = [
      { path: '/people/{id}' },
      { path: '/cards', objectName: 'tickets' },
      { path: '/{objectName}' },
      { path: '/ping' },
      { path: '/people' },
    ]
    const { objects } = open(resources, { objects: [{ name: 'firms', vendorName: 'Firm' }] })
    assert.deepEqual(Object.keys(objects), ['firms', 'tickets', 'people', 'cards'])
    assert.deepEqual(
      Object.values(objects).map(({ vendorName }) => vendorName),
      ['Firm', 'tickets', 'people', 'cards'],
    )
  })

  test('fields come from the resources that name the object, and of nested ones by their path', () => {
    const model = (name: string) => ({ name, swagger: { [name]: { properties: { [name]: { type: 'string' } } } } })
    const { objects } = open(
      [
        { path: '/cards', objectName: 'tickets', model: model('card') },
        { path: '/people/{id}/notes', model: model('note') },
      ],
      { objects: [{ name: 'people_notes' }] },
    )
    const paths = (name: string) => objects[name]!.fields.map(({ vendorPath }) => vendorPath)
    assert.deepEqual([paths('tickets'), paths('people_notes'), paths('people')], [['card'], ['note'], []])
  })

  test('what is declared in no readable form is passed over', () => {
    const { objects } = open([{ path: '/people' }], { objects: [null, { name: 7 }, 'x'] as never, models: {} as never })
    assert.deepEqual(Object.keys(objects), ['people'])
  })
})

describe('fields from models (contract 5.4)', () => {
  test('in the order of the model, integers as numbers, dates with their mask, the vendor’s type as written', () => {
    const properties = {
      zip: { type: 'string', 'x-displayName': 'ZIP' },
      age: { type: 'integer', format: 'int32' },
      born: { type: 'string', format: 'date-time', 'x-mask': 'yyyy-MM-dd' },
      tags: { type: 'array', items: { type: 'string' } },
      any: { type: 'deal' },
    }
    const common = { vendorRequired: false, vendorReadOnly: false, hidden: false }
    const method = [{ name: 'GET', request: false, response: true }]
    assert.deepEqual(fieldsOf({ GET: person(properties) }), [
      { vendorPath: 'zip', type: 'string', vendorNativeType: 'string', vendorDisplayName: 'ZIP', ...common, method },
      { vendorPath: 'age', type: 'number', vendorNativeType: 'integer', ...common, method },
      { vendorPath: 'born', type: 'date', vendorNativeType: 'string', mask: 'yyyy-MM-dd', ...common, method },
      { vendorPath: 'tags', type: 'array[string]', vendorNativeType: 'array', ...common, method },
      { vendorPath: 'any', type: 'deal', vendorNativeType: 'deal', ...common, method },
    ])
  })

  test('nested records become dotted paths, lists of records [*]; references work without their prefix; circles stay closed', () => {
    const more = {
      address: { type: 'object', properties: { city: { type: 'string' }, owner: { $ref: '#/definitions/person' } } },
      phone: { properties: { number: { type: 'string' } } },
    }
    const properties = {
      home: { $ref: 'address' },
      work: { type: 'address' },
      phones: { type: 'array', items: { $ref: '#/definitions/phone' } },
    }
    const paths = fieldsOf({ GET: person(properties, more) }).map(({ vendorPath, type }) => `${vendorPath}: ${type}`)
    assert.deepEqual(paths, [
      'home.city: string',
      'home.owner: object',
      'work.city: string',
      'work.owner: object',
      'phones[*].number: string',
    ])
  })

  test('each field once, with the verbs that have it; one of the request alone is told as such', () => {
    const fields = fieldsOf({
      POST: {
        ...person({ id: { type: 'string' } }),
        requestName: 'new',
        requestSwagger: { new: { required: ['code'], properties: { code: { type: 'string' } } } },
      },
      GET: person({ id: { type: 'string', readOnly: true } }),
    })
    assert.deepEqual(
      fields.map(({ vendorPath, vendorRequired, vendorReadOnly, method }) => [vendorPath, vendorRequired, vendorReadOnly, method]),
      [
        [
          'id',
          false,
          true,
          [
            { name: 'GET', request: false, response: true },
            { name: 'POST', request: false, response: true },
          ],
        ],
        ['code', true, false, [{ name: 'POST', request: true, response: false }]],
      ],
    )
  })

  test('a list model describes its items, by its name or by the name of the list', () => {
    const item = { properties: { id: { type: 'string' } } }
    const models = [
      { name: 'peopleList', swagger: { peopleListObject: item } },
      { name: 'peopleList', swagger: { peopleList: { type: 'array', items: { $ref: 'row' } }, row: item } },
      { name: 'list', swagger: { type: 'array', items: item } },
      { name: 'person', swagger: { person: { id: { type: 'string' } } } },
    ]
    for (const model of models)
      assert.deepEqual(
        fieldsOf({ GET: model }).map(({ vendorPath }) => vendorPath),
        ['id'],
        JSON.stringify(model),
      )
  })

  test('a model that branches without end is answered all the same', () => {
    const level = (n: number) => ({ properties: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { $ref: `level${n + 1}` }])) })
    const swagger = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`level${n}`, level(n)]))
    const fields = fieldsOf({ GET: { name: 'level0', swagger: { ...swagger, level40: { properties: { end: { type: 'string' } } } } } })
    assert.ok(fields.length > 1000 && fields.length < 10_000, `${fields.length}`)
  })

  test('a model with a wrong name describes what no other definition refers to', () => {
    const swagger = { list: { type: 'array', items: { $ref: 'row' } }, row: { properties: { id: { type: 'string' } } } }
    assert.deepEqual(
      fieldsOf({ GET: { name: 'other', swagger } }).map(({ vendorPath }) => vendorPath),
      ['id'],
    )
  })

  test('a model that nests thousands of levels deep is answered all the same', () => {
    let properties: object = { end: { type: 'string' } }
    for (let level = 0; level < 5000; level++) properties = { a: { type: 'object', properties } }
    const [field, ...others] = fieldsOf({ GET: { name: 'wrong', swagger: { person: { properties } } } as never })
    assert.deepEqual([others.length, field?.type, field?.vendorPath.split('.').length], [0, 'object', 41])
  })

  test('junk where a model should be gives no field and no error', () => {
    for (const model of [
      null,
      7,
      {},
      { name: 'a', swagger: [] },
      { name: 'a', swagger: { a: null } },
      { name: 'a', swagger: { a: { properties: [] } } },
    ]) {
      assert.deepEqual(fieldsOf({ GET: model as never }), [])
    }
  })
})

describe('declared fields (contract 2.9)', () => {
  const model = person({ id: { type: 'string' } })
  const objects = [
    { name: 'people', fields: [{ name: 'Age', vendorName: 'age', type: 'integer', required: true, request: false, displayName: 'Age' }] },
  ]

  test('stand in where there is no model, or where the element does not want models', () => {
    const paths = (more: object, resource: object) =>
      open([{ path: '/people', ...resource }], { objects, ...more }).objects['people']!.fields.map(({ vendorPath }) => vendorPath)
    assert.deepEqual(paths({}, {}), ['age'])
    assert.deepEqual(paths({ useModelsForMetadata: true }, { model }), ['id'])
    assert.deepEqual(paths({ useModelsForMetadata: false }, { model }), ['age'])
  })

  test('the older form counts for every verb, the newer names verbs and directions', () => {
    const both = open([{ path: '/people' }, { path: '/people', method: 'POST' }], {
      objects,
      models: [
        {
          name: 'firms',
          fields: [
            {
              name: '',
              vendorName: 'code',
              dataType: { jsonType: 'string', format: 'date' },
              fieldMethods: [
                { method: 'GET_BY_ID', direction: 'RESPONSE' },
                { method: 'POST', direction: 'REQUEST' },
              ],
            },
          ] as never,
        },
      ],
    }).objects
    const flags = { vendorReadOnly: false, hidden: false }
    assert.deepEqual(both['people']!.fields, [
      {
        vendorPath: 'age',
        type: 'number',
        vendorNativeType: 'integer',
        vendorRequired: true,
        ...flags,
        displayName: 'Age',
        method: [
          { name: 'GET', request: false, response: true },
          { name: 'POST', request: false, response: true },
        ],
      },
    ])
    assert.deepEqual(both['firms']!.fields, [
      {
        vendorPath: 'code',
        type: 'date',
        vendorNativeType: 'string',
        vendorRequired: false,
        ...flags,
        method: [
          { name: 'GET', request: false, response: true },
          { name: 'POST', request: true, response: false },
        ],
      },
    ])
  })
})
