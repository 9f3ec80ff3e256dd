import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { startNetwork } from '../../test/network.ts'
import { openListener } from './listener.ts'

describe('the listener', () => {
  let test: TestDatabase
  before(async () => {
    test = await openTestDatabase()
  })
  after(() => test.close())

  it('notices a connection that is dead but not closed, and listens on a new one', async () => {
    const network = await startNetwork(test.url)
    const events = new EventEmitter()
    const listener = await openListener({ url: network.url, heartbeatMs: 100, onError: (error) => events.emit('failed', error.message) })
    listener.onGap((gap) => events.emit(gap))
    await listener.listen('octet_secrets', (payload) => events.emit('heard', payload))
    const [lost, failed, restored] = [once(events, 'lost'), once(events, 'failed'), once(events, 'restored')]
    network.state.silent = true
    await lost
    assert.deepEqual(await failed, ['The LISTEN connection does not answer'])
    network.state.silent = false
    await restored
    const heard = once(events, 'heard')
    await test.database.notify('octet_secrets', 'again')
    assert.deepEqual(await heard, ['again'])
    await listener.close()
    network.close()
  })

  it('tries until the database is back, and hears channels that were added meanwhile', async () => {
    const network = await startNetwork(test.url)
    const events = new EventEmitter()
    let failures = 0
    const listener = await openListener({ url: network.url, onError: () => ++failures === 3 && events.emit('third failure') })
    listener.onGap((gap) => events.emit(gap))
    const [lost, third, restored] = [once(events, 'lost'), once(events, 'third failure'), once(events, 'restored')]
    network.state.refusing = true
    network.dropAll()
    await lost
    assert.equal(listener.isListening(), false)
    await listener.listen('octet_keys', (payload) => events.emit('heard', payload))
    await third
    network.state.refusing = false
    await restored
    assert.equal(listener.isListening(), true)
    const heard = once(events, 'heard')
    await test.database.notify('octet_keys', 'now')
    assert.deepEqual(await heard, ['now'])
    await listener.close()
    network.close()
  })

  it('stops trying when it is closed', async () => {
    const network = await startNetwork(test.url)
    const events = new EventEmitter()
    const listener = await openListener({ url: network.url, onError: () => events.emit('failed') })
    listener.onGap((gap) => events.emit(gap))
    const lost = once(events, 'lost')
    network.state.refusing = true
    network.dropAll()
    await lost
    await listener.close()
    let later = 0
    events.on('restored', () => later++)
    network.state.refusing = false
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.deepEqual([later, listener.isListening()], [0, false])
    network.close()
  })
})
