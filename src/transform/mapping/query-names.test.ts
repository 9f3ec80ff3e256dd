import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileFields, flagField, mapField } from './fixtures.ts'

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
