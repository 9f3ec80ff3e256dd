/** To which accounts instances belong. */
import { listInstanceIds, type Placed } from '../levels.ts'
import type { Db } from './resources.ts'

/** Instance → account, of the instances that these are the words of. */
export async function readAccounts(db: Db, placed: readonly Placed[]): Promise<ReadonlyMap<number, number>> {
  const ids = listInstanceIds(placed)
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('instances').select(['id', 'account_id']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.account_id]))
}
