/** An egress that sends as another does, and remembers each exchange: what went out, what came back, as far as it was read. */
import type { Readable } from 'node:stream'
import type { Clock } from '../lib/clock.ts'
import type { Egress, EgressRequest, EgressResponse } from '../lib/egress.ts'

/** One exchange with a vendor. Secrets are still in it. */
export interface Exchange {
  readonly method: string
  readonly url: string
  /** When it began (epoch ms) and how long it took until the head of the answer was there (ms). */
  readonly startedAt: number
  durationMs: number
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | undefined }
  response: { readonly status: number; readonly headers: EgressResponse['headers']; body: string | undefined } | undefined
  /** Why there is no answer. */
  error: string | undefined
}

export interface Recorder {
  readonly egress: Egress
  readonly exchanges: readonly Exchange[]
}

/** Exchanges of one trace, and characters of a body that are kept. */
const mostExchanges = 50
export const longestBody = 16 * 1024

export function createRecorder(egress: Egress, clock: Clock): Recorder {
  const exchanges: Exchange[] = []
  return {
    exchanges,
    egress: {
      ...egress,
      async send(request) {
        const exchange = begin(request, clock())
        if (exchanges.length < mostExchanges) exchanges.push(exchange)
        try {
          const response = await egress.send(request)
          exchange.response = { status: response.status, headers: response.headers, body: undefined }
          return watch(response, exchange.response)
        } catch (error) {
          exchange.error = error instanceof Error ? error.message : 'unexpected'
          throw error
        } finally {
          exchange.durationMs = Math.round(clock() - exchange.startedAt)
        }
      },
    },
  }
}

function begin({ method, url, headers, body }: EgressRequest, startedAt: number): Exchange {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : '(bytes)'
  return {
    method,
    url,
    startedAt,
    durationMs: 0,
    request: { headers: { ...headers }, body: cut(text) },
    response: undefined,
    error: undefined,
  }
}

/** What the caller reads of the body is remembered; nothing is read that he does not read. */
function watch(response: EgressResponse, kept: NonNullable<Exchange['response']>): EgressResponse {
  const keep = (text: string) => {
    kept.body = cut(text)
    return text
  }
  return {
    status: response.status,
    headers: response.headers,
    body: response.body,
    text: async () => keep(await response.text()),
    excerpt: async (bytes) => keep(await response.excerpt(bytes)),
    stream: (): Readable => {
      kept.body = '(bytes)'
      return response.stream()
    },
    discard: () => response.discard(),
  }
}

/** Cut after secrets are hidden, not before: half a secret is not found. Here only what no hiding has to look at goes. */
function cut(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 4 * longestBody ? text : undefined
}
