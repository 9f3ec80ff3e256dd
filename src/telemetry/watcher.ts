/** Somebody who watches what the server does: meters (Prometheus) and tracing (OpenTelemetry). Where nobody watches, nothing is wrapped and nothing is paid. */
import type { Egress, EgressRequest } from '../lib/egress.ts'

/** A hub call as it begins. */
export interface WatchedCall {
  readonly requestId: string
  readonly method: string
  /** The client's trace (W3C Trace Context), where it sent one. */
  readonly traceparent: string | undefined
  readonly tracestate: string | undefined
}

/** A hub call that has its answer; named as usage has it. `process_time` in ms. */
export interface WatchedAnswer {
  readonly element_key: string | null
  readonly hub: string | null
  readonly element_api: string | null
  readonly instance_id: number | null
  readonly status: number
  readonly process_time: number
}

/** An exchange with a vendor that has begun. */
export interface WatchedExchange {
  /** Sent with the request, beside its own headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** The head of the answer is there, or the exchange failed with an error of this code. */
  end(outcome: { readonly status: number } | { readonly failure: string }): void
}

export interface Watcher {
  call<T>(call: WatchedCall, work: () => Promise<T>): Promise<T>
  /** Within `call`, when its answer is known. */
  answered(answer: WatchedAnswer): void
  exchange(request: Pick<EgressRequest, 'method' | 'url'>): WatchedExchange
  /** `kind` says what came of a renewal of tokens. */
  renewal<T extends { readonly kind: string }>(work: () => Promise<T>): Promise<T>
}

/** An egress whose exchanges are watched. */
export function watchEgress(egress: Egress, watcher: Watcher): Egress {
  return {
    ...egress,
    async send(request) {
      const { headers, end } = watcher.exchange(request)
      try {
        const response = await egress.send(headers === undefined ? request : { ...request, headers: { ...request.headers, ...headers } })
        end({ status: response.status })
        return response
      } catch (error) {
        end({ failure: codeOf(error) })
        throw error
      }
    },
  }
}

/** Codes of our errors are a closed set; whatever else was thrown has none. */
function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'cancelled'
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? code : 'failed'
}

/** Several watchers as one; none: undefined. */
export function joinWatchers(watchers: readonly Watcher[]): Watcher | undefined {
  const [first, ...others] = watchers
  if (first === undefined) return undefined
  const rest = joinWatchers(others)
  if (rest === undefined) return first
  return {
    call: (call, work) => first.call(call, () => rest.call(call, work)),
    answered(answer) {
      first.answered(answer)
      rest.answered(answer)
    },
    exchange(request) {
      const [one, two] = [first.exchange(request), rest.exchange(request)]
      return {
        headers: { ...one.headers, ...two.headers },
        end(outcome) {
          one.end(outcome)
          two.end(outcome)
        },
      }
    },
    renewal: (work) => first.renewal(() => rest.renewal(work)),
  }
}
