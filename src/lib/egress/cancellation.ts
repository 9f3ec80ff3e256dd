/** What ends an exchange from outside. */
import { EventEmitter } from 'node:events'
import { EgressError } from './egress-error.ts'

/** Ends an exchange when its time is up or the client has gone. undici takes any emitter of `abort` and rejects with its `reason`. */
export class Cancellation extends EventEmitter {
  reason: EgressError | undefined
  #timer: NodeJS.Timeout
  #isOver = false
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: (() => void) | undefined

  /** Milliseconds: ends after `left`, and says that `limit` was the time. */
  constructor(signal: AbortSignal | undefined, { left, limit }: { readonly left: number; readonly limit: number }) {
    super()
    this.#timer = this.#start(left, limit)
    this.#signal = signal
    if (signal === undefined) return
    this.#onAbort = () => this.#abort('vendor-unreachable', { reason: 'the client ended the call' })
    if (signal.aborted) queueMicrotask(this.#onAbort)
    else signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  #start(left: number, limit: number): NodeJS.Timeout {
    return setTimeout(() => this.#abort('vendor-timeout', { limit: `${limit / 1000} s` }), left)
  }

  #abort(code: 'vendor-timeout' | 'vendor-unreachable', params: Record<string, string>): void {
    this.reason = new EgressError(code, { params }, { maybeSent: true })
    this.emit('abort')
  }

  /** From here on the exchange has so many milliseconds. */
  extend(limit: number): void {
    clearTimeout(this.#timer)
    if (!this.#isOver) this.#timer = this.#start(limit, limit)
  }

  end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}
