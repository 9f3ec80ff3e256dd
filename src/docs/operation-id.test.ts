import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createIdRegistry, nameOperation } from './operation-id.ts'

const cases: readonly (readonly [method: string, path: string, id: string])[] = [
  ['GET', '/contacts', 'getContacts'],
  ['GET', '/contacts/{id}', 'getContactById'],
  ['POST', '/contacts', 'createContact'],
  ['PATCH', '/contacts/{id}', 'updateContactById'],
  ['PUT', '/contacts/{id}', 'replaceContactById'],
  ['DELETE', '/contacts/{id}', 'deleteContactById'],
  ['GET', '/companies/{id}', 'getCompanyById'],
  ['GET', '/addresses/{id}', 'getAddresseById'],
  ['GET', '/accounts/{accountId}', 'getAccountByAccountId'],
  ['GET', '/accounts/{id}/invitations', 'getAccountsInvitations'],
  ['POST', '/accounts/{id}/invitations', 'createAccountsInvitation'],
  ['GET', '/{objectName}', 'getByObjectName'],
  ['POST', '/{objectName}', 'createByObjectName'],
  ['GET', '/{objectName}/{objectId}', 'getObjectNameByObjectId'],
  ['PATCH', '/{objectName}/{objectId}', 'updateObjectNameByObjectId'],
  ['PUT', '/{objectName}/{objectId}', 'replaceObjectNameByObjectId'],
  ['DELETE', '/{objectName}/{objectId}', 'deleteObjectNameByObjectId'],
  ['GET', '/objects', 'getObjects'],
  ['GET', '/objects/{objectName}/metadata', 'getObjectsObjectNameMetadata'],
  ['GET', '/ping', 'getPing'],
  ['POST', '/bulk/query', 'createBulkQuery'],
  ['GET', '/bulk/{id}/status', 'getBulkStatus'],
  ['GET', '/bulk/{id}/errors', 'getBulkErrors'],
  ['PUT', '/bulk/{id}/cancel', 'replaceBulkCancel'],
  ['GET', '/followers-count', 'getFollowersCount'],
  ['PATCH', '/users/@me/nick', 'updateUsersMeNick'],
  ['GET', '/guilds/{guild.id}', 'getGuildByGuildId'],
  ['GET', '/', 'getRoot'],
]

describe('operation ids (contract 2.11)', () => {
  for (const [method, path, id] of cases) test(`${method} ${path} is ${id}`, () => assert.equal(nameOperation(method, path), id))

  test('each is given out once', () => {
    const claim = createIdRegistry()
    assert.deepEqual(['getPing', 'getPing', 'getPing_2', 'getPing'].map(claim), ['getPing', 'getPing_2', 'getPing_2_2', 'getPing_3'])
  })
})
