import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { OctetError } from '../lib/errors.ts'
import { compileTransformation } from './compile-transformation.ts'
import type { FieldTransformation, ObjectTransformation } from './document.ts'

const person: ObjectTransformation = {
  vendorName: 'person',
  slots: { emails: 'kind', 'detail.phones': 'kind' },
  custom: { vendorPath: 'extra', id: 'id', value: 'content', prefix: '_', directory: 'extraFields' },
  constants: { ObjectType: 'Person' },
  refused: { Login: 'accounts are kept elsewhere', Password: 'accounts are kept elsewhere', Fax: 'there is no fax' },
  fields: [
    { path: 'Id', vendorPath: 'id', type: 'number', vendorType: 'string', access: 'read' },
    { path: 'Name', vendorPath: 'name' },
    { path: 'OwnerId', vendorPath: 'owner.id', vendorWritePath: 'owner_id', type: 'number', vendorType: 'string' },
    { path: 'Company', vendorPath: 'company.title' },
    { path: 'Mail', vendorPath: 'emails[FIRST].address' },
    { path: 'MailType', vendorPath: 'emails[FIRST].type' },
    { path: 'Mail2', vendorPath: 'emails[SECOND].address' },
    { path: 'Phone', vendorPath: 'detail.phones[FIRST].line.number' },
    { path: 'Born', vendorPath: 'born', type: 'date' },
    { path: '_Known', vendorPath: 'known' },
  ],
}
const { toVendor, toHub } = compileTransformation(person, {})

describe('a hub record written', () => {
  it('puts each field where the vendor takes it, several into one slot', () => {
    const { body } = toVendor({
      Name: 'Ada',
      OwnerId: 7,
      Company: 'Acme',
      Mail: 'a@x',
      Mail2: 'b@x',
      MailType: 'work',
      Phone: '555',
      _Known: 'k',
    })
    assert.deepEqual(body, {
      name: 'Ada',
      owner_id: '7',
      company: { title: 'Acme' },
      emails: [
        { kind: 'FIRST', address: 'a@x', type: 'work' },
        { kind: 'SECOND', address: 'b@x' },
      ],
      detail: { phones: [{ kind: 'FIRST', line: { number: '555' } }] },
      known: 'k',
    })
  })
  it('clears by an explicit null, in a slot too', () => {
    assert.deepEqual(toVendor({ Name: null, Born: null, Mail2: null }).body, {
      name: null,
      born: null,
      emails: [{ kind: 'SECOND', address: null }],
    })
  })
  it('says what it ignored, and apart from it what can only be read; a constant sent as it is says nothing new', () => {
    assert.deepEqual(toVendor({ Id: 1, Nope: 2, ObjectType: 'Person', Name: 'x', Fax: null }), {
      body: { name: 'x' },
      ignored: ['Nope', 'Fax'],
      readOnly: ['Id'],
      usesCustom: false,
    })
    assert.deepEqual(toVendor({ ObjectType: 'Robot' }).ignored, ['ObjectType'])
  })
  it('finds the id of a vendor-defined field by its name', () => {
    const idOfName = new Map([['Color', '7']])
    assert.deepEqual(toVendor({ _Color: 'red', _Shade: 'x' }, idOfName), {
      body: { extra: [{ id: '7', content: 'red' }] },
      ignored: ['_Shade'],
      readOnly: [],
      usesCustom: true,
    })
    assert.deepEqual(toVendor({ _Color: 'red' }), { body: {}, ignored: ['_Color'], readOnly: [], usesCustom: true })
  })
  it('is refused by name and reason where the vendor has no place for a field', () => {
    assert.throws(
      () => toVendor({ Login: 'x', Name: 'y', Fax: '1', Password: 'z' }),
      (error) =>
        error instanceof OctetError &&
        error.status === 400 &&
        error.message === 'Login, Password: accounts are kept elsewhere; Fax: there is no fax',
    )
  })
  it('names every value that is none of its type', () => {
    assert.throws(
      () => toVendor({ OwnerId: 'abc', Born: '2024-02-30' }),
      (error) =>
        error instanceof OctetError &&
        error.message ===
          'Invalid request body: OwnerId: expected a number, got "abc"; Born: expected a date (yyyy-MM-dd), got "2024-02-30"',
    )
  })
  it('is read back as it was written', () => {
    const text = fc.string({ minLength: 1 })
    const record = fc.record(
      { Name: text, Company: text, Mail: text, MailType: text, Mail2: text, Phone: text, _Known: text },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(record, (sent) => {
        const { Id, ObjectType, ...read } = toHub(toVendor(sent).body, undefined, 'omit') as Record<string, unknown>
        assert.deepEqual([Id, ObjectType, { ...read }], [undefined, 'Person', { ...sent }])
      }),
      readPropertyRuns(5, 200),
    )
  })
})

describe('a value written as', () => {
  const levels = { '1': 'HIGH', '2': 'LOW' }
  const cases: [field: Partial<FieldTransformation>, value: unknown, expected: unknown][] = [
    [{}, 'x', 'x'],
    [{}, 5, '5'],
    [{}, ['a'], ['a']],
    [{ type: 'string' }, { a: 1 }, /F: expected a text, got \{"a":1\}/],
    [{ type: 'number' }, '12', 12],
    [{ type: 'number' }, 12.5, 12.5],
    [{ type: 'number', vendorType: 'string' }, 12, '12'],
    [{ type: 'number' }, '', /F: expected a number, got ""/],
    [{ type: 'number' }, true, /F: expected a number, got true/],
    [{ type: 'boolean' }, 'TRUE', true],
    [{ type: 'boolean' }, '1', true],
    [{ type: 'boolean' }, 1, true],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'boolean', vendorType: 'number' }, true, 1],
    [{ type: 'boolean' }, 2, /F: expected true or false, got 2/],
    [{ type: 'date' }, '2024-03-15T23:00:00-02:00', '2024-03-16'],
    [{ type: 'datetime' }, '2024-03-15', '2024-03-15T00:00:00Z'],
    [{ type: 'datetime' }, '2024-03-15T10:30', '2024-03-15T10:30:00Z'],
    [{ type: 'datetime' }, '2024-03-15T10:30:00+02:00', '2024-03-15T08:30:00Z'],
    [{ type: 'datetime' }, 'now', /F: expected a date-time \(ISO 8601, UTC when it names no zone\), got "now"/],
    [{ type: 'number', values: levels }, 1, 'HIGH'],
    [{ type: 'number', values: levels }, '2', 'LOW'],
    [{ values: levels }, 'OTHER', 'OTHER'],
    [{ values: { Red: 'r' }, strictValues: true }, 'rED', 'r'],
    [{ values: { a: '1', A: '2' } }, 'A', '2'],
    [{ values: { ab: '1', Ab: '2' } }, 'AB', 'AB'],
    [{ values: levels, strictValues: true }, 'OTHER', /F: expected one of 1, 2, got "OTHER"/],
    [{ values: levels, strictValues: true }, 'toString', /F: expected one of 1, 2, got "toString"/],
    [{ type: 'number', values: { '1': 'true', '0': 'false' }, vendorType: 'boolean' }, 0, false],
    [{ type: 'number', scale: 100 }, 19.99, 1999],
    [{ type: 'number', scale: 100 }, '0.07', 7],
  ]
  for (const [field, value, expected] of cases) {
    const write = () =>
      compileTransformation({ vendorName: 'x', fields: [{ path: 'F', vendorPath: 'f', ...field }] }, {}).toVendor({ F: value }).body['f']
    if (expected instanceof RegExp)
      it(`${JSON.stringify(field)}: ${JSON.stringify(value)} is refused`, () => assert.throws(write, expected))
    else
      it(`${JSON.stringify(field)}: ${JSON.stringify(value)} goes out as ${JSON.stringify(expected)}`, () =>
        assert.deepEqual(write(), expected))
  }
  it('money that is written and read is the same amount', () => {
    const { toHub, toVendor } = compileTransformation(
      { vendorName: 'x', fields: [{ path: 'Price', vendorPath: 'price', type: 'number', scale: 100 }] },
      {},
    )
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
        const { body } = toVendor({ Price: cents / 100 })
        assert.equal(body['price'], cents)
        assert.deepEqual(toHub(body), { Price: cents / 100 })
      }),
      readPropertyRuns(100, 500),
    )
  })
})
