/** What the vendor's headers tell of a quota, compared with what we know: other applications may use it too, and windows may begin anew. */
import { addEntries, grainOf, type Ledger, memory, type Others, type Reading } from './ledger.ts'

/** What of it still counts. */
export function weighOthers(others: Others | undefined, seconds: number, now: number): number {
  if (others === undefined || others.until <= now) return 0
  return others.isFixed ? others.permits : Math.min(others.permits, Math.ceil((others.permits * (others.until - now)) / (seconds * 1000)))
}

/** Takes what a vendor told into the ledger, after the report's own entries and lease. */
export function learnFrom(ledger: Ledger, reading: Reading, { seconds, now }: { seconds: number; now: number }): void {
  const at = now - reading.age
  if (reading.reset !== undefined) endWindow(ledger, { since: now - reading.sentAge, end: at + reading.reset * 1000, seconds })
  if (reading.used === undefined || reading.sentAge > memory || at < (ledger.others?.at ?? 0)) return
  // Whatever of ours the vendor can have counted; too much rather than too little, for what is left over is blamed on others.
  let ours = 0
  for (const [freeAt, permits] of ledger.entries) if (freeAt > now - reading.sentAge) ours += permits
  for (const { permits } of Object.values(ledger.leases)) ours += permits
  const permits = Math.floor(reading.used - ours)
  if (permits <= 0) delete ledger.others
  else ledger.others = { permits, at, until: at + (reading.reset ?? seconds) * 1000, isFixed: reading.reset !== undefined }
}

/** Windows that do not slide: what arrived before this call was sent is forgotten when its window ends. What came later may be of the next. */
function endWindow(ledger: Ledger, { since, end, seconds }: { since: number; end: number; seconds: number }): void {
  const isInWindow = ([freeAt]: readonly [number, number]) => freeAt > end && freeAt - seconds * 1000 <= since
  const ended = ledger.entries.filter(isInWindow)
  ledger.entries = ledger.entries.filter((entry) => !isInWindow(entry))
  addEntries(
    ledger,
    ended.map(([, permits]) => [end, permits]),
    grainOf(seconds),
  )
}
