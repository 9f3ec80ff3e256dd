/** What ends an exchange from outside. */
import { EventEmitter } from 'node:events'
import { EgressError } from './egress-error.ts'

/** Ends an exchange when its time is up or the client has gone. undici takes any emitter of `abort` and rejects with its `reason`. */
export class Cancellation extends EventEmitter {
  reason: EgressError | undefined
  readonly #timer: NodeJS.Timeout
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: (() => void) | undefined

  constructor(signal: AbortSignal | undefined, total: number) {
    super()
    this.#timer = setTimeout(() => this.#abort('vendor-timeout', { limit: `${total / 1000} s` }), total)
    this.#signal = signal
    if (signal === undefined) return
    this.#onAbort = () => this.#abort('vendor-unreachable', { reason: 'the client ended the call' })
    if (signal.aborted) queueMicrotask(this.#onAbort)
    else signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  #abort(code: 'vendor-timeout' | 'vendor-unreachable', params: Record<string, string>): void {
    this.reason = new EgressError(code, { params }, { maybeSent: true })
    this.emit('abort')
  }

  /** From here on only the client's going ends the exchange. */
  lift(): void {
    clearTimeout(this.#timer)
  }

  end(): void {
    clearTimeout(this.#timer)
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}
