/** What happened since the ledger was last told: permits used, what the vendor said of the quota, how often it refused. */
import type { Reading, Report } from './ledger.ts'
import { UseLog } from './use-log.ts'

/** What the vendor told, without ages. */
export type Told = Omit<Reading, 'age' | 'sentAge'>

/** News that are on their way to the ledger. */
export interface Bulletin {
  readonly parts: Pick<Report, 'used' | 'reading' | 'refused'>
  readonly uses: readonly [at: number, permits: number][]
  readonly refusals: Refusals
}

interface Refusals {
  readonly times: number
  readonly until: number
}

const noRefusals: Refusals = { times: 0, until: 0 }

export class News {
  readonly #uses = new UseLog()
  #reading: (Told & { readonly sentAt: number; readonly at: number }) | undefined
  #refusals = noRefusals

  set moment(moment: number) {
    this.#uses.moment = moment
  }

  /** When the first permit was used that the ledger does not know of. */
  get firstUse(): number | undefined {
    return this.#uses.first
  }

  get hasRefusals(): boolean {
    return this.#refusals.times > 0
  }

  addUse(at: number, permits: number): void {
    this.#uses.add(at, permits)
  }

  /** The answer to the call that was sent last counts. */
  addReading(told: Told, sentAt: number, at: number): void {
    if (sentAt >= (this.#reading?.sentAt ?? 0)) this.#reading = { ...told, sentAt, at }
  }

  /** The vendor wants to be left alone until then. */
  addRefusal(until: number): void {
    this.#refusals = { times: this.#refusals.times + 1, until: Math.max(this.#refusals.until, until) }
  }

  /** Takes everything out, with its age at a time. */
  publish(now: number): Bulletin {
    const uses = this.#uses.empty()
    const refusals = this.#refusals
    const reading = this.#reading
    this.#refusals = noRefusals
    this.#reading = undefined
    const parts: Bulletin['parts'] = {
      used: uses.map(([at, permits]) => [now - at, permits] as const),
      ...(reading !== undefined && { reading: readAges(reading, now) }),
      ...(refusals.times > 0 && { refused: { times: refusals.times, wait: Math.max(0, refusals.until - now) } }),
    }
    return { parts, uses, refusals }
  }

  /** The ledger may or may not have heard it: it is told again, which at worst counts it twice for one window. */
  recall({ uses, refusals }: Bulletin): void {
    this.#uses.restore(uses)
    this.#refusals = {
      times: this.#refusals.times + refusals.times,
      until: Math.max(this.#refusals.until, refusals.until),
    }
  }
}

function readAges({ sentAt, at, ...told }: Told & { readonly sentAt: number; readonly at: number }, now: number): Reading {
  return { ...told, sentAge: now - sentAt, age: now - at }
}
