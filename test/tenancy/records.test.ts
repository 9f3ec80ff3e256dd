/**
 * The record of changes (contract 10): whatever route changes something leaves an entry with who, what and from where; nothing changes without one.
 * The routes are the running server's own: a new one is in neither list until it leaves an entry, or somebody says here why it need not.
 */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { type Schedule, systemSchedule } from '../../src/oauth/schedule.ts'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { type Filled, fillRoute } from './fill-route.ts'
import { listPlatformRoutes, type PlatformRoute, send } from './platform-routes.ts'
import { prepareFor } from './prepare.ts'
import { dumpRows, findChanged } from './rows.ts'
import { createTenant, type Tenant } from './tenant.ts'

/** Routes that change nothing, and why they are no GET. */
const changeNothing: Readonly<Record<string, string>> = {
  'POST /elements/convert': 'gives back what it makes of a document',
  'POST /elements/{keyOrId}/oauth/url': 'takes secrets that belong in no URL',
  'POST /transformations/{name}/execute': 'tries a mapping out',
  'POST /elements/{keyOrId}/client-sdks': 'names packages that are made when they are fetched',
}
/** Routes that nobody can be answered 200 by. */
const neverDone: Readonly<Record<string, string>> = {
  'POST /elements/{keyOrId}/client-sdks/publish': 'there is no registry to publish to',
}

let test: TestApp
let tenant: Tenant
let routes: readonly PlatformRoute[]
let fresh = 0

before(async () => {
  // What a vendor granted is stored again and again where the store stumbles, with pauses that nobody here waits for.
  const schedule: Schedule = (work, afterMs) => systemSchedule(work, afterMs > 5000 ? afterMs : afterMs / 50)
  test = await createTestApp({ overrides: { schedule } })
  tenant = await createTenant(test)
  routes = (await listPlatformRoutes(test)).filter(({ method }) => method !== 'GET')
})
after(() => test.close())

interface Asked {
  readonly reply: Reply
  readonly filled: Filled
  /** What was on record before it. */
  readonly last: number
}

/** The last entry there is. */
async function readLast(): Promise<number> {
  const { db } = test.database
  return (
    (
      await db
        .selectFrom('audit_logs')
        .select(({ fn }) => fn.max('id').as('id'))
        .executeTakeFirstOrThrow()
    ).id ?? 0
  )
}

/** Makes the request as the owner. Where an earlier one took away what it needs, there is another tenant for it. */
async function ask(route: PlatformRoute, isLastTry = false): Promise<Asked> {
  const {
    authorization = tenant.owner,
    instead,
    ids,
  } = await prepareFor(route, tenant, test).catch((error) => {
    if (isLastTry) throw error
    return { authorization: 'nobody', instead: {}, ids: {} }
  })
  const filled = fillRoute(route, { ...tenant, ids: { ...tenant.ids, ...ids } }, () => `fresh${++fresh}`, instead)
  const last = await readLast()
  const isSession = route.name === 'DELETE /authentication'
  const header = isSession ? tenant.session : filled.byToken ? `${authorization}, ${tenant.element}` : authorization
  const reply = await send(test, route, { ...filled, authorization: header })
  if (reply.status === 200 || isLastTry || route.name in neverDone) return { reply, filled, last }
  tenant = await createTenant(test)
  return ask(route, true)
}

it('every route that changes something leaves an entry with who, what and from where', async () => {
  const findings: string[] = []
  const { db } = test.database
  for (const route of routes) {
    const { reply, filled, last } = await ask(route)
    if (route.name in neverDone) continue
    if (reply.status !== 200) {
      findings.push(
        `${route.name}: ${reply.status} ${reply.text.slice(0, 300)}: tell test/tenancy/bodies.ts and prepare.ts how it is answered 200`,
      )
      continue
    }
    const id = reply.headers.get('elements-request-id')
    const entries = await db.selectFrom('audit_logs').selectAll().where('id', '>', last).where('request_id', '=', id).execute()
    const isSilent = route.name in changeNothing
    if (isSilent !== (entries.length === 0)) findings.push(`${route.name}: ${entries.length} entries`)
    const path = filled.path.split('?')[0]!
    const wrong = entries.filter(
      (row) =>
        row.method !== route.method ||
        !decodeURIComponent(row.resource_uri).includes(decodeURIComponent(path)) ||
        row.user_id === null ||
        row.account_id === null ||
        row.ip_address === null ||
        row.entity_id === '' ||
        row.status !== 200,
    )
    findings.push(...wrong.map((row) => `${route.name}: ${JSON.stringify(row)}`))
  }
  assert.deepEqual(findings, [])
})

it('no entry holds a secret', async () => {
  const { rows } = await sql<{ text: string }>`SELECT to_jsonb(a)::text AS text FROM audit_logs a`.execute(test.database.db)
  const secrets = [tenant.userSecret, tenant.organizationSecret, tenant.ids['elementToken']!, tenant.password, tenant.session.slice(7)]
  const applied = ['octet-demo-secret', 'legacy-private-key', 'Correct horse']
  assert.ok(rows.length > 100)
  for (const secret of [...secrets, ...applied, test.user.slice(5), test.organization.slice(13)])
    assert.equal(rows.filter(({ text }) => text.includes(secret)).length, 0, secret)
})

it('where no entry can be written nothing is changed', async () => {
  const { db } = test.database
  tenant = await createTenant(test)
  const requests: [PlatformRoute, Filled, string][] = []
  for (const route of routes) {
    if (route.name in changeNothing || route.name in neverDone) continue
    const { authorization = tenant.owner, instead, ids } = await prepareFor(route, tenant, test)
    const filled = fillRoute(route, { ...tenant, ids: { ...tenant.ids, ...ids } }, () => `fresh${++fresh}`, instead)
    requests.push([route, filled, filled.byToken ? `${authorization}, ${tenant.element}` : authorization])
  }
  await sql`ALTER TABLE audit_logs RENAME TO audit_logs_away`.execute(db)
  const earlier = await dumpRows(test.database)
  const findings: string[] = []
  try {
    for (const [route, filled, authorization] of requests) {
      const { status } = await send(test, route, { ...filled, authorization })
      if (status === 200) findings.push(`${route.name}: 200`)
    }
    const later = await dumpRows(test.database)
    findings.push(...findChanged(earlier, later).map(({ text }) => `gone: ${text.slice(0, 300)}`))
    findings.push(...findChanged(later, earlier).map(({ text }) => `new: ${text.slice(0, 300)}`))
  } finally {
    await sql`ALTER TABLE audit_logs_away RENAME TO audit_logs`.execute(db)
  }
  assert.deepEqual(findings, [])
})
