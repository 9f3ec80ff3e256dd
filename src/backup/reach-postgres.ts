/** The PostgreSQL that a backup is taken from or restored to: the one given, or that of the data folder, which is started when no server runs it. */
import { connectClient } from '../store/connections.ts'
import { openEmbedded } from '../store/embedded/embedded.ts'
import { checkServer } from '../store/server-check.ts'

export interface DatabasePlace {
  readonly dataFolder: string
  /** Goes before the data folder. */
  readonly databaseUrl: string | undefined
}

/** Runs `work` with the URL of the database. Rejects with a `StoreError` that says what to do when it cannot be reached. */
export async function withPostgres<T>({ dataFolder, databaseUrl }: DatabasePlace, work: (url: string) => Promise<T>): Promise<T> {
  if (databaseUrl !== undefined) {
    await checkServer(databaseUrl)
    return work(databaseUrl)
  }
  const embedded = await openEmbedded({ dataFolder, purpose: 'command' })
  return work(embedded.url).finally(() => embedded.stop())
}

/**
 * A session in which values are written and read in the same words, whatever the server's own settings are. Copying may take hours; only waiting for
 * a table that somebody changes may not.
 */
export function connectForCopy(url: string): ReturnType<typeof connectClient> {
  return connectClient(url, {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'postgres',
    client_encoding: 'UTF8',
    bytea_output: 'hex',
    extra_float_digits: '1',
    statement_timeout: '0',
    idle_in_transaction_session_timeout: '0',
    lock_timeout: '60s',
  })
}
