import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { startNetwork } from '../../test/network.ts'
import { type Gap, openListener } from './listener.ts'

describe('the listener', () => {
  let test: TestDatabase
  before(async () => {
    test = await openTestDatabase()
  })
  after(() => test.close())

  it('notices a connection that is dead but not closed, and listens on a new one', async () => {
    const network = await startNetwork(test.url)
    const events = new EventEmitter()
    const listener = await openListener({
      url: network.url,
      heartbeatMs: 100,
      answerMs: 100,
      onError: (error) => events.emit('failed', error.message),
    })
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

  it('gives up a new connection that falls silent before it listens', async () => {
    const network = await startNetwork(test.url)
    const events = new EventEmitter()
    const listener = await openListener({ url: network.url, heartbeatMs: 20, answerMs: 100, onError: () => events.emit('failed') })
    listener.onGap((gap) => events.emit(gap))
    await listener.listen('octet_secrets', () => undefined)
    network.state.silent = true
    await once(events, 'lost')
    await once(events, 'failed')
    await once(events, 'failed')
    network.state.silent = false
    await once(events, 'restored')
    assert.equal(listener.isListening(), true)
    await listener.close()
    network.close()
  })

  it('keeps one connection, also when that breaks as soon as it has come back', async () => {
    const network = await startNetwork(test.url)
    const gaps: Gap[] = []
    const steady = Promise.withResolvers<void>()
    const listener = await openListener({ url: network.url, heartbeatMs: 20, answerMs: 500, onError: () => undefined })
    listener.onGap((gap) => {
      gaps.push(gap)
      if (gap === 'lost') return
      if (gaps.length < 8) network.dropAll()
      else steady.resolve()
    })
    network.dropAll()
    await steady.promise
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.deepEqual(gaps, Array(4).fill(['lost', 'restored']).flat())
    assert.equal(network.countOpen(), 1)
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
