import assert from 'node:assert/strict'
import { test } from 'node:test'
import { privilegeKeys } from './privileges.ts'
import { createRoleBook, type RoleOverride } from './role.ts'

const override = (members: Partial<RoleOverride> & { key: string }): RoleOverride => ({
  ...{ id: 1000, name: 'N', description: 'D', active: true, privileges: [], features: [] },
  ...members,
})

test('the organization’s administrators may do everything but what is the server’s own', () => {
  const allowed = createRoleBook([]).privilegesOf(['org-admin'])
  const missing = privilegeKeys.filter((key) => !allowed.has(key))
  assert.deepEqual(missing, ['vdrAdmin', 'customerAdmin', 'system', 'intelligence'])
})

test('only the system’s administrator has the privilege of the system', () => {
  for (const { key, privileges } of createRoleBook([]).roles) assert.equal(privileges.includes('system'), key === 'sys-admin', key)
})

test('roles add up; unknown ones add nothing', () => {
  const book = createRoleBook([])
  assert.equal(book.privilegesOf([]).size, 0)
  assert.equal(book.privilegesOf(['no-such-role', 'constructor']).size, 0)
  const both = book.privilegesOf(['default-user', 'customer-admin'])
  assert.ok(both.has('viewElements') && both.has('customerAdmin') && !both.has('configureRoles'))
})

test('a row takes the place of the role that the server brings, keeping its id; one that is not active allows nothing', () => {
  const book = createRoleBook([override({ key: 'admin', name: 'Boss', privileges: ['viewElements'] })])
  assert.partialDeepStrictEqual(book.find('admin'), { id: 2, name: 'Boss', internal: false })
  assert.deepEqual([...book.privilegesOf(['admin'])], ['viewElements'])
  const off = createRoleBook([override({ key: 'admin', active: false, privileges: ['viewElements'] })])
  assert.equal(off.privilegesOf(['admin']).size, 0)
})

test('a role of the server’s own cannot be changed by a row, and roles of the organization’s own come last', () => {
  const book = createRoleBook([
    override({ key: 'vdrAdmin', privileges: ['system'] }),
    override({ id: 1001, key: 'reader', privileges: ['viewElements'] }),
  ])
  assert.deepEqual([...book.privilegesOf(['vdrAdmin'])], ['vdrAdmin'])
  assert.partialDeepStrictEqual(book.roles.at(-1), { id: 1001, key: 'reader', internal: false })
})
