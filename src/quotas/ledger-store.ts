/** The ledgers in PostgreSQL. A batch of reports is one transaction, in which each ledger's row is locked; rows are always locked in the same order. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../store/tables.ts'
import { createLedger, type Ledger, ledgerEnd, type Reply, type Report } from './ledger.ts'
import { settleReport } from './settle-report.ts'

/** A report that waits for its turn. */
export interface Trip {
  readonly key: string
  readonly quota: string
  /** Called once at most, when the ledger is locked. */
  readonly report: (at: number) => Report
}

/** An idle ledger is kept so long, for what was learned (ms). */
const kept = 3_600_000

/** No ledger is needed longer (ms): the longest window is a month. What is later comes of a damaged row, and the database would not take it. */
const longest = 100 * 86_400_000

/** Settles one report for each of some different keys; replies by key. `clock` is the local time that reports are made for. */
export async function settleTrips(db: Kysely<Tables>, trips: readonly Trip[], clock: () => number): Promise<ReadonlyMap<string, Reply>> {
  const replies = new Map<string, Reply>()
  await settleKnown(db, { trips, clock, replies })
  const missing = trips.filter(({ key }) => !replies.has(key))
  if (missing.length === 0) return replies
  await insertLedgers(db, missing)
  await settleKnown(db, { trips: missing, clock, replies })
  return replies
}

/** Removes ledgers that nobody needs any longer. */
export async function deleteExpired(db: Kysely<Tables>): Promise<void> {
  await sql`delete from quota_ledgers where expires_at < now()`.execute(db)
}

interface Batch {
  readonly trips: readonly Trip[]
  readonly clock: () => number
  /** Filled here. */
  readonly replies: Map<string, Reply>
}

async function settleKnown(db: Kysely<Tables>, { trips, clock, replies }: Batch): Promise<void> {
  const found = await db.transaction().execute(async (transaction) => {
    const ledgers = await lockLedgers(
      transaction,
      trips.map(({ key }) => key),
    )
    const at = clock()
    const now = await readClock(transaction)
    const settled = trips.flatMap(({ key, report }) => {
      const ledger = ledgers.get(key)
      return ledger === undefined ? [] : [{ key, ledger, reply: settleReport(ledger, report(at), now) }]
    })
    if (settled.length > 0) await saveLedgers(transaction, settled, now)
    return settled
  })
  for (const { key, reply } of found) replies.set(key, reply)
}

async function lockLedgers(db: Transaction<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, Ledger>> {
  const { rows } = await sql<{ key: string; ledger: Ledger }>`
    select key, ledger from quota_ledgers where key = any(${keys}) order by key for update`.execute(db)
  return new Map(rows.map(({ key, ledger }) => [key, ledger]))
}

/** Read when the locks are held: it may have taken a while. Nobody waits for the disk at the end: what a power cut takes away is a moment's counting. */
async function readClock(db: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as now, set_config('synchronous_commit', 'off', true)`.execute(db)
  return rows[0]!.now
}

async function saveLedgers(db: Transaction<Tables>, settled: readonly { key: string; ledger: Ledger }[], now: number): Promise<void> {
  const rows = settled.map(({ key, ledger }) => ({ key, ledger, expires: Math.min(ledgerEnd(ledger, now) + kept, now + longest) }))
  await sql`
    update quota_ledgers set ledger = saved.ledger, expires_at = to_timestamp(saved.expires / 1000)
    from json_to_recordset(${JSON.stringify(rows)}::json) as saved (key text, ledger json, expires float8)
    where quota_ledgers.key = saved.key`.execute(db)
}

async function insertLedgers(db: Kysely<Tables>, trips: readonly Trip[]): Promise<void> {
  const rows = trips.map(({ key, quota }) => ({ key, quota, ledger: createLedger() }))
  await sql`
    insert into quota_ledgers (key, quota, ledger, expires_at)
    select key, quota, ledger, now() + interval '1 hour' from json_to_recordset(${JSON.stringify(rows)}::json) as row (key text, quota text, ledger json)
    order by key on conflict (key) do nothing`.execute(db)
}
