/**
 * Changes mappings, elements, instances, roles and users through two servers, which are called all the while, killed and cut off from their database: no answer may show
 * a state that was replaced more than a second before the call, no call may fail but for a strike, and usage may lack calls of the last second before a kill alone.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startThrowawayPostgres } from '../../test/database.ts'
import { readSecrets } from '../../test/read-secrets.ts'
import { createServerProcess, type Server } from '../../test/server-process.ts'
import { startVendor } from '../../test/vendor.ts'
import { createLockBreaker } from '../break-locks.ts'
import { createRandom, type Random } from '../random.ts'
import { ask } from './api.ts'
import type { Call } from './call.ts'
import { judgeCalls, type Verdict } from './judge-calls.ts'
import { judgeUsage, type UsageVerdict } from './judge-usage.ts'
import { type Probe, type Subject, setStage } from './stage.ts'
import { type Strike, strike } from './strikes.ts'

export interface ChangesOptions {
  readonly strikes: number
  readonly seed: number
  readonly log?: (line: string) => void
}

export interface ChangesReport extends Verdict, UsageVerdict {
  readonly kills: number
  readonly cuts: number
  readonly changes: number
  /** Changes of which nobody knows whether they were done. */
  readonly uncertain: number
}

interface Run {
  readonly servers: readonly Server[]
  readonly calls: Call[]
  readonly strikes: Strike[]
  readonly random: Random
  over: boolean
}

/** Between two calls of one kind through one server. */
const pauseMs = 8
/** For so long all changes go through one server, then through the next. */
const spellMs = 4000

/** Runs until so many strikes have fallen. Throws when a server does not come back. */
export async function runChanges({ strikes, seed, log = () => {} }: ChangesOptions): Promise<ChangesReport> {
  const random = createRandom(seed)
  const postgres = await startThrowawayPostgres()
  const breaker = await createLockBreaker(postgres.url)
  const closers: (() => unknown)[] = []
  const vendor = await startVendor({ after: (close) => closers.push(close) }, ({ path, headers }) => ({
    body: { id: 1, path, setting: headers['x-setting'] },
  }))
  const dataFolder = await mkdtemp(join(tmpdir(), 'octet-faults-'))
  const environment = {
    ...process.env,
    ...{ DATABASE_URL: postgres.url, OCTET_KEY: randomBytes(32).toString('base64'), OCTET_DATA: dataFolder },
    ...{ OCTET_ALLOW_HOSTS: '127.0.0.1', OCTET_LOG_LEVEL: 'fatal' },
  }
  const servers: Server[] = []
  try {
    servers.push(await createServerProcess(environment), await createServerProcess(environment))
    for (const server of servers) await server.start()
    const stage = await setStage(servers[0]!, vendor.url, await readSecrets(environment))
    const run: Run = { servers, calls: [], strikes: [], random, over: false }
    const work = [
      ...stage.subjects.map((subject) => keepChanging(run, subject)),
      ...servers.flatMap((server) => stage.probes.map((probe) => keepCalling(run, server, probe))),
    ]
    await sleep(spellMs)
    for (let number = 0; number < strikes; number++) {
      await strike({ servers, breaker, random }, number, (fallen) => run.strikes.push(fallen))
      vendor.asked.length = 0
      if (number % 4 === 3) log(`${number + 1} strikes, ${run.calls.length} calls`)
    }
    run.over = true
    await Promise.all(work)
    // What is not written yet is written at the stop.
    await Promise.all(servers.map((server) => server.stop()))
    const steps = stage.subjects.flatMap(({ history }) => history.slice(1))
    const kills = run.strikes.filter(({ kind }) => kind === 'kill').length
    return {
      ...judgeCalls(stage.subjects, run),
      ...(await judgeUsage(postgres.url, run)),
      ...{ kills, cuts: strikes - kills, changes: steps.length },
      uncertain: steps.filter(({ doneAt }) => doneAt === undefined).length,
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    for (const close of closers) close()
    await breaker.close()
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** Changes one thing again and again, through the server whose turn it is. */
async function keepChanging(run: Run, { history, paceMs, valueAt, change }: Subject): Promise<void> {
  for (let number = 1; !run.over; number++) {
    await sleep(paceMs * (0.75 + run.random() / 2))
    const server = chooseServer(run.servers)
    const step = { value: valueAt(number), begunAt: performance.now(), doneAt: undefined as number | undefined }
    history.push(step)
    const call = await send(server, change(step.value))
    if (call.answer?.status === 200) step.doneAt = call.endedAt
    run.calls.push({ ...call, kind: 'change' })
  }
}

/** A server forgets what changes through itself: only a spell of changes through the other shows whether it hears of them. */
function chooseServer(servers: readonly Server[]): Server {
  const turn = servers[Math.floor(performance.now() / spellMs) % servers.length]!
  return turn.alive ? turn : (servers.find(({ alive }) => alive) ?? turn)
}

async function keepCalling(run: Run, server: Server, { isHubCall, asked, read }: Probe): Promise<void> {
  while (!run.over) {
    await sleep(pauseMs)
    if (!server.alive) continue
    const call = await send(server, asked)
    run.calls.push({ ...call, kind: isHubCall ? 'hub' : 'platform', shown: call.answer && read(call.answer) })
  }
}

async function send(server: Server, asked: Parameters<typeof ask>[1]): Promise<Pick<Call, 'server' | 'startedAt' | 'endedAt' | 'answer'>> {
  const startedAt = performance.now()
  const answer = await ask(server, asked).catch(() => undefined)
  return { server, startedAt, endedAt: performance.now(), answer }
}
