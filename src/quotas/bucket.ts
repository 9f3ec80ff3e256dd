/**
 * One quota as this process sees it: permits that it holds, calls that wait for one, and the exchange with the ledger behind them. Taking a permit that
 * is held is a subtraction; everything that asks the database happens beside the calls, before the permits run out.
 */
import { createError } from '../lib/errors.ts'
import { Demand } from './demand.ts'
import { grainOf, longestWay, type Reply, type Report } from './ledger.ts'
import { type Bulletin, News, type Told } from './news.ts'
import { UseLog } from './use-log.ts'
import { WaitQueue } from './wait-queue.ts'

/** Runs `work` once after so many milliseconds; what it returns takes it back. */
export type Schedule = (work: () => void, afterMs: number) => () => void

export interface Quota {
  readonly name: string
  readonly permits: number
  readonly seconds: number
}

export interface BucketParts {
  readonly quota: Quota
  readonly holder: string
  /** Milliseconds that only ever grow. */
  readonly clock: () => number
  readonly schedule: Schedule
  /** Calls `report` once, when its turn has come, with the local time for which the ledger settles it. */
  readonly exchange: (report: (at: number) => Report) => Promise<Reply>
}

/** A permit that left with a call. */
export interface Flight {
  readonly at: number
  readonly cost: number
}

/** How it came back: `unsent` with what was told, when the vendor did not let it in. `refusedFor`: the vendor answered 429 and wants to be left alone so long (ms). */
export type Landing =
  | { readonly kind: 'unsent'; readonly told?: Told }
  | { readonly kind: 'sent'; readonly told?: Told; readonly refusedFor?: number }

export interface Patience {
  /** Milliseconds. */
  readonly left: number
  readonly signal?: AbortSignal | undefined
}

/** An exchange that takes longer (ms) counts as failed for those who wait; after failures the next is tried later and later. */
const slowExchange = 1000
const longestBackoff = 2000

/** While calls wait, the ledger is asked at least this often (ms): another process may have given permits back. */
const longestPause = 5000

export class Bucket {
  readonly #parts: BucketParts
  readonly #waiting = new WaitQueue()
  readonly #news = new News()
  readonly #demand = new Demand()
  /** What this process used within the window. */
  readonly #recent = new UseLog()
  readonly #flights = new Set<Flight>()
  #quota: Quota
  /** Unused permits, and until when they are ours. */
  #idle = 0
  #idleUntil = 0
  /** Permits of calls that have not left yet. */
  #held = 0
  /** May be taken without the ledger, by the first call after a pause: there was plenty when it last answered. */
  #starter = 0
  #lease = 1000
  #holders = 1
  #lastTrip: number
  #notBefore = 0
  /** For permits that no call waits for yet. */
  #notAheadBefore = 0
  #blockedUntil = 0
  #exhaustedUntil = 0
  /** The vendor's limit is another one. */
  #isOutdated = false
  #failures = 0
  #isSlow = false
  #isExchanging = false
  #isStopped = false
  #cancelTimer: (() => void) | undefined

  constructor(parts: BucketParts) {
    this.#parts = parts
    this.#quota = parts.quota
    this.#lastTrip = parts.clock()
    this.#applyWindow()
  }

  /** Takes permits that are at hand; false when there are not enough, or others wait already. */
  take(cost: number): boolean {
    const now = this.#parts.clock()
    if (!this.#waiting.isEmpty || !this.#canTake(cost, now)) return false
    this.#hold(cost)
    this.#plan(now)
    return true
  }

  /** Waits for permits. Rejects with quota-exhausted (429) when none will come within the patience, or with the signal's reason. */
  async wait(cost: number, { left, signal }: Patience): Promise<void> {
    if (this.take(cost)) return
    signal?.throwIfAborted()
    const now = this.#parts.clock()
    // Those before this one are served first, one window's permits in a window.
    const queue = Math.floor((this.#waiting.cost + cost - 1) / this.#quota.permits) * this.#quota.seconds * 1000
    const soonest = Math.max(queue, this.#blockedUntil - now, this.#exhaustedUntil - now)
    if (soonest > left) throw this.#createRefusal(soonest)
    const { turn, leave } = this.#waiting.join(cost, now + left)
    const onAbort = () => leave(signal?.reason)
    const cancel = this.#parts.schedule(() => leave(this.#createRefusal(Math.max(queue, this.#tellWait()))), left)
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#serve(now)
    this.#plan(now)
    try {
      await turn
    } finally {
      cancel()
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** The call leaves with what `take` or `wait` brought. */
  depart(cost: number): Flight {
    this.#held -= cost
    const flight = { at: this.#parts.clock(), cost }
    this.#flights.add(flight)
    return flight
  }

  /** Gives back what `take` or `wait` brought: the call does not leave. */
  putBack(cost: number): void {
    this.#held -= cost
    this.#idle += cost
    this.#goOn()
  }

  /** The call is over. */
  land(flight: Flight, landing: Landing): void {
    const now = this.#parts.clock()
    const isOpen = this.#flights.delete(flight)
    if (landing.kind === 'unsent') {
      if (isOpen) this.#idle += flight.cost
    } else {
      if (isOpen) this.#spend(flight, now)
      if (landing.refusedFor !== undefined) {
        this.#blockedUntil = Math.max(this.#blockedUntil, now + landing.refusedFor)
        this.#news.addRefusal(this.#blockedUntil)
      }
    }
    if (landing.told !== undefined) this.#learn(landing.told, flight, now)
    this.#goOn()
  }

  /** True: nothing is known here that the ledger does not know, and nothing was for so long (ms). */
  isIdleFor(time: number): boolean {
    const now = this.#parts.clock()
    const isQuiet = !this.#isExchanging && this.#nextTrip(now) === Number.POSITIVE_INFINITY
    return isQuiet && now - Math.max(this.#lastTrip, this.#blockedUntil, this.#exhaustedUntil) >= time
  }

  /** Tells the ledger what it does not know yet and gives everything back. Whoever waits is refused. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelTimer?.()
    this.#waiting.refuse(
      () => true,
      () => this.#createRefusal(1000),
    )
    const isKnown = this.#idle === 0 && this.#news.firstUse === undefined
    if (!isKnown && !this.#isAway()) await this.#exchange()
  }

  #canTake(cost: number, now: number): boolean {
    if (now < this.#blockedUntil) return false
    if (now >= this.#idleUntil) this.#idle = 0
    if (this.#idle >= cost) {
      this.#idle -= cost
      return true
    }
    if (this.#starter >= cost) {
      this.#starter -= cost
      return true
    }
    return this.#isAway() && this.#hasOwnShare(cost, now)
  }

  #isAway(): boolean {
    return this.#failures > 0 || this.#isSlow
  }

  /** Without the ledger a process goes by half of what would be its part, and by what it used itself within the window. */
  #hasOwnShare(cost: number, now: number): boolean {
    const { permits, seconds } = this.#quota
    const share = Math.max(cost, Math.floor(permits / (2 * Math.max(2, this.#holders))))
    return this.#recent.countSince(now - seconds * 1000) + this.#countOpen() + cost <= share
  }

  #countOpen(): number {
    let open = this.#held
    for (const { cost } of this.#flights) open += cost
    return open
  }

  #hold(cost: number): void {
    this.#held += cost
    this.#demand.count(cost)
  }

  #spend(flight: Flight, now: number): void {
    const at = Math.min(now, flight.at + longestWay(this.#quota.seconds))
    this.#news.addUse(at, flight.cost)
    this.#recent.add(at, flight.cost)
  }

  #learn(told: Told, { at }: Flight, now: number): void {
    this.#news.addReading(told, at, now)
    const { permits, seconds } = this.#quota
    if ((told.limit ?? permits) !== permits || (told.seconds ?? seconds) !== seconds) this.#isOutdated = true
    // Others use the same quota: what they left is all there is.
    if (told.used !== undefined) this.#idle = Math.min(this.#idle, Math.max(0, (told.limit ?? permits) - told.used))
  }

  #goOn(): void {
    const now = this.#parts.clock()
    this.#serve(now)
    this.#plan(now)
  }

  #serve(now: number): void {
    while (!this.#waiting.isEmpty) {
      const cost = this.#waiting.first
      if (!this.#canTake(cost, now)) return
      this.#hold(cost)
      this.#waiting.serve()
    }
  }

  /** Goes to the ledger now, or sets the time when it next must. */
  #plan(now: number): void {
    if (this.#isExchanging || this.#isStopped) return
    const at = this.#nextTrip(now)
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    if (at <= now) void this.#exchange()
    else if (at < Number.POSITIVE_INFINITY)
      this.#cancelTimer = this.#parts.schedule(() => this.#goOn(), Math.min(at, this.#nextShare(now)) - now)
  }

  /** When more of the own share is free, if calls wait for that. */
  #nextShare(now: number): number {
    const { first } = this.#recent
    if (!this.#isAway() || this.#waiting.isEmpty || first === undefined) return Number.POSITIVE_INFINITY
    return Math.max(first + this.#quota.seconds * 1000, now + grainOf(this.#quota.seconds))
  }

  #nextTrip(now: number): number {
    const soonest = this.#failures > 0 ? this.#notBefore : 0
    if (this.#news.hasRefusals) return Math.max(now, soonest)
    const update = this.#isOutdated ? Math.max(soonest, this.#lastTrip + grainOf(this.#quota.seconds)) : Number.POSITIVE_INFINITY
    const { taken, rate } = this.#demand
    const isLow = taken > 0 && this.#idle < Math.max(1, rate * 0.05, taken / 4)
    let wanted = Number.POSITIVE_INFINITY
    if (!this.#waiting.isEmpty) wanted = Math.max(this.#nextPermit(), Math.min(this.#blockedUntil, now + longestPause))
    else if (isLow) wanted = Math.max(soonest, this.#notAheadBefore, this.#blockedUntil)
    // What we hold must be told of before the lease ends: then it would count as used.
    const isOpen = this.#idle > 0 || this.#held > 0 || this.#flights.size > 0 || this.#news.firstUse !== undefined
    const renewal = isOpen ? Math.max(this.#lastTrip + this.#lease / 2, soonest) : Number.POSITIVE_INFINITY
    return Math.max(now, Math.min(wanted, renewal, update))
  }

  /** When the ledger may have more: as it said, or when the vendor forgets what we have not even told yet. */
  #nextPermit(): number {
    const { firstUse } = this.#news
    if (firstUse === undefined || this.#failures > 0) return this.#notBefore
    const { seconds } = this.#quota
    return Math.min(this.#notBefore, Math.max(firstUse + seconds * 1000, this.#lastTrip + grainOf(seconds)))
  }

  async #exchange(): Promise<void> {
    const { clock, schedule, exchange } = this.#parts
    this.#isExchanging = true
    let sent: Sent | undefined
    const onSlow = () => {
      this.#isSlow = true
      this.#serve(clock())
      cancelSlow = schedule(onSlow, slowExchange)
    }
    let cancelSlow = schedule(onSlow, slowExchange)
    try {
      const reply = await exchange((at) => {
        sent = this.#tell(at)
        return sent.report
      })
      this.#accept(reply, sent!)
    } catch {
      this.#failures++
      this.#notBefore = clock() + Math.min(longestBackoff, 100 * 2 ** this.#failures)
      if (sent !== undefined) this.#news.recall(sent.bulletin)
    }
    cancelSlow()
    this.#isSlow = false
    this.#isExchanging = false
    this.#goOn()
  }

  /** Everything that the ledger does not know yet, and what we want. */
  #tell(at: number): Sent {
    for (const flight of this.#flights) {
      if (at - flight.at < longestWay(this.#quota.seconds)) break
      this.#flights.delete(flight)
      this.#spend(flight, at)
    }
    const wanted = this.#isStopped ? 0 : this.#countWanted(at)
    this.#idle = at < this.#idleUntil ? Math.min(this.#idle, wanted) : 0
    this.#lastTrip = at
    this.#isOutdated = false
    const bulletin = this.#news.publish(at)
    const report: Report = {
      holder: this.#parts.holder,
      quota: this.#parts.quota,
      keeps: this.#idle + this.#countOpen(),
      idle: this.#idle,
      need: Math.max(0, this.#waiting.cost - this.#idle),
      ahead: Math.max(0, wanted - this.#idle),
      ...bulletin.parts,
    }
    return { at, report, bulletin }
  }

  /** Permits to hold for the calls of one lease; none when there was no call for a quarter of one. */
  #countWanted(at: number): number {
    const passed = Math.max(1, at - this.#lastTrip)
    const isQuiet = this.#demand.taken === 0 && this.#waiting.isEmpty && passed > this.#lease / 4
    const rate = this.#demand.look(passed / 1000)
    return isQuiet ? 0 : 1 + Math.ceil((rate * this.#lease) / 1000)
  }

  #accept(reply: Reply, { at, report }: Sent): void {
    const { permits, seconds, next } = reply
    this.#failures = 0
    this.#starter = reply.isPlenty && permits >= 50 ? 1 : 0
    this.#quota = { ...this.#quota, permits, seconds }
    this.#applyWindow()
    this.#idle = Math.max(0, this.#idle + reply.granted)
    this.#lease = reply.lease
    this.#idleUntil = at + reply.lease
    this.#holders = Math.max(1, reply.holders)
    this.#blockedUntil = Math.max(this.#blockedUntil, at + reply.blocked)
    this.#exhaustedUntil = at + reply.drought
    this.#waiting.refuse(
      (until) => until < this.#exhaustedUntil,
      () => this.#createRefusal(this.#tellWait()),
    )
    const pause = Math.max(Math.min(1000, grainOf(seconds)), next)
    this.#notBefore = next > 0 ? at + Math.min(longestPause, pause) : 0
    this.#notAheadBefore = reply.granted < report.need + report.ahead ? at + Math.min(longestPause, pause) : 0
  }

  #applyWindow(): void {
    this.#news.moment = Math.max(1, this.#quota.seconds)
    this.#recent.moment = grainOf(this.#quota.seconds)
  }

  #tellWait(): number {
    return Math.max(this.#blockedUntil, this.#exhaustedUntil) - this.#parts.clock()
  }

  #createRefusal(wait: number) {
    const { name, permits, seconds: window } = this.#quota
    const seconds = Math.max(1, Math.ceil(wait / 1000))
    return createError('quota-exhausted', { params: { name, permits, window, seconds }, headers: { 'retry-after': String(seconds) } })
  }
}

/** What went to the ledger, until its reply is there. */
interface Sent {
  readonly at: number
  readonly report: Report
  readonly bulletin: Bulletin
}
