import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileMapping } from './compile-mapping.ts'
import { compileFields, flagField, mapField, onlyMapped } from './fixtures.ts'
import type { MappingField } from './mapping-document.ts'

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
