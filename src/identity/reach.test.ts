import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { addOrganization, addStranger } from '../../test/people.ts'
import type { Caller } from '../lib/caller.ts'
import { actsForOrganization, findUserOfOrganization, reachAccount } from './reach.ts'

let store: TestDatabase
let organizationId: number
let own: number
let other: number
let foreign: number
before(async () => {
  store = await openTestDatabase()
  const { database } = store
  organizationId = await addOrganization(database, 'ours')
  const theirs = await addOrganization(database, 'theirs')
  own = (await addStranger(database, { organizationId, secret: 'ann' })).accountId
  other = (await addStranger(database, { organizationId, secret: 'bob' })).accountId
  foreign = (await addStranger(database, { organizationId: theirs, secret: 'eve' })).accountId
})
after(() => store.close())

function callerWith(...roles: string[]): Caller {
  const user = { id: 1, emailAddress: 'a@example.com', firstName: 'A', lastName: 'A' }
  return { organizationId, accountId: own, user, roles, privileges: new Set() }
}

const reach = async (caller: Caller, id: number | string) => (await reachAccount(store.database.db, caller, String(id))).id

test('one’s own account is in everybody’s reach', async () => {
  for (const roles of [[], ['default-user'], ['admin'], ['org'], ['org-admin']]) assert.equal(await reach(callerWith(...roles), own), own)
})

test('another account of the organization is in reach of its administrators alone', async () => {
  assert.equal(await reach(callerWith('org-admin'), other), other)
  for (const roles of [[], ['default-user'], ['admin'], ['org'], ['customer-admin'], ['vdrAdmin']])
    await assert.rejects(reach(callerWith(...roles), other), { code: 'missing-privilege', status: 403 })
})

test('an account of another organization is as if it were not there, whoever asks', async () => {
  for (const roles of [[], ['org-admin'], ['org-admin', 'customer-admin', 'sys-admin']])
    for (const id of [foreign, -1, '999999999999999', '9'.repeat(30), '1e3', `${own} `, '', 'x', '\0'])
      await assert.rejects(reach(callerWith(...roles), id), { code: 'no-account', status: 404, message: `No account found with ID ${id}` })
})

test('a user is found within the organization, by id and by address in any case', async () => {
  const find = (emailOrId: string) => findUserOfOrganization(store.database.db, organizationId, emailOrId)
  const ann = (await find('ANN@example.com'))!
  assert.equal((await find(String(ann.id)))?.email, 'ann@example.com')
  for (const nobody of ['eve@example.com', '-1', 'a\0@example.com', '9'.repeat(30)]) assert.equal(await find(nobody), undefined)
})

test('roles of the organization may keep what all its accounts share', () => {
  for (const key of ['org-admin', 'org']) assert.ok(actsForOrganization({ roles: ['default-user', key] }))
  for (const key of ['admin', 'default-user', 'customer-admin']) assert.ok(!actsForOrganization({ roles: [key] }))
})
