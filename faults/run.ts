/**
 * Kills servers while they refresh tokens, and breaks the sessions that hold their locks. Two servers share one database; every customer is called through both; the simulator is strict: a refresh token
 * works once, and a pair whose reply was lost is lost. After each strike a killed server starts again and the run goes on; at the end the simulator's record is the judge.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Keap, startKeap } from '../simulators/keap/keap.ts'
import { startThrowawayPostgres } from '../test/database.ts'
import { readSecrets } from '../test/read-secrets.ts'
import { createServerProcess, type Server } from '../test/server-process.ts'
import { createLockBreaker } from './break-locks.ts'
import { type Customer, callHub, createCustomer } from './customer.ts'
import { createRandom, type Random } from './random.ts'
import { findRoot, judge, type Verdict } from './verdict.ts'

export interface FaultsOptions {
  readonly kills: number
  readonly customers: number
  readonly seed: number
  readonly log?: (line: string) => void
}

export interface FaultsReport extends Verdict {
  readonly kills: number
  /** Kills that fell while a token was on its way to the vendor or back. */
  readonly killsDuringRefresh: number
  /** Sessions with an advisory lock that were ended, in strikes of their own. */
  readonly lockSessionsBroken: number
  /** Such strikes that fell while a token was on its way. */
  readonly breaksDuringRefresh: number
  /** Customers who were served again after a strike near one of their refreshes. */
  readonly recovered: number
  /** Customers marked for a new authorization. */
  readonly marked: number
  /** Marked customers for whom the simulator has no lost pair, and lost pairs without a marked customer: both must be empty. */
  readonly unexplained: readonly number[]
  readonly calls: number
}

interface Run {
  readonly keap: Keap
  readonly servers: readonly Server[]
  readonly customers: Customer[]
  readonly marked: Customer[]
  readonly random: Random
  calls: number
  over: boolean
}

/** Runs until `kills` kills are done. Throws when a server does not come back. */
export async function runFaults(options: FaultsOptions): Promise<FaultsReport> {
  const log = options.log ?? (() => {})
  const random = createRandom(options.seed)
  const postgres = await startThrowawayPostgres()
  const breaker = await createLockBreaker(postgres.url)
  const keap = await startKeap({ accessTokenSeconds: 2, random, tokenDelayBefore: 10, tokenDelayAfter: 10 })
  const dataFolder = await mkdtemp(join(tmpdir(), 'octet-faults-'))
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
    servers.push(await createServerProcess(environment), await createServerProcess(environment))
    for (const server of servers) await server.start()
    const secrets = await readSecrets(environment)
    const run: Run = { keap, servers, customers: [], marked: [], random, calls: 0, over: false }
    for (let made = 0; made < options.customers; made++) run.customers.push(await createCustomer(servers[0]!.url, keap, secrets))
    const traffic = servers.map((server) => driveTraffic(run, server))
    let [kills, killsDuringRefresh, lockSessionsBroken, breaksDuringRefresh, recovered] = [0, 0, 0, 0, 0]
    for (let strike = 1; kills < options.kills; strike++) {
      const victim = servers[Math.floor(random() * servers.length)]!
      const near = await waitNearRefresh(run)
      if (strike % 3 === 0) {
        if (near.inFlight) breaksDuringRefresh++
        lockSessionsBroken += await breaker.breakLocks()
      } else {
        kills++
        if (near.inFlight) killsDuringRefresh++
        await victim.kill()
        await victim.start()
      }
      const outcome = await settle(run, near.customers)
      recovered += outcome.recovered
      for (const customer of outcome.marked) {
        retire(run, customer)
        run.customers.push(await createCustomer(victim.url, keap, secrets))
      }
      if (strike % 10 === 0)
        log(`${kills} kills, ${lockSessionsBroken} lock sessions broken, ${recovered} recovered, ${run.marked.length} marked`)
    }
    run.over = true
    await Promise.all(traffic)
    const last = await settle(run, run.customers)
    for (const customer of last.marked) retire(run, customer)
    return report(run, { kills, killsDuringRefresh, lockSessionsBroken, breaksDuringRefresh, recovered })
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await keap.close()
    await breaker.close()
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** Calls one customer after the other through one server, a few at a time, for as long as the run lasts. */
async function driveTraffic(run: Run, server: Server): Promise<void> {
  const loop = async (): Promise<void> => {
    while (!run.over) {
      const customer = run.customers[Math.floor(run.random() * run.customers.length)]
      if (server.alive && customer !== undefined) {
        await callHub(server.url, customer)
        run.calls++
      }
      await sleep(5)
    }
  }
  await Promise.all([loop(), loop(), loop()])
}

/** Waits for the next presentation of a refresh token, then a random moment: before its answer, around it, or shortly after. */
async function waitNearRefresh(run: Run): Promise<{ customers: Customer[]; inFlight: boolean }> {
  const count = (): number => run.keap.record.reduce((sum, pair) => sum + pair.presentations.length, 0)
  const before = count()
  const since = Date.now()
  while (count() === before) await sleep(1)
  await sleep(run.random() * 25)
  const recent = run.keap.record.filter((pair) => pair.presentations.some(({ at }) => at >= since))
  const roots = new Set(recent.map((pair) => findRoot(run.keap.record, pair)))
  const inFlight = recent.some((pair) => pair.presentations.some(({ at, outcome }) => at >= since && outcome === 'unknown'))
  return { customers: run.customers.filter(({ firstGeneration }) => roots.has(firstGeneration)), inFlight }
}

/** Calls each customer until the answer is final: served, or refused. */
async function settle(run: Run, customers: readonly Customer[]): Promise<{ recovered: number; marked: Customer[] }> {
  const answers = await Promise.all(customers.map((customer) => callUntilFinal(run.servers, customer)))
  return {
    recovered: answers.filter((answer) => answer === 'served').length,
    marked: customers.filter((_, index) => answers[index] === 'refused'),
  }
}

async function callUntilFinal(servers: readonly Server[], customer: Customer): Promise<'served' | 'refused'> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await callHub(servers[attempt % servers.length]!.url, customer)
    if (answer !== 'failed') return answer
    await sleep(50)
  }
  throw new Error(`Customer ${customer.id} got no final answer in 200 calls`)
}

function retire(run: Run, customer: Customer): void {
  run.customers.splice(run.customers.indexOf(customer), 1)
  run.marked.push(customer)
}

function report(
  run: Run,
  counts: Pick<FaultsReport, 'kills' | 'killsDuringRefresh' | 'lockSessionsBroken' | 'breaksDuringRefresh' | 'recovered'>,
): FaultsReport {
  const verdict = judge(run.keap.record)
  const lost = new Set(verdict.lostPairs.map((pair) => findRoot(run.keap.record, pair)))
  const marked = new Set(run.marked.map(({ firstGeneration }) => firstGeneration))
  const unexplained = [...marked.symmetricDifference(lost)]
  return { ...verdict, ...counts, marked: run.marked.length, unexplained, calls: run.calls }
}
