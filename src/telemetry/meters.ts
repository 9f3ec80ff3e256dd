/** What Prometheus reads. Labels hold names of the system's own catalog, methods and outcomes: nothing of customers, and nothing without bounds. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Watcher } from './watcher.ts'

export interface Meters {
  readonly watcher: Watcher
  /** Entries of usage that were lost. */
  countLost(entries: number): void
  readonly contentType: string
  /** The page, in the text format of Prometheus. */
  read(): Promise<string>
}

/** Numbers as they stand when the page is read. */
export interface StandingNumbers {
  /** Entries of usage that are not written yet. */
  readonly usage: () => number
  readonly scripts: () => { readonly waiting: number; readonly running: number }
  readonly connections: () => readonly { readonly pool: string; readonly state: string; readonly count: number }[]
}

export interface MeterParts {
  /** Keys of the elements and hubs that every server of this version has; others are counted as `own`. */
  readonly elements: ReadonlySet<string>
  readonly hubs: ReadonlySet<string>
  readonly standing: StandingNumbers
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export function createMeters({ elements, hubs, standing }: MeterParts): Meters {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const calls = new Counter({
    ...{ registers, name: 'octet_hub_calls_total', help: 'Hub calls by element, hub and class of the status' },
    labelNames: ['element', 'hub', 'status'],
  })
  const callDurations = new Histogram({
    ...{ registers, name: 'octet_hub_call_duration_seconds', help: 'How long hub calls took, from their content to their answer' },
    ...{ labelNames: ['hub'], buckets: seconds },
  })
  const exchanges = new Counter({
    ...{
      registers,
      name: 'octet_vendor_exchanges_total',
      help: 'Requests to vendors by method and outcome: class of the status, or why there is none',
    },
    labelNames: ['method', 'outcome'],
  })
  const exchangeDurations = new Histogram({
    ...{
      registers,
      name: 'octet_vendor_exchange_duration_seconds',
      help: 'How long vendors took until the head of their answer was there',
    },
    ...{ labelNames: ['method'], buckets: seconds },
  })
  const renewals = new Counter({
    ...{ registers, name: 'octet_token_renewals_total', help: 'Renewals of tokens by what came of them' },
    labelNames: ['outcome'],
  })
  const lost = new Counter({ registers, name: 'octet_usage_lost_total', help: 'Entries of usage that the database did not take' })
  showStanding(registers, standing)

  const watcher: Watcher = {
    call: (_call, work) => work(),
    answered({ element_key, hub, status, process_time }) {
      const ownHub = nameWithin(hubs, hub)
      calls.inc({ element: nameWithin(elements, element_key), hub: ownHub, status: classOf(status) })
      callDurations.observe({ hub: ownHub }, process_time / 1000)
    },
    exchange({ method }) {
      const startedAt = performance.now()
      return {
        end(outcome) {
          exchanges.inc({ method, outcome: 'status' in outcome ? classOf(outcome.status) : outcome.failure })
          exchangeDurations.observe({ method }, (performance.now() - startedAt) / 1000)
        },
      }
    },
    async renewal(work) {
      try {
        const result = await work()
        renewals.inc({ outcome: result.kind })
        return result
      } catch (error) {
        renewals.inc({ outcome: 'failed' })
        throw error
      }
    },
  }
  return { watcher, countLost: (entries) => lost.inc(entries), contentType: register.contentType, read: () => register.metrics() }
}

function showStanding(registers: Registry[], { usage, scripts, connections }: StandingNumbers): void {
  new Gauge({
    ...{
      registers,
      name: 'octet_usage_pending',
      help: 'Entries of usage that are not written yet: what a kill of this process would lose',
    },
    collect() {
      this.set(usage())
    },
  })
  new Gauge({
    ...{ registers, name: 'octet_scripts', help: 'Scripts that wait for their turn, and that have it', labelNames: ['state'] },
    collect() {
      const { waiting, running } = scripts()
      this.set({ state: 'waiting' }, waiting)
      this.set({ state: 'running' }, running)
    },
  })
  new Gauge({
    ...{
      registers,
      name: 'octet_database_connections',
      help: 'Connections of each pool by state; waiting: who has none',
      labelNames: ['pool', 'state'],
    },
    collect() {
      for (const { pool, state, count } of connections()) this.set({ pool, state }, count)
    },
  })
}

function nameWithin(known: ReadonlySet<string>, key: string | null): string {
  return key !== null && known.has(key) ? key : 'own'
}

function classOf(status: number): string {
  return `${Math.floor(status / 100)}xx`
}
