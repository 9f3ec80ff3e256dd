import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openPartWorld, type PartWorld } from './fixtures/part-world.ts'

let world: PartWorld
let element: number
let places: string[]
before(async () => {
  world = await openPartWorld()
  element = (await world.create()).id
  const resource = await world.call('POST', `/elements/${element}/resources`, { body: { path: '/x', method: 'GET', vendorPath: '/x' } })
  places = [`/elements/${element}/hooks`, `/elements/${element}/resources/${resource.id}/hooks`]
})
after(() => world.close())

const hook = { type: 'preRequest', body: 'done()' }

test('trap 20: a script that is no JavaScript is stored as it is', async () => {
  for (const place of places) {
    const added = await world.call('POST', place, { body: { type: 'preRequest', body: "done(foo: 'bar');" } })
    assert.deepEqual([added.body, added.mimeType, added.isLegacy], ["done(foo: 'bar');", 'application/javascript', false])
    assert.deepEqual(await world.call('GET', `${place}/${added.id}`), added)
  }
})

test('trap 20: the legacy way can be left and not entered again', async () => {
  for (const place of places) {
    const { id, isLegacy } = await world.call('POST', place, { body: { ...hook, isLegacy: true } })
    assert.equal(isLegacy, true)
    assert.equal((await world.call('PUT', `${place}/${id}`, { body: { ...hook, isLegacy: true } })).isLegacy, true)
    assert.equal((await world.call('PUT', `${place}/${id}`, { body: { ...hook, isLegacy: false } })).isLegacy, false)
    await assert.rejects(world.call('PUT', `${place}/${id}`, { body: { ...hook, isLegacy: true } }), {
      status: 400,
      message: 'isLegacy cannot be switched on again once it is false',
    })
    assert.equal((await world.call('GET', `${place}/${id}`)).isLegacy, false)
  }
})

test('trap 20: nor through the resource that the hook belongs to', async () => {
  const base = `/elements/${element}/resources`
  const resource = { path: '/legacy', method: 'GET', vendorPath: '/x', hooks: [hook] }
  const added = await world.call('POST', base, { body: resource })
  const changed = { ...resource, hooks: [{ ...added.hooks[0], isLegacy: true }] }
  await assert.rejects(world.call('PUT', `${base}/${added.id}`, { body: changed }), { status: 400, code: 'hook-not-legacy' })
})

test('several of one type stand beside each other, and each says what it belongs to', async () => {
  const [ofElement, ofResource] = places as [string, string]
  for (const [place, member] of [
    [ofElement, 'elementId'],
    [ofResource, 'resourceId'],
  ] as const) {
    const before = await world.call('GET', place)
    const added = [await world.call('POST', place, { body: hook }), await world.call('POST', place, { body: hook })]
    assert.notEqual(added[0].id, added[1].id)
    assert.deepEqual(await world.call('GET', place), [...before, ...added])
    assert.ok(added.every((each) => typeof each[member] === 'number'))
    assert.equal(await world.call('DELETE', `${place}/${added[0].id}`), undefined)
    assert.deepEqual(await world.call('GET', place), [...before, added[1]])
  }
})

test('a type that never runs is refused, and an unknown hook is 404', async () => {
  for (const place of places) {
    await assert.rejects(world.call('POST', place, { body: { ...hook, type: 'before' } }), {
      status: 400,
      message: 'Invalid request body: type: expected one of preRequest, postRequest, event, got "before"',
    })
    await assert.rejects(world.call('PUT', `${place}/1`, { body: hook }), { status: 404, message: 'No hook found with ID 1' })
  }
})

test('trap 7: what a client stores under message is kept and not shown', async () => {
  for (const place of places) {
    const { id, message } = await world.call('POST', place, { body: { ...hook, message: 'mine' } })
    assert.equal(message, undefined)
    assert.equal((await world.call('GET', `${place}/${id}`)).message, undefined)
  }
})
