/** Ends, from PostgreSQL's side, every session that holds or awaits an advisory lock: what its restart or a failing network does to locks. */
import pg from 'pg'

export interface LockBreaker {
  /** Resolves with how many sessions were ended; those by which a process shows that it runs are among them. */
  breakLocks(): Promise<number>
  close(): Promise<void>
}

/** Connected beforehand, so that a strike falls when it is meant to. */
export async function createLockBreaker(databaseUrl: string): Promise<LockBreaker> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  return {
    async breakLocks() {
      const { rowCount } = await client.query(`SELECT pg_terminate_backend(pid) FROM (SELECT DISTINCT pid FROM pg_locks
        WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS holders`)
      return rowCount ?? 0
    },
    close: () => client.end(),
  }
}
