/** Trouble with the database, as clients and the operator see it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp } from '../app.ts'
import { openTestDatabase, type TestDatabase } from '../database.ts'
import { type Network, startNetwork } from '../network.ts'

describe('a database that goes away', () => {
  let store: TestDatabase
  let network: Network
  let database: Database
  let test: TestApp
  before(async () => {
    store = await openTestDatabase()
    network = await startNetwork(store.url)
    database = await openDatabase({ dataFolder: '', databaseUrl: network.url, poolSize: 4 })
    test = await createTestApp({ overrides: { database } })
  })
  after(async () => {
    await test.close()
    await database.close()
    network.close()
    await store.close()
  })

  const isReady = async () => (await fetch(`${test.url}/readyz`)).status === 200

  it('is a 503 that says so until it is back; what needs no database is still answered', async () => {
    const instance = await test.connect()
    network.state.refusing = true
    network.dropAll()
    for (let call = 0; call < 5; call++) {
      for (const reply of [await test.call('GET', '/instances'), await instance.call('GET', '/hubs/crm/contacts')]) {
        assert.equal(reply.status, 503, reply.text)
        assert.equal(reply.headers.get('retry-after'), '5')
        assert.equal(reply.body.message, 'The database of this server cannot be reached; try again in 5 s')
      }
    }
    assert.equal(await isReady(), false)
    assert.equal((await test.call('GET', '/elements?abridged=true', { authorization: null })).status, 200)
    assert.equal(test.log.filter((line) => line.includes('the database cannot be reached')).length, 1)
    network.state.refusing = false
    for (const end = Date.now() + 5000; !(await isReady()) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await instance.call('GET', '/hubs/crm/contacts')).status, 200)
    assert.equal((await test.call('GET', '/instances')).status, 200)
  })
})
