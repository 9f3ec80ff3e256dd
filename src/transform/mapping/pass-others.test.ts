import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileFields, mapField } from './fixtures.ts'

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
