import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OctetError } from '../lib/errors.ts'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { startTokenEndpoint, type TokenEndpoint } from '../oauth/fixtures/token-endpoint.ts'
import { createSubject, eventually, readState, renewNow } from './fixtures/renewals.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
let healthy: TokenEndpoint
before(async () => {
  healthy = await startTokenEndpoint()
  world = await createWorld({
    more: () => [createTestElement({ id: 5001, key: 'othercrm', defaults: { 'oauth.token.url': healthy.url } })],
  })
})
after(async () => {
  await world.close()
  await healthy.close()
})

test('a token endpoint that hangs delays the refreshes of no other', async () => {
  const stuck = await Promise.all(Array.from({ length: 20 }, () => createSubject(world)))
  const other = await createSubject(world, { element: { key: 'othercrm' }, providerData: { code: healthy.issueCode() } })
  world.endpoint.record.length = 0
  world.endpoint.faults.push(...stuck.map(() => 'hang' as const))
  const hanging = stuck.map((subject) => renewNow(world, subject).catch((error: Error) => error))
  await eventually(() => assert.equal(world.endpoint.record.length, 6))
  const first = await Promise.race([renewNow(world, other), sleep(3_000, 'late', { ref: false })])
  assert.partialDeepStrictEqual(first, { kind: 'bearer', generation: 2 })
  assert.equal(world.endpoint.record.length, 6)
  assert.partialDeepStrictEqual(await readState(world, other), { generation: 2 })
  await world.endpoint.close()
  for (const error of await Promise.all(hanging)) assert.equal((error as OctetError).status, 502)
})
