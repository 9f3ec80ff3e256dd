import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { compileMapping } from './compile-mapping.ts'
import { compileFields, mapField, onlyMapped } from './fixtures.ts'
import type { MappingField } from './mapping-document.ts'

type Members = Record<string, unknown>

const scalar = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null))

/** Where a field may stand on one side; `at` keeps fields apart. The same kind of list on both sides makes a mapping invertible. */
const scalarPlaces = [
  (at: number) => `f${at}`,
  (at: number) => `part.f${at}`,
  (at: number) => `deep.er.f${at}`,
  (at: number) => `row[${at}]`,
]
const filterPlaces = [...scalarPlaces, (at: number) => `kinds[kind=k${at}].value`, (at: number) => `kinds[?(@.of.kind=='k${at}')].value`]
const listPlaces = [(at: number) => `list[*].f${at}`, (at: number) => `part.list[*].in.f${at}`, (at: number) => `list[*].deep.f${at}`]

interface Case {
  readonly fields: readonly MappingField[]
  readonly client: Members
}

/** An invertible mapping (no name is in use on both sides: what passes would meet what is mapped) and a client's record that has all its fields. */
const invertible: fc.Arbitrary<Case> = fc
  .record({
    scalars: fc.array(fc.record({ client: fc.constantFrom(...scalarPlaces), vendor: fc.constantFrom(...filterPlaces), value: scalar }), {
      maxLength: 6,
    }),
    lists: fc.array(fc.record({ vendor: fc.constantFrom(...listPlaces) }), { maxLength: 4 }),
    rows: fc.array(fc.array(scalar, { minLength: 4, maxLength: 4 }), { maxLength: 4 }),
  })
  .map(({ scalars, lists, rows }) => {
    const fields = [
      ...scalars.map(({ client, vendor }, at) => mapField(client(at), `their_${vendor(at)}`)),
      ...lists.map(({ vendor }, at) => mapField(`rows[*].r${at}`, `their_${vendor(at)}`)),
    ]
    const copy = compileFields(scalars.map(({ client }, at) => mapField(client(at), `v${at}`)))
    const values = Object.fromEntries(scalars.map(({ value }, at) => [`v${at}`, value]))
    const client = { ...copy.fromVendor(values) }
    if (lists.length > 0) client['rows'] = rows.map((row) => Object.fromEntries(lists.map((_, at) => [`r${at}`, row[at]])))
    return { fields, client }
  })

const anyName = fc.oneof(
  fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', 'length', 'size()', '0'),
  fc.string({ maxLength: 3 }),
)
const anyStep = fc.oneof(
  fc.constantFrom('[*]', '[0]', '[7]', '[id=4]', "[?(@.a=='x')]", '[?(@.a.b>1 && @.c)]', '.size()', "['b']", '[', ']', '..'),
  anyName.map((name) => `.${name}`),
)
const anyPath = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(anyStep, { maxLength: 4 })).map(([name, steps]) => name + steps.join(''))
const anyFlag = fc.record({
  type: fc.constantFrom('passThrough', 'remove', 'defaultValue', 'transformDate', 'other'),
  properties: fc.oneof(
    fc.constant(null),
    fc.dictionary(
      fc.constantFrom('fromVendor', 'toVendor', 'value', 'pattern', 'vendorPattern'),
      fc.oneof(scalar, fc.constantFrom('yyyy-MM-dd', 'MMM d, yy h:mm a z')),
    ),
  ),
})
const anyType = fc.constantFrom(
  undefined,
  null,
  '',
  'string',
  'number',
  'int',
  'boolean',
  'date',
  'object',
  'array',
  'array[string]',
  'array [date]',
  'mine',
)
const anyField = fc.record({
  path: anyPath,
  vendorPath: anyPath,
  type: anyType,
  vendorType: anyType,
  configuration: fc.array(anyFlag, { maxLength: 2 }),
})
const anyRecord = fc.oneof(
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(anyName, tie('value'), { maxKeys: 4 }),
    ),
  })).value,
  fc.anything(),
)

/** Compiles, or not: a field that cannot be is refused by name, and nothing else happens. */
function compileOrRefuse(fields: readonly MappingField[], passes: boolean): ReturnType<typeof compileFields> | undefined {
  try {
    return compileFields(fields, passes ? [] : [onlyMapped])
  } catch (error) {
    assert.match((error as Error).message, /^Field [abc]/)
    return undefined
  }
}

describe('whatever the mapping and the record', () => {
  it('what is written and read again is the client’s record, when the mapping can be inverted', () => {
    fc.assert(
      fc.property(invertible, fc.boolean(), ({ fields, client }, passes) => {
        const { fromVendor, toVendor } = compileFields(fields, passes ? [] : [onlyMapped])
        const vendor = toVendor(client)
        const again = fromVendor(vendor)
        for (const name of Object.keys(client)) assert.deepEqual(again[name], client[name])
        if (!passes) assert.deepEqual(again, client)
        assert.deepEqual(toVendor(again), vendor)
      }),
      readPropertyRuns(20261124, 500),
    )
  })

  it('every mapped value that a vendor sends is in the answer, whatever else passes', () => {
    const places = [...scalarPlaces, ...filterPlaces]
    const sent = fc.array(fc.record({ client: fc.constantFrom(...scalarPlaces), vendor: fc.constantFrom(...places) }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(sent, fc.dictionary(fc.constantFrom('f0', 'part', 'other', 'row'), anyRecord), fc.boolean(), (placed, others, passes) => {
        const values = placed.map((_, at) => `value ${at}`)
        const fields = placed.map(({ client, vendor }, at) => mapField(client(at), vendor(at)))
        // The vendor's record is made by another mapping than the one that is tried.
        const write = compileFields(placed.map(({ vendor }, at) => mapField(`v${at}`, vendor(at))))
        const vendor = { ...others, ...write.toVendor(Object.fromEntries(values.map((value, at) => [`v${at}`, value]))) }
        const answer = JSON.stringify(compileFields(fields, passes ? [] : [onlyMapped]).fromVendor(vendor))
        for (const value of values) assert.ok(answer.includes(JSON.stringify(value)), `${value} is lost`)
      }),
      readPropertyRuns(20261125, 500),
    )
  })

  it('nothing throws, and no object gets a prototype or a member that it was not given', () => {
    fc.assert(
      fc.property(fc.array(anyField, { maxLength: 5 }), anyRecord, fc.boolean(), (fields, record, passes) => {
        const mapping = compileOrRefuse(fields, passes)
        if (mapping === undefined) return
        const before = Object.getOwnPropertyNames(Object.prototype).join()
        for (const answer of [
          mapping.fromVendor(record),
          mapping.toVendor(record as Members),
          mapping.toVendor(record as Members, 'partial'),
        ]) {
          assert.equal(Object.getPrototypeOf(answer), Object.prototype)
        }
        assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before)
        assert.equal(typeof mapping.vendorPathOf('a'), mapping.vendorPathOf('a') === undefined ? 'undefined' : 'string')
      }),
      readPropertyRuns(20261126, 2000),
    )
  })

  it('the record that is given stays as it was', () => {
    fc.assert(
      fc.property(fc.array(anyField, { maxLength: 5 }), fc.jsonValue(), fc.boolean(), (fields, record, passes) => {
        const before = JSON.stringify(record)
        const mapping = compileOrRefuse(fields, passes)
        mapping?.fromVendor(record)
        mapping?.toVendor(record as Members)
        assert.equal(JSON.stringify(record), before)
      }),
      readPropertyRuns(20261127, 500),
    )
  })

  it('types change nothing when both sides have the same', () => {
    fc.assert(
      fc.property(scalar, anyType, (value, type) => {
        const fields = [mapField('a', 'A', { type, vendorType: type })]
        const mapping = compileMapping({ objectName: 'mine', vendorName: 'theirs', fields, configuration: [] })
        assert.deepEqual(mapping.fromVendor({ A: value }), { a: value })
        assert.deepEqual(mapping.toVendor({ a: value }), { A: value })
      }),
      readPropertyRuns(20261128, 300),
    )
  })
})
