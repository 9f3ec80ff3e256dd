/** Ends sessions from PostgreSQL's side: what its restart or a failing network does to those who are connected. */
import pg from 'pg'

export interface LockBreaker {
  /**
   * Ends every session that holds or awaits an advisory lock. Resolves with how many they were; those by which a process shows that it runs are among them,
   * which are the ones that listen.
   */
  breakLocks(): Promise<number>
  /** Ends every session of the database but this one. Resolves with how many they were. */
  breakAll(): Promise<number>
  close(): Promise<void>
}

/** Connected beforehand, so that a strike falls when it is meant to. */
export async function createLockBreaker(databaseUrl: string): Promise<LockBreaker> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const end = async (sessions: string) =>
    (await client.query(`SELECT pg_terminate_backend(pid) FROM (${sessions}) AS sessions`)).rowCount ?? 0
  return {
    breakLocks: () =>
      end(`SELECT DISTINCT pid FROM pg_locks
        WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    breakAll: () =>
      end(`SELECT pid FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()`),
    close: () => client.end(),
  }
}
