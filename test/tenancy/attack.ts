/** One attacker at every route of the running server, with somebody else's ids, names and keys: what is shown, and what changes. */
import assert from 'node:assert/strict'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { type Attacker, createAttackers } from './attackers.ts'
import { type Filled, fillRoute, laceBody, laceQuery } from './fill-route.ts'
import { findLeaks } from './markers.ts'
import { hubRoutes, lastRoutes, listPlatformRoutes, type PlatformRoute, send } from './platform-routes.ts'
import { dumpRows, findChanged } from './rows.ts'
import { createTenant, type Tenant } from './tenant.ts'

export interface Scene {
  readonly test: TestApp
  readonly victim: Tenant
  readonly attackers: readonly Attacker[]
  readonly routes: readonly PlatformRoute[]
  /** Everything that attackers sent so far. */
  readonly everSent: Set<string>
}

/** A server with a victim and those who attack it. */
export async function openScene(): Promise<Scene> {
  const test = await createTestApp()
  const victim = await createTenant(test)
  const attackers = await createAttackers(test, victim)
  const routes = [...hubRoutes, ...(await listPlatformRoutes(test))]
  return { test, victim, attackers, routes, everSent: new Set() }
}

/** Attacks every route, those that read first. Gives what was found, each with its route. */
export async function attackAs(scene: Scene, name: Attacker['name']): Promise<readonly string[]> {
  const { test, routes } = scene
  const attacker = scene.attackers.find((each) => each.name === name)!
  const findings: string[] = []
  const done: string[] = []
  const all = await dumpRows(test.database)
  const guarded = all.filter((row) => attacker.isGuarded(row, all))
  const attackWith = async (route: PlatformRoute) => {
    for (const filled of attacksOf(scene, route)) {
      const { status, findings: found } = await attack(scene, { route, attacker, filled })
      findings.push(...found)
      if (status === 200 && !isReading(route)) done.push(route.name)
    }
  }
  await Promise.all(routes.filter(isReading).map(attackWith))
  for (const route of routes.filter((each) => !isReading(each))) {
    if (route.name === lastRoutes[0] && attacker.isLetIn) await demandLetIn(scene, attacker)
    await attackWith(route)
  }
  const changed = findChanged(guarded, await dumpRows(test.database))
  return [...findings, ...changed.map(({ text }) => `changed: ${text.slice(0, 300)}, by one of ${done.join(', ')}`)]
}

const isReading = ({ method }: PlatformRoute): boolean => method === 'GET'

let fresh = 0

/**
 * The requests of one route: as its owner would send it, with ids laid in wherever somebody might look for them, by the element's key, and for what an
 * account added to an element of the catalog.
 */
function attacksOf({ victim }: Scene, route: PlatformRoute): Filled[] {
  // Passwords are the victim's own: an attacker has none of them.
  const attacked = { ...victim, password: 'Wrong horse 9!' }
  const fill = (instead?: Readonly<Record<string, string>>) => fillRoute(route, attacked, () => `fresh${++fresh}`, instead)
  const plain = fill()
  const laced = { ...plain, path: laceQuery(plain.path, victim), ...(plain.body !== undefined && { body: laceBody(plain.body, victim) }) }
  if (!route.path.startsWith('/elements/{keyOrId}')) return [plain, laced]
  const { elementKey, extensionId } = victim.ids
  return [plain, laced, fill({ keyOrId: elementKey! }), fill({ keyOrId: 'infusionsoftcrm', resourceId: extensionId! })]
}

interface Attack {
  readonly route: PlatformRoute
  readonly attacker: Attacker
  readonly filled: Filled
}

async function attack({ test, victim, everSent }: Scene, { route, attacker, filled }: Attack) {
  const authorization = attacker.header(filled.byToken)
  const reply = await send(test, route, { ...filled, authorization })
  const sent = `${decodeURIComponent(filled.path)} ${filled.path} ${JSON.stringify(filled.body)} ${authorization}`
  everSent.add(sent)
  // What the attacker did before is the attacker's own.
  const asked = /\/(usage|audit-logs)/.test(route.path) ? [...everSent].join(' ') : sent
  const shown = `${JSON.stringify([...reply.headers])} ${reply.text}`
  const leaks = findLeaks(victim.markers.list(attacker.reach), shown, asked).map((what) => `shows ${what}`)
  const strange = [200, 302, 400, 401, 403, 404, 409].includes(reply.status) ? [] : ['neither refuses nor answers']
  return { status: reply.status, findings: [...leaks, ...strange].map((what) => `${describeReply(route, reply)}: ${what}`) }
}

const describeReply = (route: PlatformRoute, { status, text }: Reply) => `${route.name}: ${status} ${text.slice(0, 300)}`

async function demandLetIn({ test }: Scene, attacker: Attacker): Promise<void> {
  const { status } = await send(test, { method: 'GET' }, { path: '/organizations/me', authorization: attacker.header(false) })
  assert.equal(status, 200, 'who was locked out on the way attacked nothing')
}
