/** For tests: time that passes at once, a vendor that counts exactly, and a ledger in memory. What is measured is the real bucket and the real ledger. */
import { Bucket, type Quota } from './bucket.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { settleReport } from './settle-report.ts'

export interface World {
  readonly clock: () => number
  readonly schedule: (work: () => void, afterMs: number) => () => void
  /** From 0 to 1, the same in every run with the same seed. */
  readonly random: () => number
  /** Lets so much time pass (ms). */
  pass(ms: number): Promise<void>
}

export function createWorld(seed: number): World {
  let now = 1_000_000
  let state = seed
  let order = 0
  const events: { at: number; order: number; work: () => void }[] = []
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    clock: () => now,
    schedule(work, afterMs) {
      const event = { at: now + Math.max(0, afterMs), order: order++, work }
      events.push(event)
      return () => {
        const index = events.indexOf(event)
        if (index !== -1) events.splice(index, 1)
      }
    },
    random() {
      // A linear congruence (Numerical Recipes).
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
      return state / 2 ** 32
    },
    async pass(ms) {
      const end = now + ms
      await settle()
      for (;;) {
        let next = events[0]
        for (const event of events) if (event.at < next!.at || (event.at === next!.at && event.order < next!.order)) next = event
        if (next === undefined || next.at > end) break
        events.splice(events.indexOf(next), 1)
        now = next.at
        next.work()
        await settle()
      }
      now = end
    },
  }
}

export interface VendorRules {
  readonly permits: number
  readonly seconds: number
  /** Windows begin with the first call after the one before ended; otherwise they slide. */
  readonly isFixed?: boolean
}

/** Counts as its rules say, and refuses what is too much; refused calls are not counted. */
export function createVendor(world: World, rules: VendorRules) {
  const counted: number[] = []
  let windowStart = Number.NEGATIVE_INFINITY
  const vendor = {
    served: 0,
    refused: 0,
    /** Counts a call now; tells what is left, and in fixed windows when the next begins (seconds). */
    count(isOurs = true): { isServed: boolean; limit: number; used: number; reset?: number } {
      const now = world.clock()
      const length = rules.seconds * 1000
      if (rules.isFixed === true && now >= windowStart + length) {
        windowStart = now
        counted.length = 0
      }
      if (rules.isFixed !== true) while (counted.length > 0 && counted[0]! <= now - length) counted.shift()
      const isServed = counted.length < rules.permits
      if (isServed) counted.push(now)
      if (isOurs) vendor[isServed ? 'served' : 'refused']++
      const reset = rules.isFixed === true ? { reset: (windowStart + length - now) / 1000 } : {}
      return { isServed, limit: rules.permits, used: counted.length, ...reset }
    },
  }
  return vendor
}

/** A ledger that all processes of a test reach; `isAway` makes every exchange fail, `cut` those of one process. */
export function createOffice(world: World, quota: Quota) {
  const gone = new Set<string>()
  const office = {
    ledger: createLedger() as Ledger,
    isAway: false,
    trips: 0,
    cut: (holder: string) => void gone.add(holder),
    open: (holder: string): Bucket =>
      new Bucket({
        quota,
        holder,
        clock: world.clock,
        schedule: world.schedule,
        exchange: (report) =>
          new Promise((resolve, reject) => {
            const arrive = () => {
              if (office.isAway || gone.has(holder)) return reject(new Error('the database is away'))
              office.trips++
              // The database's clock is another one.
              const reply = settleReport(office.ledger, report(world.clock()), world.clock() + 77_000)
              world.schedule(() => resolve(reply), 2)
            }
            world.schedule(arrive, 1 + 3 * world.random())
          }),
      }),
  }
  return office
}

export interface Scene {
  readonly world: World
  readonly bucket: Bucket
  readonly vendor: ReturnType<typeof createVendor>
}

/** One call: a permit, the way to the vendor, its answer. Gives whether the vendor served it. */
export async function call({ world, bucket, vendor }: Scene): Promise<boolean> {
  if (!bucket.take(1)) await bucket.wait(1, { left: 120_000 })
  const flight = bucket.depart(1)
  const sleep = (ms: number) => new Promise<void>((resolve) => world.schedule(resolve, ms))
  await sleep(5 + 60 * world.random())
  const { isServed, ...told } = vendor.count()
  await sleep(20 + 200 * world.random())
  const refusal = isServed ? {} : { refusedFor: 1000 * (told.reset ?? 1) }
  bucket.land(flight, { kind: 'sent', told, ...refusal })
  return isServed
}

/** So many loops for ever, each calling as soon as its last call is answered. */
export function demand(scene: Scene, loops: number): void {
  const loop = async (): Promise<void> => {
    for (;;) await call(scene)
  }
  for (let i = 0; i < loops; i++) void loop()
}
