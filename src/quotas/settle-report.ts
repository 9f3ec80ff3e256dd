/** A process reports to the ledger of a quota and is granted what can be had now. */
import { learnFrom, weighOthers } from './learn.ts'
import { addEntries, grainOf, type Lease, type Ledger, longestWay, memory, type Reading, type Reply, type Report } from './ledger.ts'

/** Takes a report into the ledger and grants what can be had now. Changes the ledger. */
export function settleReport(ledger: Ledger, report: Report, now: number): Reply {
  if (report.reading !== undefined) learnLimits(ledger, report.reading)
  const permits = ledger.learned.limit ?? report.quota.permits
  const seconds = ledger.learned.seconds ?? report.quota.seconds
  const window = { seconds, permits }
  endLeases(ledger, { now, seconds, except: report.holder })
  const mine: Lease = { permits: report.keeps, until: now, short: 0, at: now }
  ledger.leases[report.holder] = mine
  addEntries(
    ledger,
    report.used.map(([age, count]) => [now - age + seconds * 1000, count]),
    grainOf(seconds),
  )
  if (report.reading !== undefined) learnFrom(ledger, report.reading, { ...window, now })
  ledger.entries = ledger.entries.filter(([freeAt]) => freeAt > now - memory)
  if (report.refused !== undefined) noteRefusals(ledger, report.refused, { ...window, now })
  const blocked = Math.max(0, (ledger.blockedUntil ?? 0) - now)
  const left = permits - countTaken(ledger, seconds, now) - weighCaution(ledger, seconds, now)
  const granted = blocked > 0 || left < 0 ? -Math.min(report.idle, Math.max(0, -left)) : shareOut(ledger, report, { left, now, seconds })
  const isPlenty = blocked === 0 && left - granted > permits / 2
  const lease = leaseLength(seconds, isPlenty)
  const holders = Object.keys(ledger.leases).length
  mine.permits += granted
  mine.until = now + lease
  mine.short = Math.max(0, report.need - granted)
  if (mine.permits === 0 && mine.short === 0) delete ledger.leases[report.holder]
  const remains = left - granted
  const isMet = blocked === 0 && granted >= report.need && remains >= 1
  const next = isMet ? 0 : Math.max(blocked, waitForNext(ledger, { left: remains, now, seconds }))
  const isCertain =
    ledger.others === undefined && remains < 1 && Object.values(ledger.leases).every((each) => each === mine || each.permits === 0)
  const drought = granted >= report.need ? 0 : Math.max(blocked, isCertain && ledger.caution === undefined ? next : 0)
  return { granted, lease, next, drought, blocked, isPlenty, permits, seconds, holders }
}

function learnLimits({ learned }: Ledger, { limit, seconds }: Reading): void {
  if (limit !== undefined && limit >= 1) learned.limit = Math.floor(limit)
  if (seconds !== undefined && seconds > 0) learned.seconds = seconds
}

function noteRefusals(
  ledger: Ledger,
  { times, wait }: { times: number; wait: number },
  at: { permits: number; seconds: number; now: number },
): void {
  const { permits, seconds, now } = at
  ledger.refusals += times
  ledger.blockedUntil = Math.max(ledger.blockedUntil ?? 0, now + wait)
  const more = weighCaution(ledger, seconds, now) + Math.max(1, Math.floor(permits / 50))
  ledger.caution = { permits: Math.min(Math.floor(permits / 2), more), at: now }
}

function weighCaution({ caution }: Ledger, seconds: number, now: number): number {
  if (caution === undefined) return 0
  const halfLife = Math.min(3_600_000, 10_000 * seconds)
  return Math.floor(caution.permits * 0.5 ** ((now - caution.at) / halfLife))
}

/** A process that did not come back in time may have used its permits up to the last moment. */
function endLeases(ledger: Ledger, { now, seconds, except }: { now: number; seconds: number; except: string }): void {
  for (const [holder, { until, permits }] of Object.entries(ledger.leases)) {
    if (until > now || holder === except) continue
    if (permits > 0) addEntries(ledger, [[until + longestWay(seconds) + seconds * 1000, permits]], grainOf(seconds))
    delete ledger.leases[holder]
  }
}

function countTaken(ledger: Ledger, seconds: number, now: number): number {
  let taken = weighOthers(ledger.others, seconds, now)
  for (const [freeAt, permits] of ledger.entries) if (freeAt > now) taken += permits
  for (const { permits } of Object.values(ledger.leases)) taken += permits
  return taken
}

/** What waits comes first, in proportion when others wait too; ahead of need goes only a part of what is left then. */
function shareOut(ledger: Ledger, { holder, need, ahead }: Report, at: { left: number; now: number; seconds: number }): number {
  const left = Math.max(0, at.left)
  const recent = at.now - 2 * Math.max(100, grainOf(at.seconds))
  let wanted = 0
  for (const [name, lease] of Object.entries(ledger.leases)) if (name !== holder && lease.at > recent) wanted += lease.short
  const forNeed = need + wanted <= left ? need : Math.min(need, Math.ceil((left * need) / Math.max(1, need + wanted)))
  const spare = Math.max(0, left - forNeed - wanted)
  return forNeed + Math.min(ahead, Math.floor(spare / (2 * Object.keys(ledger.leases).length)))
}

/** Long where there is plenty, so that few trips are made; short where another process may want the permits. */
function leaseLength(seconds: number, isPlenty: boolean): number {
  return Math.min(30_000, Math.max(500, (seconds * 1000) / (isPlenty ? 2 : 10)))
}

function waitForNext(ledger: Ledger, { left, now, seconds }: { left: number; now: number; seconds: number }): number {
  // The rest is left to another process, which may not come.
  if (left >= 1) return grainOf(seconds)
  let short = 1 - left
  for (const [freeAt, permits] of ledger.entries) {
    if (freeAt <= now) continue
    short -= permits
    if (short <= 0) return freeAt - now
  }
  return Math.min(5000, seconds * 100)
}
