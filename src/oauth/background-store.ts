/** Which grants the background has to look at: one SQL operation a function, each over a partial index of its own (`instance_credentials_…`). */
import { sql } from 'kysely'
import type { Db } from './grant-store.ts'

/** Grants that are not what they should be: refused less than `refusalLimit` times, or presented before `unansweredBefore` without an answer. */
export function selectOpenGrants(db: Db, { refusalLimit, unansweredBefore }: { refusalLimit: number; unansweredBefore: Date }) {
  return selectLiveGrants(db)
    .select('c.refused_at')
    .where(sql<boolean>`(c.refusals > 0 OR c.presented_at IS NOT NULL)`)
    .where((row) =>
      row.or([
        row.and([row('c.refusals', '>', 0), row('c.refusals', '<', refusalLimit)]),
        row.and([row('c.refusals', '=', 0), row('c.presented_at', '<', unansweredBefore)]),
      ]),
    )
    .orderBy(sql`coalesce(c.refused_at, c.presented_at)`)
    .limit(1000)
}

/** A grant's place in the order of `selectIdleGrants`. */
export interface Place {
  readonly obtained_at: Date
  readonly instance_id: number
}

/** Grants that can be renewed and were obtained before `before`; those with a refusal or without an answer are `selectOpenGrants`'s. Oldest first. */
export function selectIdleGrants(db: Db, { before, after, limit }: { before: Date; after: Place | undefined; limit: number }) {
  const grants = selectLiveGrants(db)
    .select('c.obtained_at')
    .where(sql<boolean>`(c.refreshable AND c.refusals = 0 AND c.presented_at IS NULL)`)
    .where('c.obtained_at', '<', before)
    .orderBy('c.obtained_at')
    .orderBy('c.instance_id')
    .limit(limit)
  if (after === undefined) return grants
  return grants.where(sql<boolean>`(c.obtained_at, c.instance_id) > (${after.obtained_at}, ${after.instance_id})`)
}

/** Of instances that are enabled and need no new authorisation. */
function selectLiveGrants(db: Db) {
  return db
    .selectFrom('instance_credentials as c')
    .innerJoin('instances as i', 'i.id', 'c.instance_id')
    .select(['c.instance_id', 'c.generation'])
    .where('i.disabled', '=', false)
    .where('i.disabled_reason', 'is', null)
}
