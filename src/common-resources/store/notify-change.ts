/** Tells every process that common resources changed; goes out with the commit. */
import { sql } from 'kysely'
import { channels } from '../../store/tables.ts'
import type { Db } from './resources.ts'

/** Null: the system's changed, which all organizations see. */
export async function notifyChange(transaction: Db, organizationId: number | null): Promise<void> {
  await sql`SELECT pg_notify(${channels.commonResources}, ${String(organizationId ?? '*')})`.execute(transaction)
}
