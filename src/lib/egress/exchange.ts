/** One exchange with a vendor: what is asked, what comes back, how long it may take. */
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Method } from '../hub-request.ts'

/** Milliseconds. `body` is the longest silence within a body; `total` ends the whole exchange, redirects included; `stream` one whose body is handed on as a stream. */
export interface EgressTimeouts {
  readonly connect: number
  readonly headers: number
  readonly body: number
  readonly total: number
  readonly stream: number
}

export interface EgressRequest {
  readonly method: Method
  /** Absolute, http or https. */
  readonly url: string
  readonly headers: Record<string, string>
  readonly body?: string | Buffer | Readable
  readonly signal?: AbortSignal
  readonly timeouts?: Partial<Omit<EgressTimeouts, 'connect' | 'stream'>>
  /** Milliseconds that are left of a longer undertaking, whose limit is told when they are over; they only shorten `timeouts.total`. */
  readonly within?: { readonly left: number; readonly limit: number }
  /** `follow`: a GET follows up to five redirects; headers that may hold credentials do not cross origins. Default: redirects are answers. */
  readonly redirect?: 'follow'
}

export interface EgressResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Dispatcher.ResponseData['body']
  /** The whole body as text, decompressed, XML out of the charset that it says it is in; vendor-unreadable (502) when larger than maxJsonBytes, vendor-unreachable when cut short. */
  text(): Promise<string>
  /** The beginning of the body as text, decompressed: at most so many bytes, read no further; vendor-unreachable (502) when it is cut short before. */
  excerpt(bytes: number): Promise<string>
  /** The body, decompressed, to be handed on: `timeouts.stream` applies in place of the total, and the idle limit as before. */
  stream(): Readable
  /** Reads the body away so that the connection can be used again. */
  discard(): Promise<void>
}
