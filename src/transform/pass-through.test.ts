import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileTransformation } from './compile-transformation.ts'
import type { ObjectTransformation } from './document.ts'

const account: ObjectTransformation = {
  vendorName: 'Account',
  others: 'pass',
  fields: [
    { path: 'id', vendorPath: 'Id', access: 'read' },
    { path: 'founded', vendorPath: 'Founded__c', type: 'date', hides: true },
    { path: 'city', vendorPath: 'Address.city' },
    { path: 'size', vendorPath: 'Size', type: 'number' },
  ],
  constants: { kind: 'account' },
}

const company: ObjectTransformation = {
  vendorName: 'company',
  others: 'pass',
  names: 'lower',
  nest: { into: 'properties', except: ['associations'] },
  fields: [
    { path: 'id', vendorPath: 'id', access: 'read' },
    { path: 'changed', vendorPath: 'properties.changedate', access: 'read' },
    { path: 'email', vendorPath: 'properties.email' },
  ],
}

describe('a record read where members pass', () => {
  const { toHub } = compileTransformation(account, {})
  const record = {
    Id: 'a1',
    Name: 'Acme',
    Founded__c: '2020-01-02T00:00:00Z',
    Address: { city: 'Rome', zip: null },
    Size: '12',
    Blank: null,
  }

  it('is the vendor’s own with the fields over it: a field’s vendor member stays visible unless the field hides it', () => {
    assert.deepEqual(toHub(record), {
      Id: 'a1',
      Name: 'Acme',
      Address: { city: 'Rome', zip: null },
      Size: '12',
      Blank: null,
      id: 'a1',
      founded: '2020-01-02',
      city: 'Rome',
      size: 12,
      kind: 'account',
    })
  })
  it('leaves out nulls at every depth where they are not wanted, and is never the vendor’s object itself', () => {
    const told = toHub(record, undefined, 'omit') as Record<string, unknown>
    assert.equal('Blank' in told, false)
    assert.deepEqual(told['Address'], { city: 'Rome' })
    assert.notEqual(toHub(record), record)
    assert.equal(record.Address.zip, null)
  })
  it('has no field that the vendor did not send, and a null one as null', () => {
    assert.deepEqual(toHub({ Name: 'x' }), { Name: 'x', kind: 'account' })
    assert.deepEqual(toHub({ Id: null }), { Id: null, id: null, kind: 'account' })
    assert.deepEqual(toHub({ Id: null }, undefined, 'omit'), { kind: 'account' })
  })
  it('does not take for a field what the vendor calls by its name and is something else', () => {
    assert.deepEqual(toHub({ id: 5, Name: 'x' }), { Name: 'x', kind: 'account' })
  })
  it('keeps a number a number where no field says otherwise, and where one says so', () => {
    const numbered = compileTransformation(
      { vendorName: 'deal', others: 'pass', fields: [{ path: 'key', vendorPath: 'id', type: 'number' }] },
      {},
    )
    assert.deepEqual(numbered.toHub({ id: 5, value: 1.5 }), { id: 5, value: 1.5, key: 5 })
  })
  it('that is no object is given back', () => {
    for (const value of [null, 'x', [1]]) assert.equal(toHub(value), value)
  })
})

describe('a record written where members pass', () => {
  const { toVendor } = compileTransformation(account, {})

  it('goes on as it is, nested values too, with the fields in their places', () => {
    const { body, ignored, readOnly } = toVendor({ Name: 'Acme', Tags: [{ a: 1 }], city: 'Rome', founded: '2020-01-02', Gone: null })
    assert.deepEqual(body, { Name: 'Acme', Tags: [{ a: 1 }], Gone: null, Address: { city: 'Rome' }, Founded__c: '2020-01-02' })
    assert.deepEqual([ignored, readOnly], [[], []])
  })
  it('does not write what can only be read, under whichever name it comes', () => {
    const { body, readOnly } = toVendor({ Id: 'a1', id: 'a1', Name: 'Acme' })
    assert.deepEqual(body, { Name: 'Acme' })
    assert.deepEqual(readOnly.toSorted(), ['Id', 'id'])
  })
  it('takes a field under the vendor’s name, and the hub’s where both are sent', () => {
    assert.deepEqual(toVendor({ Size: 3 }).body, { Size: 3 })
    assert.deepEqual(toVendor({ Size: 3, size: 4 }).body, { Size: 4 })
    assert.deepEqual(toVendor({ size: 4, Size: 3 }).body, { Size: 4 })
  })
  it('writes a field into a member that passes without touching what the client sent', () => {
    const sent = { city: 'Rome', Address: { zip: '1' } }
    assert.deepEqual(toVendor(sent).body, { Address: { zip: '1', city: 'Rome' } })
    assert.deepEqual(sent.Address, { zip: '1' })
  })
  it('never changes what the vendor’s record is made of', () => {
    const { body, ignored } = toVendor(JSON.parse('{"__proto__":{"isAdmin":true},"Name":"x"}'))
    assert.deepEqual(Object.keys(body), ['Name'])
    assert.equal((body as { isAdmin?: boolean }).isAdmin, undefined)
    assert.deepEqual(ignored, ['__proto__'])
  })
})

describe('a vendor that nests what it takes', () => {
  const { toVendor, toHub } = compileTransformation(company, {})

  it('gets members of either form nested, in lower case, and the excepted ones beside', () => {
    const nested = { properties: { name: 'Acme', phone: '1', email: 'a@x' }, associations: [{ to: 1 }] }
    assert.deepEqual(toVendor({ Name: 'Acme', Phone: '1', email: 'a@x', associations: [{ to: 1 }] }).body, nested)
    assert.deepEqual(toVendor({ properties: { Name: 'Acme', Email: 'a@x' }, phone: '1', associations: [{ to: 1 }] }).body, nested)
  })
  it('gets back a record as it was read without what can only be read, and the client is told which', () => {
    const read = toHub({ id: '7', properties: { name: 'Acme', changedate: 'd', email: null } }) as Record<string, unknown>
    assert.deepEqual(read, { id: '7', changed: 'd', email: null, properties: { name: 'Acme', changedate: 'd', email: null } })
    const { body, readOnly } = toVendor(read)
    assert.deepEqual(body, { properties: { name: 'Acme', email: null } })
    assert.deepEqual(readOnly.toSorted(), ['changed', 'id', 'properties.changedate'])
  })
  it('refuses another value than an object where the nested members go', () => {
    for (const properties of ['x', 1, null, [1]]) {
      assert.throws(() => toVendor({ properties }), { code: 'invalid-body', message: /properties: expected an object/ })
    }
  })
  it('gets no empty member where nothing goes into it', () => assert.deepEqual(toVendor({ associations: [] }).body, { associations: [] }))
})

describe('a document that cannot be meant', () => {
  const fields = [{ path: 'a', vendorPath: 'b.c', hides: true }]
  it('nests or spells members that do not pass', () => {
    assert.throws(() => compileTransformation({ vendorName: 'x', fields: [], nest: { into: 'p' } }, {}), /"others": "pass"/)
    assert.throws(() => compileTransformation({ vendorName: 'x', fields: [], names: 'lower' }, {}), /"others": "pass"/)
  })
  it('hides what is no member of the record', () =>
    assert.throws(() => compileTransformation({ vendorName: 'x', others: 'pass', fields }, {}), /only a member of the record itself/))
  it('hides the vendor’s member where none passes', () =>
    assert.throws(() => compileTransformation({ vendorName: 'x', fields }, {}), /hides/))
})
