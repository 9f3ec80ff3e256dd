import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileMapping } from './compile-mapping.ts'
import { compileFields, flagField, mapField, onlyMapped } from './fixtures.ts'
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
})

describe('what no field names', () => {
  it('passes in both directions when the mapping does not say otherwise, without what is mapped', () => {
    const { fromVendor, toVendor } = compileFields(
      [mapField('name', 'Name'), mapField('city', 'Home.City'), mapField('users[*].a', 'Users[*].A')],
      [],
    )
    const record = { Name: 'n', Home: { City: 'c', Zip: 1 }, Users: [{ A: 1, B: 2 }, { A: 3 }], other: { x: null } }
    const client = { name: 'n', city: 'c', users: [{ a: 1 }, { a: 3 }], Home: { Zip: 1 }, Users: [{ B: 2 }, {}], other: { x: null } }
    assert.deepEqual(fromVendor(record), client)
    assert.deepEqual(toVendor(client), record)
  })

  it('goes when nothing remains of a container', () => {
    const { fromVendor } = compileFields([mapField('city', 'Home.City'), mapField('users[*].a', 'Users[*].A')], [])
    assert.deepEqual(fromVendor({ Home: { City: 'c' }, Users: [{ A: 1 }, {}] }), { city: 'c', users: [{ a: 1 }, {}] })
  })

  it('does not pass under the name of a field that was not sent', () => {
    const { fromVendor, toVendor } = compileFields([mapField('name', 'Title')], [])
    assert.deepEqual(fromVendor({ name: 'another thing' }), {})
    assert.deepEqual(toVendor({ Title: 'by its name' }), { Title: 'by its name' })
    assert.deepEqual(toVendor({ Title: 'no', name: 'yes' }), { Title: 'yes' })
  })

  it('passes in one direction alone', () => {
    const { fromVendor, toVendor } = compileFields(
      [mapField('a', 'A')],
      [{ type: 'passThrough', properties: { fromVendor: false, toVendor: true } }],
    )
    assert.deepEqual(fromVendor({ A: 1, B: 2 }), { a: 1 })
    assert.deepEqual(toVendor({ a: 1, B: 2 }), { A: 1, B: 2 })
  })

  it('passes whatever shapes records have', () => {
    const { fromVendor } = compileFields([mapField('a', 'A')], [])
    for (let at = 0; at < 300; at++) {
      assert.deepEqual(fromVendor({ A: at, [`B${at}`]: at }), { a: at, [`B${at}`]: at })
      assert.deepEqual(fromVendor({ C: at }), { C: at })
    }
  })

  it('cannot become the prototype of an answer', () => {
    const { fromVendor } = compileFields([mapField('a', 'A')], [])
    const answer = fromVendor(JSON.parse('{"A": 1, "__proto__": {"admin": true}}'))
    assert.equal((answer as { admin?: unknown }).admin, undefined)
    assert.equal(JSON.stringify(answer), '{"__proto__":{"admin":true},"a":1}')
  })
})

describe('a flag of a field', () => {
  it('passThrough maps it in one direction alone: a field that can only be read is written under no name', () => {
    for (const configuration of [[], [onlyMapped]]) {
      const { fromVendor, toVendor } = compileFields([flagField('id', 'passThrough', { fromVendor: true, toVendor: false })], configuration)
      assert.deepEqual(fromVendor({ ID: 1 }), { id: 1 })
      assert.deepEqual(toVendor({ id: 1, ID: 2 }), {})
    }
  })

  it('passThrough false from the vendor hides it', () => {
    const { fromVendor, toVendor } = compileFields([flagField('pin', 'passThrough', { fromVendor: false, toVendor: true })], [])
    assert.deepEqual(fromVendor({ PIN: 1, pin: 2 }), {})
    assert.deepEqual(toVendor({ pin: 1 }), { PIN: 1 })
  })

  it('remove drops it where it says, and everywhere when it says nothing', () => {
    const dropped = compileFields([flagField('a', 'remove', { fromVendor: true })], [])
    assert.deepEqual(dropped.fromVendor({ A: 1 }), {})
    assert.deepEqual(dropped.toVendor({ a: 1 }), { A: 1 })
    assert.deepEqual(compileFields([flagField('a', 'remove')], []).toVendor({ a: 1 }), {})
  })

  it('defaultValue stands in for what is missing: null too when it is the vendor’s, not when a client clears', () => {
    const { fromVendor, toVendor } = compileFields([flagField('a', 'defaultValue', { fromVendor: '178', toVendor: 'new' })])
    assert.deepEqual([fromVendor({}), fromVendor({ A: null }), fromVendor({ A: 0 })], [{ a: '178' }, { a: '178' }, { a: 0 }])
    assert.deepEqual([toVendor({}), toVendor({ a: null }), toVendor({ a: 0 })], [{ A: 'new' }, { A: null }, { A: 0 }])
  })

  it('defaultValue does not overwrite what a change does not name', () => {
    assert.deepEqual(compileFields([flagField('a', 'defaultValue', { value: 1 }), mapField('b', 'B')]).toVendor({ b: 2 }, 'partial'), {
      B: 2,
    })
  })

  it('defaultValue takes the type of the field and is given in each item of a list', () => {
    const flags = [{ type: 'defaultValue', properties: { value: '5' } }]
    const { fromVendor } = compileFields([mapField('l[*].n', 'L[*].N', { type: 'number', vendorType: 'string', configuration: flags })])
    assert.deepEqual(fromVendor({ L: [{ N: '1' }, {}] }), { l: [{ n: 1 }, { n: 5 }] })
    assert.deepEqual(fromVendor({}), {})
  })
})

describe('a type', () => {
  const convert = (types: Partial<MappingField>, value: unknown): unknown => {
    const { fromVendor, toVendor } = compileFields([mapField('a', 'A', types)])
    return [fromVendor({ A: value })['a'], toVendor({ a: value })['A']]
  }

  it('converts between text, number and boolean, each way', () => {
    assert.deepEqual(convert({ type: 'string', vendorType: 'number' }, 12), ['12', 12])
    assert.deepEqual(convert({ type: 'string', vendorType: 'number' }, '12.50'), ['12.50', 12.5])
    assert.deepEqual(convert({ type: 'boolean', vendorType: 'string' }, 'true'), [true, 'true'])
    assert.deepEqual(convert({ type: 'boolean', vendorType: 'number' }, true), [true, 1])
    assert.deepEqual(convert({ type: 'int', vendorType: 'string' }, '7'), [7, '7'])
    assert.deepEqual(convert({ type: 'date', vendorType: 'number' }, 1_710_498_600_000), ['2024-03-15T10:30:00Z', 1_710_498_600_000])
    assert.deepEqual(convert({ type: 'date', vendorType: 'number' }, '2024-03-15T10:30:00Z'), ['2024-03-15T10:30:00Z', 1_710_498_600_000])
  })

  it('leaves what cannot be converted, what has the same type already, and what no type asks of', () => {
    for (const value of ['twelve', '', null, { x: 1 }, '12345678901234567890']) {
      assert.deepEqual(convert({ type: 'number', vendorType: 'string' }, value)?.[0 as never], value)
    }
    assert.deepEqual(convert({ type: 'int', vendorType: 'string' }, '7.5'), ['7.5', '7.5'])
    assert.deepEqual(convert({ type: 'string', vendorType: 'string' }, 7), [7, 7])
    assert.deepEqual(convert({}, '007'), ['007', '007'])
    assert.deepEqual(convert({ type: 'object', vendorType: 'string' }, '{}'), ['{}', '{}'])
    assert.deepEqual(convert({ type: 'constructor', vendorType: 'mine_address' }, '1'), ['1', '1'])
  })

  it('converts the items of lists, and makes a list of one of a value', () => {
    assert.deepEqual(convert({ type: 'array [string]', vendorType: 'array[number]' }, [1, null, 'x']), [
      ['1', null, 'x'],
      [1, null, 'x'],
    ])
    assert.deepEqual(convert({ type: 'array[line_items]', vendorType: 'array' }, [{ a: 1 }]), [[{ a: 1 }], [{ a: 1 }]])
    assert.deepEqual(convert({ type: 'array', vendorType: 'string' }, 'x')?.[0 as never], ['x'])
    assert.deepEqual(convert({ type: 'array', vendorType: 'string' }, ['x'])?.[1 as never], 'x')
    const { fromVendor } = compileFields([mapField('ids[*]', 'Ids[*]', { type: 'string', vendorType: 'number' })])
    assert.deepEqual(fromVendor({ Ids: [1, 2] }), { ids: ['1', '2'] })
  })

  it('is the definition’s where the field names none', () => {
    const document = { objectName: 'mine', vendorName: 'theirs', fields: [mapField('a', 'A')], configuration: [] }
    assert.deepEqual(compileMapping(document, [{ path: 'a', type: 'string' }]).fromVendor({ A: 5 }), { a: '5' })
  })
})

describe('transformDate', () => {
  const compileDate = (properties: Record<string, unknown>, types: Partial<MappingField> = {}) =>
    compileFields([mapField('a', 'A', { ...types, configuration: [{ type: 'transformDate', properties }] })])

  it('gives the client one form and the vendor the other', () => {
    const { fromVendor, toVendor } = compileDate({ pattern: "yyyy-MM-dd'T'HH:mm:ss'Z'", vendorPattern: 'MM/dd/yyyy HH:mm:ss' })
    assert.deepEqual(fromVendor({ A: '03/15/2024 10:30:00' }), { a: '2024-03-15T10:30:00Z' })
    assert.deepEqual(toVendor({ a: '2024-03-15T10:30:00Z' }), { A: '03/15/2024 10:30:00' })
  })

  it('tells by itself what form the vendor’s dates have, and writes ISO 8601, when only the client’s is named', () => {
    const { fromVendor, toVendor } = compileDate({ pattern: 'dd.MM.yyyy' })
    for (const date of ['2024-03-15', '2024-03-15T23:30:00-00:15', 1_710_498_600_000, 1_710_498_600, 'Fri, 15 Mar 2024 10:30:00 GMT']) {
      assert.deepEqual(fromVendor({ A: date }), { a: '15.03.2024' })
    }
    assert.deepEqual(toVendor({ a: '15.03.2024' }), { A: '2024-03-15' })
  })

  it('writes numbers where the vendor’s dates are numbers', () => {
    assert.deepEqual(compileDate({ pattern: 'yyyy-MM-dd' }, { vendorType: 'number' }).toVendor({ a: '1970-01-02' }), { A: 86_400_000 })
    const { fromVendor, toVendor } = compileDate({ vendorPattern: 'yyyyMMdd' }, { vendorType: 'number' })
    assert.deepEqual(fromVendor({ A: 20240315 }), { a: '2024-03-15' })
    assert.deepEqual(toVendor({ a: '2024-03-15' }), { A: 20240315 })
  })

  it('leaves what is no date, and converts the dates of a list', () => {
    const { fromVendor } = compileDate({ pattern: 'dd.MM.yyyy', vendorPattern: 'MM/dd/yyyy' })
    for (const value of ['soon', '13/45/2024', '02/30/2024', null, true, { x: 1 }]) assert.deepEqual(fromVendor({ A: value }), { a: value })
    assert.deepEqual(fromVendor({ A: ['03/15/2024', null] }), { a: ['15.03.2024', null] })
  })
})

describe('a name in a query', () => {
  const { vendorPathOf, vendorPathsOf } = compileFields([
    mapField('name', 'Name'),
    mapField('address.street', 'Street'),
    mapField('address.city', 'Home.City'),
    mapField('owner', 'Owner'),
    mapField('owner.mail', 'OwnerMail'),
    mapField('users[*].name', 'Users[*].first'),
    flagField('gone', 'remove'),
    flagField('id', 'passThrough', { fromVendor: true, toVendor: false }),
  ])

  it('is the vendor’s, as it is written', () => {
    assert.equal(vendorPathOf('name'), 'Name')
    assert.equal(vendorPathOf('address.city'), 'Home.City')
    assert.equal(vendorPathOf('users[*].name'), 'Users[*].first')
    assert.equal(vendorPathOf('id'), 'ID')
  })

  it('may leave out the brackets of lists', () => assert.equal(vendorPathOf('users.name'), 'Users.first'))

  it('goes on inside of a field, the longest name counting', () => {
    assert.equal(vendorPathOf('owner.phone.home'), 'Owner.phone.home')
    assert.equal(vendorPathOf('owner.mail'), 'OwnerMail')
    assert.equal(vendorPathOf('owner.mail.domain'), 'OwnerMail.domain')
  })

  it('is none when no field is called so: another case, part of a name, a removed field', () => {
    for (const path of ['Name', 'nam', 'names', 'address', 'gone', '', '.', 'constructor']) assert.equal(vendorPathOf(path), undefined)
  })

  it('stands for all that is inside, in fields', () => {
    assert.deepEqual(vendorPathsOf('address'), ['Street', 'Home.City'])
    assert.deepEqual(vendorPathsOf('owner'), ['Owner'])
    assert.deepEqual(vendorPathsOf('nothing'), [])
  })
})

describe('applyJSOnQueryFieldValue', () => {
  it('asks for the script unless it says false', () => {
    const applies = (properties?: Record<string, unknown>) =>
      compileFields([], [{ type: 'applyJSOnQueryFieldValue', ...(properties && { properties }) }]).applyScriptToWhere
    assert.deepEqual(
      [applies(), applies({ toVendor: null }), applies({ toVendor: true }), applies({ toVendor: false })],
      [true, true, true, false],
    )
    assert.equal(compileFields([]).applyScriptToWhere, false)
  })
})
