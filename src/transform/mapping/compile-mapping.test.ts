import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileFields, mapField } from './fixtures.ts'
import type { MappingField } from './mapping-document.ts'

/** Each is read from the vendor's record and written back to `written`, or to the very record. */
const forms: readonly { name: string; fields: readonly MappingField[]; vendor: unknown; client: unknown; written?: unknown }[] = [
  { name: 'a member', fields: [mapField('name', 'Name')], vendor: { Name: 'Ada' }, client: { name: 'Ada' } },
  {
    name: 'dotted paths on both sides',
    fields: [mapField('address.street', 'Street'), mapField('address.city', 'Home.City.Name')],
    vendor: { Street: 'S', Home: { City: { Name: 'C' } } },
    client: { address: { street: 'S', city: 'C' } },
  },
  {
    name: 'members of the items of a list, an item without them staying in its place',
    fields: [mapField('users[*].name', 'Users[*].first'), mapField('users[*].mail', 'Users[*].contact.mail')],
    vendor: { Users: [{ first: 'a', contact: { mail: 'm' } }, {}, { first: 'c' }] },
    client: { users: [{ name: 'a', mail: 'm' }, {}, { name: 'c' }] },
  },
  { name: 'a whole list', fields: [mapField('users', 'Users[*]')], vendor: { Users: [{ a: 1 }, 2] }, client: { users: [{ a: 1 }, 2] } },
  {
    name: 'a whole list, the other way round',
    fields: [mapField('users[*]', 'Users')],
    vendor: { Users: [1, 2] },
    client: { users: [1, 2] },
  },
  { name: 'an empty list', fields: [mapField('users[*].name', 'Users[*].first')], vendor: { Users: [] }, client: { users: [] } },
  {
    name: 'a list of values out of a list of objects',
    fields: [mapField('names', 'Users[*].first')],
    vendor: { Users: [{ first: 'a' }, { first: 'b' }] },
    client: { names: ['a', 'b'] },
  },
  {
    name: 'a list of objects out of a list of values',
    fields: [mapField('tags[*].name', 'Tags[*]')],
    vendor: { Tags: ['a', 'b'] },
    client: { tags: [{ name: 'a' }, { name: 'b' }] },
  },
  {
    name: 'lists in lists',
    fields: [mapField('orders[*].lines[*].sku', 'Orders[*].Lines[*].Item.Code'), mapField('orders[*].id', 'Orders[*].Id')],
    vendor: { Orders: [{ Lines: [{ Item: { Code: 'x' } }, { Item: { Code: 'y' } }], Id: 1 }, { Id: 2 }] },
    client: { orders: [{ lines: [{ sku: 'x' }, { sku: 'y' }], id: 1 }, { id: 2 }] },
  },
  {
    name: 'two lists made one, item beside item',
    fields: [mapField('people[*].first', 'First[*].n'), mapField('people[*].last', 'Last[*].n')],
    vendor: { First: [{ n: 1 }, { n: 2 }], Last: [{ n: 3 }, { n: 4 }] },
    client: {
      people: [
        { first: 1, last: 3 },
        { first: 2, last: 4 },
      ],
    },
  },
  {
    name: 'lists of lists joined to one',
    fields: [mapField('tags', 'Users[*].Tags[*].t')],
    vendor: { Users: [{ Tags: [{ t: 1 }, { t: 2 }] }, {}, { Tags: [{ t: 3 }] }] },
    client: { tags: [1, 2, 3] },
    written: { Users: [{ Tags: [{ t: 1 }, { t: 2 }, { t: 3 }] }] },
  },
  {
    name: 'items by their number',
    fields: [mapField('first', 'Mails[0].address'), mapField('third', 'Mails[2].address')],
    vendor: { Mails: [{ address: 'a' }, null, { address: 'c' }] },
    client: { first: 'a', third: 'c' },
  },
  {
    name: 'the item that fulfils a filter, made when it is written',
    fields: [
      mapField('first', 'Products[0].name'),
      mapField('four', 'Products[id=4].name'),
      mapField('z', "Products[?(@.x.y==true && @.kind=='k')].z"),
    ],
    vendor: { Products: [{ name: 'one' }, { name: 'four', id: 4 }, { z: 'last', x: { y: true }, kind: 'k' }] },
    client: { first: 'one', four: 'four', z: 'last' },
  },
  {
    name: 'all items that fulfil a filter',
    fields: [mapField('main[*].name', 'Products[?(@.main==true)].name')],
    vendor: { Products: [{ main: true, name: 'a' }, { name: 'b' }, { main: true, name: 'c' }] },
    client: { main: [{ name: 'a' }, { name: 'c' }] },
    written: {
      Products: [
        { main: true, name: 'a' },
        { main: true, name: 'c' },
      ],
    },
  },
  {
    name: 'how many items there are, which nobody writes',
    fields: [mapField('count', 'Products[*].size()')],
    vendor: { Products: [1, 2] },
    client: { count: 2 },
    written: {},
  },
  {
    name: 'one value as a list of one',
    fields: [mapField('users[*].name', 'FirstName')],
    vendor: { FirstName: 'a' },
    client: { users: [{ name: 'a' }] },
  },
  {
    name: 'an object and a field inside it',
    fields: [mapField('address', 'Address'), mapField('address.code', 'Code')],
    vendor: { Address: { street: 's' }, Code: 1 },
    client: { address: { street: 's', code: 1 } },
    written: { Address: { street: 's', code: 1 }, Code: 1 },
  },
  { name: 'a name with dots', fields: [mapField('name', "['full.name']")], vendor: { 'full.name': 'a' }, client: { name: 'a' } },
  {
    name: 'names that all objects have',
    fields: [mapField('constructor', 'toString.valueOf')],
    vendor: { toString: { valueOf: 1 } },
    client: { constructor: 1 },
  },
  { name: 'null, which is a value', fields: [mapField('a', 'A'), mapField('b', 'B')], vendor: { A: null }, client: { a: null } },
  { name: 'texts that look like numbers', fields: [mapField('id', 'Id')], vendor: { Id: '007' }, client: { id: '007' } },
]

describe('a mapping', () => {
  for (const { name, fields, vendor, client, written = vendor } of forms) {
    it(`maps ${name}`, () => {
      const { fromVendor, toVendor } = compileFields(fields)
      assert.deepEqual(fromVendor(vendor), client)
      assert.deepEqual(toVendor(client as Record<string, unknown>), written)
    })
  }

  it('gives {} for a record that has nothing of what is mapped, and for what is no record', () => {
    const { fromVendor, toVendor } = compileFields([mapField('name', 'Name'), mapField('list[*].a', 'List[*].A')])
    for (const value of [{ other: 1 }, {}, [], null, undefined, 'text', 5]) assert.deepEqual(fromVendor(value), {})
    assert.deepEqual(toVendor({ other: 1 }), {})
  })

  it('takes a single object where the path says list', () => {
    assert.deepEqual(compileFields([mapField('users[*].name', 'Users[*].first')]).fromVendor({ Users: { first: 'a' } }), {
      users: [{ name: 'a' }],
    })
  })

  it('does not map a field without a vendor path, and lives with flags that are null', () => {
    const fields = [mapField('a', ''), { ...mapField('b', 'B'), configuration: null, type: null }]
    assert.deepEqual(compileFields(fields).fromVendor({ A: 1, B: 2 }), { b: 2 })
  })

  it('takes the first that has a value where a path is listed twice', () => {
    const { fromVendor, toVendor } = compileFields([mapField('mail', 'Mail1'), mapField('mail', 'Mail2')])
    assert.deepEqual(fromVendor({ Mail2: 'b' }), { mail: 'b' })
    assert.deepEqual(toVendor({ mail: 'a' }), { Mail1: 'a', Mail2: 'a' })
  })

  it('does not change the record that it is given', () => {
    const { fromVendor } = compileFields([mapField('users', 'Users'), mapField('users[*].extra', 'Extra[*]')])
    const record = { Users: [{ a: 1 }], Extra: [5] }
    assert.deepEqual(fromVendor(record), { users: [{ a: 1, extra: 5 }] })
    assert.deepEqual(record, { Users: [{ a: 1 }], Extra: [5] })
  })

  const refused: Readonly<Record<string, readonly MappingField[]>> = {
    'a path that is none': [mapField('a', 'A[')],
    'a path with a name of nothing': [mapField('a..b', 'A')],
    'the prototype of objects': [mapField('a.__proto__.b', 'A')],
    'an index that would make a thousand items': [mapField('a[1000]', 'A')],
    'a record that is a list': [mapField('a', '[0].b')],
    'a list that is an object too': [mapField('a[*].b', 'A[*].b'), mapField('a.c', 'C')],
    'a filter that is none': [mapField('a', 'A[?(id)].b')],
    'a date mask that is none': [mapField('a', 'A', { configuration: [{ type: 'transformDate', properties: { pattern: 'YYYY' } }] })],
  }
  for (const [what, fields] of Object.entries(refused)) {
    it(`refuses ${what}, naming the field`, () => {
      assert.throws(() => compileFields(fields), /^Error: Field a/)
    })
  }

  it('is refused when all its paths together are more than a call can bear', () => {
    const deep = (count: number) => {
      const path = (side: string, index: number) =>
        Array.from({ length: 30 }, (_, level) => `${side}${(index >> level) & 1}`).join('.') + `.f${index}`
      return Array.from({ length: count }, (_, index) => ({ path: path('p', index), vendorPath: path('q', index) }))
    }
    const compile = (count: number) => compileFields(deep(count))
    assert.throws(() => compile(500), /^Error: fields: the paths have 31000 steps in all, expected at most 30000$/)
    compile(100)
  })
})
