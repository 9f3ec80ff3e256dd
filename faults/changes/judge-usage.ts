/** Compares the hub calls that were answered with those that usage knows. */
import pg from 'pg'
import type { Call } from './call.ts'
import type { Strike } from './strikes.ts'

export interface UsageVerdict {
  readonly hubCalls: number
  /** Answered calls that usage lacks, of the last second before a kill of their server. */
  readonly lostToKills: number
  /** Others that it lacks. */
  readonly lost: number
  /** Rows beyond one a call: written, and written again because the confirmation was cut off. */
  readonly repeated: number
}

/** Entries wait a second; writing them takes a moment, longer on a busy machine. */
const longestMs = 1000 + 500

export async function judgeUsage(
  databaseUrl: string,
  { calls, strikes }: { readonly calls: readonly Call[]; readonly strikes: readonly Strike[] },
): Promise<UsageVerdict> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ traffic_id: string }>('SELECT traffic_id FROM usage')
  await client.end()
  const known = new Set(rows.map((row) => row.traffic_id))
  const answered = calls.filter(({ kind, answer }) => kind === 'hub' && answer?.status === 200)
  const missing = answered.filter(({ answer }) => !known.has(answer!.requestId!))
  const lostToKills = missing.filter((call) => fellWith(strikes, call)).length
  return { hubCalls: answered.length, lostToKills, lost: missing.length - lostToKills, repeated: rows.length - known.size }
}

function fellWith(strikes: readonly Strike[], { server, startedAt, endedAt }: Call): boolean {
  return strikes.some((strike) => strike.server === server && startedAt <= strike.overAt && strike.at - endedAt <= longestMs)
}
