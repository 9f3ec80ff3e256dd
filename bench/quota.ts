/**
 * Demand above a vendor's quota, through real server processes on one database, against a simulator that enforces a sliding window exactly: how often
 * the vendor had to refuse, and how much of the quota was used.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Hubspot, startHubspot } from '../simulators/hubspot/hubspot.ts'
import { startThrowawayPostgres } from '../test/database.ts'
import { readSecrets, type Secrets } from '../test/read-secrets.ts'
import { createServerProcess, type Server } from '../test/server-process.ts'

export interface QuotaOptions {
  readonly servers: number
  /** Calls that each server has in flight at all times. */
  readonly callers: number
  readonly permits: number
  readonly windowSeconds: number
  /** Measured, after one window of running in. */
  readonly seconds: number
}

export interface QuotaReport {
  readonly served: number
  /** Calls that the vendor refused with 429, since the start. */
  readonly refused: number
  /** Calls that did not end with 200, since the start. */
  readonly failed: number
  /** What was served of what the quota allows. */
  readonly used: number
  /** How long calls took, waiting included (ms). */
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

interface Run {
  readonly hubspot: Hubspot
  readonly servers: readonly Server[]
  readonly authorizations: readonly string[]
  readonly took: number[]
  failed: number
  over: boolean
}

/** Runs it. Throws when a server does not start. */
export async function measureQuota(options: QuotaOptions): Promise<QuotaReport> {
  const { permits, windowSeconds } = options
  const postgres = await startThrowawayPostgres()
  const hubspot = await startHubspot({
    enforceLimits: true,
    privatePerWindow: permits,
    windowMs: windowSeconds * 1000,
    latencyMin: 80,
    latencyMax: 300,
    requestLog: 1_000_000,
  })
  const dataFolder = await mkdtemp(join(tmpdir(), 'octet-quota-'))
  const environment = {
    ...process.env,
    DATABASE_URL: postgres.url,
    OCTET_KEY: randomBytes(32).toString('base64'),
    OCTET_DATA: dataFolder,
    OCTET_ALLOW_HOSTS: '127.0.0.1',
    OCTET_LOG_LEVEL: 'fatal',
  }
  const servers: Server[] = []
  try {
    for (let i = 0; i < options.servers; i++) servers.push(await createServerProcess(environment))
    for (const server of servers) await server.start()
    const authorizations = await createInstances(servers[0]!, hubspot, { secrets: await readSecrets(environment), options })
    return await drive({ hubspot, servers, authorizations, took: [], failed: 0, over: false }, options)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await hubspot.close()
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function drive(run: Run, options: QuotaOptions): Promise<QuotaReport> {
  const { requests } = run.hubspot.state
  const calling = run.servers.flatMap((server) => Array.from({ length: options.callers }, (_, index) => callOn(run, server, index)))
  await sleep(options.windowSeconds * 1000)
  const start = Date.now()
  const settled = run.took.length
  await sleep(options.seconds * 1000)
  const end = Date.now()
  run.over = true
  await Promise.all(calling)
  const served = requests.filter(({ at, status }) => at >= start && at < end && status === 200).length
  const took = run.took.slice(settled).sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!
  return {
    served,
    refused: requests.filter(({ status }) => status === 429).length,
    failed: run.failed,
    used: served / ((options.permits * (end - start)) / (options.windowSeconds * 1000)),
    p50: at(0.5),
    p99: at(0.99),
    longest: took.at(-1)!,
  }
}

async function callOn(run: Run, server: Server, index: number): Promise<void> {
  const headers = { authorization: run.authorizations[index % run.authorizations.length]! }
  while (!run.over) {
    const since = performance.now()
    const reply = await fetch(`${server.url}/elements/api-v2/hubs/crm/contacts`, { headers })
    await reply.arrayBuffer()
    if (reply.status === 200) run.took.push(performance.now() - since)
    else run.failed++
  }
}

/** Two instances of an element with this one quota, which both use the same application of the vendor's. */
async function createInstances(server: Server, hubspot: Hubspot, more: { secrets: Secrets; options: QuotaOptions }): Promise<string[]> {
  const { secrets, options } = more
  const authorization = `User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`
  const post = async (path: string, body: object): Promise<{ key: string; token: string }> => {
    const headers = { authorization, 'content-type': 'application/json' }
    const reply = await fetch(`${server.url}/elements/api-v2${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`POST ${path} answered ${reply.status}: ${await reply.text()}`)
    return (await reply.json()) as { key: string; token: string }
  }
  const { key } = await post('/elements', describeElement(hubspot.url, options))
  const token = `Bearer ${hubspot.options.privateApps[0]!.token}`
  const configuration = { 'oauth.api.key': 'bench', 'access.token': token }
  const instances = [1, 2].map((number) => post('/instances', { name: `bench ${number}`, element: { key }, configuration }))
  return (await Promise.all(instances)).map((instance) => `${authorization}, Element ${instance.token}`)
}

function describeElement(url: string, { permits, windowSeconds }: QuotaOptions): object {
  const item = (key: string, more: object) => ({ key, name: key, description: key, type: 'TEXTFIELD_1000', ...more })
  const sends = { name: 'access.token', vendorName: 'Authorization', type: 'configuration', vendorType: 'header' }
  return {
    name: 'Quota bench',
    description: 'Lists contacts',
    hub: 'crm',
    authentication: { type: 'custom' },
    configuration: [item('base.url', { defaultValue: url }), item('oauth.api.key', {}), item('access.token', { type: 'PASSWORD' })],
    resources: [
      {
        type: 'api',
        method: 'GET',
        path: '/contacts',
        vendorMethod: 'GET',
        vendorPath: '/crm/v3/objects/contacts?limit=1',
        parameters: [sends],
      },
    ],
    octet: {
      version: 1,
      limits: {
        quotas: [
          {
            name: 'burst',
            scope: 'application',
            permits,
            seconds: windowSeconds,
            headers: {
              limit: 'X-HubSpot-RateLimit-Max',
              remaining: 'X-HubSpot-RateLimit-Remaining',
              seconds: { name: 'X-HubSpot-RateLimit-Interval-Milliseconds', unit: 'ms' },
            },
          },
        ],
      },
    },
  }
}

/** The report as people read it; sound: at most one refusal in a thousand calls, at least 95 % used. */
export function printQuota(report: QuotaReport): { text: string; isSound: boolean } {
  const { served, refused, failed, used, p50, p99, longest } = report
  const share = refused / Math.max(1, served + refused)
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  const lines = [
    `served by the vendor   ${served}`,
    `refused by the vendor  ${refused} (${(share * 100).toFixed(3)} %, wanted < 0.1 %)`,
    `failed for the client  ${failed}`,
    `quota used             ${(used * 100).toFixed(2)} % (wanted ≥ 95 %)`,
    `a call, with waiting   p50 ${seconds(p50)}, p99 ${seconds(p99)}, longest ${seconds(longest)}`,
  ]
  return { text: lines.join('\n'), isSound: share < 0.001 && used >= 0.95 }
}
