import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { compileTransformation } from './compile-transformation.ts'
import type { FieldTransformation, ObjectTransformation } from './document.ts'

const person: ObjectTransformation = {
  vendorName: 'person',
  slots: { emails: 'kind', 'detail.phones': 'kind' },
  custom: { vendorPath: 'extra', id: 'id', value: 'content', prefix: '_', directory: 'extraFields' },
  constants: { ObjectType: 'Person', Version: 2 },
  fields: [
    { path: 'Id', vendorPath: 'id', type: 'number', vendorType: 'string', access: 'read' },
    { path: 'Name', vendorPath: 'name' },
    { path: 'ObjectType', vendorPath: 'unused' },
    { path: 'Company', vendorPath: 'company.title' },
    { path: 'Mail', vendorPath: 'emails[FIRST].address' },
    { path: 'Mail2', vendorPath: 'emails[SECOND].address' },
    { path: 'Phone', vendorPath: 'detail.phones[FIRST].line.number' },
    { path: 'FirstTag', vendorPath: 'tags[0]' },
    { path: 'Tags', vendorPath: 'tags' },
  ],
}

/** Reads one vendor value through one field. */
function readOne(field: Partial<FieldTransformation>, value: unknown): unknown {
  const object = { vendorName: 'x', fields: [{ path: 'F', vendorPath: 'f', ...field }] }
  const read = compileTransformation(object, { levels: { '1': 'HIGH', '2': 'LOW', '3': 'LOW' } }).toHub({ f: value })
  return (read as { F: unknown }).F
}

describe('a vendor record read', () => {
  const { toHub } = compileTransformation(person, {})
  const record = {
    id: '12',
    name: 'Ada',
    company: { title: 'Acme' },
    emails: [
      null,
      { kind: 'SECOND', address: 'b@x' },
      { kind: 'FIRST', address: 'a@x' },
      { kind: 'FIRST', address: 'late@x' },
      { kind: 'OTHER' },
    ],
    detail: { phones: [{ kind: 'FIRST', line: { number: '555' } }] },
    tags: ['x', 'y'],
    extra: [{ id: '7', content: 'red' }, { id: '8', content: 'unknown' }, { id: 9, content: null }, null],
    more: 'not mapped',
  }
  const entries = new Map([
    ['7', { name: 'Color' }],
    ['9', { name: 'Size' }],
  ])
  const names = new Map([['extraFields', entries]])

  it('has the fields in their order, then constants that are not among them, then vendor-defined fields by name', () => {
    const expected =
      '{"Id":12,"Name":"Ada","ObjectType":"Person","Company":"Acme","Mail":"a@x","Mail2":"b@x","Phone":"555","FirstTag":"x","Tags":["x","y"],"Version":2,"_Color":"red","_Size":null}'
    assert.equal(JSON.stringify(toHub(record, names)), expected)
    assert.equal(JSON.stringify(toHub(record, names, 'omit')), expected.replace(',"_Size":null', ''))
  })
  it('answers what was not sent, or is null, as null, or not at all', () => {
    assert.deepEqual(toHub({ name: null, company: null, emails: 'none' }), {
      Id: null,
      Name: null,
      ObjectType: 'Person',
      Company: null,
      Mail: null,
      Mail2: null,
      Phone: null,
      FirstTag: null,
      Tags: null,
      Version: 2,
    })
    assert.deepEqual(toHub({ name: null }, undefined, 'omit'), { ObjectType: 'Person', Version: 2 })
    assert.deepEqual(toHub({ tags: [null, { a: null, b: 1 }] }, undefined, 'omit'), {
      ObjectType: 'Person',
      Tags: [null, { b: 1 }],
      Version: 2,
    })
  })
  it('without a directory has no vendor-defined fields', () => assert.equal('_Color' in (toHub(record) as object), false))
  it('has vendor-defined values in the form of their type, where the directory tells it', () => {
    const typed = new Map([
      [
        'extraFields',
        new Map([
          ['1', { name: 'Since', type: 'date' as const }],
          ['2', { name: 'Count', type: 'number' as const }],
        ]),
      ],
    ])
    const extra = [
      { id: '1', content: '2024-03-15T00:00:00.000Z' },
      { id: '2', content: '7' },
    ]
    const { _Since, _Count } = toHub({ extra }, typed) as Record<string, unknown>
    assert.deepEqual([_Since, _Count], ['2024-03-15', 7])
  })
  it('has the name of what a field holds the id of, when the directory is there and knows it', () => {
    const fields = [{ path: 'Source', vendorPath: 'origin.id', directory: 'sources', access: 'read' as const }]
    const { toHub, needs } = compileTransformation({ vendorName: 'x', fields }, {})
    const sources = new Map([['sources', new Map([['3', { name: 'Fair' }]])]])
    for (const id of ['3', 3]) assert.deepEqual(toHub({ origin: { id } }, sources), { Source: 'Fair' })
    assert.deepEqual(toHub({ origin: { id: 4 } }, sources), { Source: null })
    assert.deepEqual(toHub({ origin: { id: 3 } }), { Source: null })
    assert.deepEqual([toHub({}, sources), toHub({}, sources, 'omit')], [{ Source: null }, {}])
    assert.deepEqual(
      [{ origin: { id: 3 } }, { origin: null }, {}].map((record) => needs.map(({ isNeeded }) => isNeeded(record))),
      [[true], [false], [false]],
    )
  })
  it('is given back as it is when it is no object', () => {
    for (const value of [null, 'text', 7, [1]]) assert.equal(toHub(value), value)
  })
  it('without nulls is what it is with them, less the null members, whatever the members are', () => {
    const fields = Array.from({ length: 40 }, (_, at) => ({ path: `Field${at}`, vendorPath: `f${at}` }))
    const many = compileTransformation({ vendorName: 'many', fields }, {})
    const vendor = fc.dictionary(
      fc.nat(45).map((at) => `f${at}`),
      fc.option(fc.string()),
      { maxKeys: 45 },
    )
    fc.assert(
      fc.property(vendor, (value) => {
        const kept = Object.entries(many.toHub(value) as object)
        assert.equal(kept.length, 40)
        assert.equal(
          JSON.stringify(many.toHub(value, undefined, 'omit')),
          JSON.stringify(Object.fromEntries(kept.filter(([, member]) => member !== null))),
        )
      }),
      readPropertyRuns(4, 600),
    )
  })
})

describe('a vendor value read as', () => {
  const cases: [field: Partial<FieldTransformation>, value: unknown, expected: unknown][] = [
    [{}, 'text', 'text'],
    [{}, 5, '5'],
    [{}, true, 'true'],
    [{}, { a: 1 }, { a: 1 }],
    [{ type: 'number' }, '12', 12],
    [{ type: 'number' }, '-0.5', -0.5],
    [{ type: 'number' }, 'abc', 'abc'],
    [{ type: 'number' }, '', ''],
    [{ type: 'number' }, '9007199254740993', '9007199254740993'],
    [{ type: 'number' }, 7, 7],
    [{ type: 'boolean' }, 'true', true],
    [{ type: 'boolean' }, 0, false],
    [{ type: 'boolean' }, 'maybe', 'maybe'],
    [{ type: 'date' }, '1980-01-02', '1980-01-02'],
    [{ type: 'date' }, '1980-01-01T23:00:00.000-0200', '1980-01-02'],
    [{ type: 'date' }, 'soon', 'soon'],
    [{ type: 'datetime' }, '2024-03-15T10:30:00Z', '2024-03-15T10:30:00Z'],
    [{ type: 'datetime' }, '2024-03-15T10:30:00.000+0200', '2024-03-15T08:30:00Z'],
    [{ type: 'datetime' }, 1500000000000, '2017-07-14T02:40:00Z'],
    [{ type: 'datetime' }, 'soon', 'soon'],
    [{ values: 'levels' }, 'HIGH', '1'],
    [{ values: 'levels', type: 'number' }, 'HIGH', 1],
    [{ values: 'levels', type: 'number' }, 'LOW', 2],
    [{ values: 'levels', type: 'number' }, 'OTHER', 'OTHER'],
    [{ values: { '1': 'true', '0': 'false' }, type: 'number', vendorType: 'boolean' }, false, 0],
    [{ type: 'number', scale: 100 }, 1999, 19.99],
    [{ type: 'number', scale: 100 }, '1999', 19.99],
    [{ type: 'number', scale: 100 }, 'free', 'free'],
  ]
  for (const [field, value, expected] of cases) {
    it(`${JSON.stringify(field)}: ${JSON.stringify(value)} is ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(readOne(field, value), expected))
  }
  it('member named like one of every object is absent unless sent', () => {
    const { toHub } = compileTransformation({ vendorName: 'x', fields: [{ path: 'C', vendorPath: 'constructor' }] }, {})
    assert.deepEqual([toHub({}), toHub(JSON.parse('{"constructor":"x"}'))], [{ C: null }, { C: 'x' }])
  })
})

describe('a mapping that cannot be compiled says which part', () => {
  const cases: [fields: FieldTransformation[], message: RegExp][] = [
    [[{ path: 'A', vendorPath: 'a[' }], /"a\[" is not a path/],
    [[{ path: 'A', vendorPath: 'a[X].b' }], /slots does not say how the items of a are told apart/],
    [[{ path: 'A', vendorPath: 'a', values: 'none' }], /Field A: no value list is named "none"/],
    [
      [
        { path: 'A', vendorPath: 'a' },
        { path: 'A', vendorPath: 'b' },
      ],
      /Field A is listed twice/,
    ],
    [[{ path: 'A', vendorPath: 'a[*]' }], /is not a place to write to/],
    [[{ path: 'A', vendorPath: 'a', directory: 'd' }], /Field A: a name out of a directory can only be read/],
  ]
  for (const [fields, message] of cases)
    it(message.source, () => assert.throws(() => compileTransformation({ vendorName: 'x', fields }, {}), message))
  it('a field that reads answer and writes refuse', () => {
    const fields = [{ path: 'A', vendorPath: 'a', access: 'read' as const }]
    for (const answered of [{ fields }, { fields: [], constants: { A: 1 } }])
      assert.throws(
        () => compileTransformation({ vendorName: 'x', refused: { A: 'no' }, ...answered }, {}),
        /Field A is answered by reads, and refused/,
      )
  })
})
