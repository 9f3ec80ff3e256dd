/**
 * How one quota stands, for all processes: permits that left with calls and when the vendor forgets each, permits that processes hold, what the vendor
 * itself said. Pure; docs/decisions says why it counts so. Times are milliseconds of the database's clock, so that clocks of processes need not agree.
 */
export interface Ledger {
  /** When permits leave the vendor's window, and how many; ascending. Those of the last moments past are kept to be compared with what vendors tell. */
  entries: [freeAt: number, permits: number][]
  /** By process. */
  leases: Record<string, Lease>
  /** What the vendor allows, when it says so itself; seconds and permits. */
  learned: { limit?: number; seconds?: number }
  /** What applications that are not ours used. */
  others?: Others
  blockedUntil?: number
  /** Permits that are not given out, because the vendor refused calls that should have had room; half as many after a while. */
  caution?: { permits: number; at: number }
  /** How often the vendor answered 429. */
  refusals: number
}

export interface Lease {
  /** Unused, or with a call whose answer is not there yet. */
  permits: number
  until: number
  /** What the process still wanted, and when. */
  short: number
  at: number
}

/** A vendor's words on a quota. Ages (ms) of when the call was sent and when the answer came. */
export interface Reading {
  readonly limit?: number
  /** Permits used within the window, by everybody. */
  readonly used?: number
  readonly seconds?: number
  /** Seconds from the answer on until the vendor counts anew; absent where windows slide. */
  readonly reset?: number
  readonly sentAge: number
  readonly age: number
}

/** What applications that are not ours used. */
export interface Others {
  permits: number
  at: number
  until: number
  /** True: all of it ends at once. Otherwise it leaves a sliding window bit by bit. */
  isFixed: boolean
}

/** What a process tells of itself. Ages are milliseconds. */
export interface Report {
  readonly holder: string
  readonly quota: { readonly permits: number; readonly seconds: number }
  /** Permits that left with calls since the last report. */
  readonly used: readonly (readonly [age: number, permits: number])[]
  /** Permits that it holds on to: unused ones, and those of calls without an answer. */
  readonly keeps: number
  /** Those of them that are unused. */
  readonly idle: number
  /** Permits that calls wait for, and permits that soon will be wanted. */
  readonly need: number
  readonly ahead: number
  readonly reading?: Reading
  /** The vendor answered 429 so often, and wants to be left alone for so long. */
  readonly refused?: { readonly times: number; readonly wait: number }
}

export interface Reply {
  /** Less than 0: so many unused ones are taken back. */
  readonly granted: number
  /** How long the permits may be used; then they are nobody's. */
  readonly lease: number
  /** How long it takes at least until there are more; 0: there are. */
  readonly next: number
  /** How long there surely are none for calls that wait: nothing that is given back could help them. */
  readonly drought: number
  /** How long the vendor wants to be left alone. */
  readonly blocked: number
  /** More than half of the permits are still there. */
  readonly isPlenty: boolean
  readonly permits: number
  readonly seconds: number
  /** Processes that hold or want permits. */
  readonly holders: number
}

/** Entries that are over are kept so long (ms): a reading that is older is not compared any more. */
export const memory = 5000

export function createLedger(): Ledger {
  return { entries: [], leases: {}, learned: {}, refusals: 0 }
}

/** How exactly permits are followed: a hundredth of the window (ms). */
export function grainOf(seconds: number): number {
  return Math.max(10, seconds * 10)
}

/** How long after its sending a call without an answer counts as arrived at the vendor (ms). */
export function longestWay(seconds: number): number {
  return Math.max(250, seconds * 50)
}

/** When nothing in the ledger matters any longer. */
export function ledgerEnd(ledger: Ledger, now: number): number {
  const leases = Object.values(ledger.leases).map(({ until }) => until + 1000 * (ledger.learned.seconds ?? 0))
  return Math.max(now, ledger.blockedUntil ?? 0, ledger.others?.until ?? 0, ledger.entries.at(-1)?.[0] ?? 0, ...leases)
}

/** Rounds the times up to the grain, so that there are never more than some hundred entries. */
export function addEntries(ledger: Ledger, more: readonly (readonly [number, number])[], grain: number): void {
  if (more.length === 0) return
  const counts = new Map(ledger.entries)
  for (const [freeAt, permits] of more) {
    const slot = Math.ceil(freeAt / grain) * grain
    counts.set(slot, (counts.get(slot) ?? 0) + permits)
  }
  ledger.entries = [...counts].sort(([a], [b]) => a - b)
}
