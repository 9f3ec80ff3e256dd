/** What watches the server, as the settings say. Each is loaded only where it is on; where none is, everything is handed back as it came. */
import type { Egress } from '../lib/egress.ts'
import type { Meters, StandingNumbers } from './meters.ts'
import type { Tracing, TracingOptions } from './tracing.ts'
import { joinWatchers, type WatchedAnswer, type WatchedCall, type Watcher, watchEgress } from './watcher.ts'

export interface MeterOptions extends StandingNumbers {
  readonly token: string
  /** The elements and hubs of the system. */
  readonly elements: readonly { readonly key: string }[]
  readonly hubs: readonly { readonly key: string }[]
}

export interface TelemetryParts {
  /** Undefined or empty: no meters. */
  readonly meters: MeterOptions | '' | undefined
  /** Undefined: no traces. */
  readonly tracing: TracingOptions | undefined
}

export interface Telemetry {
  /** The page that Prometheus reads. */
  readonly metrics: { readonly token: string; readonly contentType: string; readonly read: () => Promise<string> } | undefined
  readonly watchRenewal: Watcher['renewal'] | undefined
  watchEgress(egress: Egress): Egress
  watchCalls<C extends WatchedCall, R>(handle: (call: C) => Promise<R>): (call: C) => Promise<R>
  watchAnswers<A extends WatchedAnswer>(record: (answer: A) => void): (answer: A) => void
  /** Entries of usage were lost. */
  countLost(entries: number): void
  /** Sends what is waiting. */
  stop(): Promise<void>
}

/** Rejects when a package cannot be loaded. */
export async function startTelemetry(parts: TelemetryParts): Promise<Telemetry> {
  const meters = parts.meters ? await startMeters(parts.meters) : undefined
  const tracing: Tracing | undefined = parts.tracing && (await (await import('./tracing.ts')).startTracing(parts.tracing))
  const watcher = joinWatchers([tracing?.watcher, meters?.watcher].filter((one) => one !== undefined))
  return {
    metrics: meters,
    watchRenewal: watcher?.renewal,
    watchEgress: (egress) => (watcher === undefined ? egress : watchEgress(egress, watcher)),
    watchCalls: (handle) => (watcher === undefined ? handle : (call) => watcher.call(call, () => handle(call))),
    watchAnswers(record) {
      if (watcher === undefined) return record
      return (answer) => {
        watcher.answered(answer)
        record(answer)
      }
    },
    countLost: (entries) => meters?.countLost(entries),
    stop: async () => tracing?.stop(),
  }
}

async function startMeters({ token, elements, hubs, ...standing }: MeterOptions): Promise<Meters & { token: string }> {
  const { createMeters } = await import('./meters.ts')
  const names = { elements: new Set(elements.map(({ key }) => key)), hubs: new Set(hubs.map(({ key }) => key)) }
  return { token, ...createMeters({ ...names, standing }) }
}
