/** Reading entries of usage: one SQL operation a function, always within one organization. */
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { EntryFilter, Start } from './entry-filter.ts'
import type { UsageScope } from './scope.ts'

type Db = Kysely<Tables>

export interface EntrySelection {
  readonly scope: UsageScope
  readonly filter: EntryFilter
  /** Keys of the elements whose name holds the text that is searched. */
  readonly namedKeys: readonly string[]
}

/** Entries, newest first. */
export function selectEntries(db: Db, { scope, filter, namedKeys }: EntrySelection, page: { start: Start; limit: number }) {
  const { range, hub, keys, tags, failed, searchText } = filter
  let query = selectOwn(db, scope)
    .where('u.traffic_date', '>=', new Date(range.from))
    .where('u.traffic_date', '<=', new Date(range.to))
    .orderBy('u.traffic_date', 'desc')
    .orderBy('u.traffic_id', 'desc')
    .limit(page.limit)
  if (hub !== undefined) query = query.where('u.hub', '=', hub)
  if (keys !== undefined) query = query.where('u.element_key', 'in', keys)
  if (tags !== undefined) query = query.where('i.tags', '@>', sql<string[]>`${tags}::text[]`)
  if (failed !== undefined) query = query.where('u.status', failed ? '>=' : '<', 400)
  if (searchText !== undefined) query = query.where(holdsText(searchText, namedKeys))
  if ('offset' in page.start) return query.offset(page.start.offset).execute()
  const { date, trafficId } = page.start.after
  return query.where(sql<SqlBool>`(u.traffic_date, u.traffic_id) < (${new Date(date)}, ${trafficId})`).execute()
}

export type EntryRow = Awaited<ReturnType<typeof selectEntries>>[number]

/** The entry with this id. `range`: when the call was made, as far as its id tells; it spares looking into all that is kept. */
export function findEntry(db: Db, scope: UsageScope, { id, from, to }: { id: string; from: Date; to: Date }) {
  return selectOwn(db, scope)
    .where('u.traffic_id', '=', id)
    .where('u.traffic_date', '>=', from)
    .where('u.traffic_date', '<=', to)
    .executeTakeFirst()
}

function selectOwn(db: Db, { organizationId, accountIds }: UsageScope) {
  const query = db
    .selectFrom('usage as u')
    .leftJoin('instances as i', 'i.id', 'u.instance_id')
    .innerJoin('organizations as o', 'o.id', 'u.organization_id')
    .selectAll('u')
    .select(['i.name as instance_name', 'o.name as organization_name', 'o.external_id as organization_external_id'])
    .where('u.organization_id', '=', organizationId)
  return accountIds === undefined ? query : query.where('u.account_id', 'in', accountIds)
}

function holdsText(text: string, namedKeys: readonly string[]) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<SqlBool>`(concat_ws(' ', u.method, u.request_uri, u.element_api, u.vdr, u.element_key, u.traffic_id, u.request_ip, i.name) ilike ${pattern}
    or u.element_key = any(${namedKeys}::text[]))`
}
