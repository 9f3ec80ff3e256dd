/** Tenancy within an organization: whatever route is called with the ids, names and keys of another account, nothing of that account is shown and nothing of it changes. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { attackAs, openScene, type Scene } from './attack.ts'

let scene: Scene
before(async () => {
  scene = await openScene()
})
after(() => scene.test.close())

describe('nothing of an account is shown to, and nothing changed by', () => {
  for (const name of ["another account's administrator", 'who keeps what is common to all accounts'] as const)
    it(name, async () => assert.deepEqual(await attackAs(scene, name), []))
})
