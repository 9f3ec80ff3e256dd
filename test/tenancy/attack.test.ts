/**
 * Tenancy: whatever route is called with the ids, names and keys of another organization, nothing of it is shown and nothing of it changes.
 * The routes are the running server's own, so a new one is attacked as soon as it is there.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { attackAs, openScene, type Scene } from './attack.ts'
import { fillRoute } from './fill-route.ts'
import { send } from './platform-routes.ts'

let scene: Scene
before(async () => {
  scene = await openScene()
})
after(() => scene.test.close())

it('the victim sees everything of its own that the others must not see', async () => {
  const missing = new Map(scene.victim.markers.list('all'))
  for (const route of scene.routes.filter(({ method }) => method === 'GET')) {
    const filled = fillRoute(route, scene.victim, () => 'x')
    const authorization = filled.byToken ? `${scene.victim.owner}, ${scene.victim.element}` : scene.victim.owner
    const { text } = await send(scene.test, route, { ...filled, authorization })
    for (const word of missing.keys()) if (text.includes(word)) missing.delete(word)
  }
  assert.deepEqual(
    [...missing.values()].filter((what) => what !== 'secrets'),
    [],
  )
})

describe('nothing of an organization is shown to, and nothing changed by', () => {
  const names = [
    "another organization's administrator",
    'the same with an Element token of the victim',
    "another organization's session",
    'nobody',
  ] as const
  for (const name of names) it(name, async () => assert.deepEqual(await attackAs(scene, name), []))
})
