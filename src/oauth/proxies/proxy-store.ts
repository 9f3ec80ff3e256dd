/** The rows of OAuth proxies and of users who are on their way through one: one SQL operation a function. Names are looked up within the caller's account. */
import { type Kysely, type Selectable, sql } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import type { Sealer } from '../../lib/sealing.ts'
import type { OAuthProxiesTable, Tables } from '../../store/tables.ts'

type Db = Kysely<Tables>
export type ProxyRow = Selectable<OAuthProxiesTable>

/** The application at the vendor, as far as the proxy knows it. */
export interface ProxyClient {
  readonly key?: string
  readonly secret?: string
}

export interface NewProxy {
  readonly name: string
  readonly callbackUrl: string | undefined
  readonly client: ProxyClient
}

/** Throws oauth-proxy-exists (409). */
export async function insertProxy(db: Db, sealer: Sealer, { caller, proxy }: { caller: Caller; proxy: NewProxy }): Promise<ProxyRow> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('oauth_proxies')
      .values({
        organization_id: caller.organizationId,
        account_id: caller.accountId,
        name: proxy.name,
        callback_url: proxy.callbackUrl ?? null,
        client_sealed: Buffer.alloc(0),
      })
      .onConflict((conflict) => conflict.columns(['account_id', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) throw createError('oauth-proxy-exists', { params: { name: proxy.name } })
    // What is sealed is bound to its row, whose id is known only now.
    const sealed = await transaction
      .updateTable('oauth_proxies')
      .set({ client_sealed: sealer.seal(placeOf(row.id), JSON.stringify(proxy.client)) })
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordProxy(transaction, caller, sealed)
    return sealed
  })
}

/** Proxies are part of how elements are used, so they are listed with them. */
function recordProxy(db: Db, { organizationId, accountId, user }: Caller, { id, name }: Pick<ProxyRow, 'id' | 'name'>): Promise<void> {
  const who = { organizationId, accountId, userId: user.id }
  return recordChange(db, { area: 'elements', entityId: `OAuth proxy ${id}`, entityName: name, ...who })
}

export async function listProxies(db: Db, caller: Caller): Promise<ProxyRow[]> {
  return db.selectFrom('oauth_proxies').selectAll().where('account_id', '=', caller.accountId).orderBy('id').execute()
}

/** Throws no-oauth-proxy (404). */
export async function demandProxy(db: Db, caller: Caller, name: string): Promise<ProxyRow> {
  const row = await db
    .selectFrom('oauth_proxies')
    .selectAll()
    .where('account_id', '=', caller.accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (row === undefined) throw createError('no-oauth-proxy', { params: { what: 'name', value: name } })
  return row
}

/** False when there is none. */
export async function deleteProxy(db: Db, caller: Caller, id: number): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const query = transaction.deleteFrom('oauth_proxies').where('id', '=', id).where('account_id', '=', caller.accountId)
    const row = await query.returning(['id', 'name']).executeTakeFirst()
    if (row !== undefined) await recordProxy(transaction, caller, row)
    return row !== undefined
  })
}

/** Adds or takes away a pattern; resolves with the proxy, undefined when there is none. */
export async function changePattern(
  db: Db,
  caller: Caller,
  change: { readonly id: number; readonly pattern: string; readonly isAdded: boolean },
): Promise<ProxyRow | undefined> {
  const without = sql<string[]>`array_remove(application_urls, ${change.pattern})`
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('oauth_proxies')
      .set({ application_urls: change.isAdded ? sql<string[]>`array_append(${without}, ${change.pattern})` : without })
      .where('id', '=', change.id)
      .where('account_id', '=', caller.accountId)
      .returningAll()
      .executeTakeFirst()
    if (row !== undefined) await recordProxy(transaction, caller, row)
    return row
  })
}

export function readClient(sealer: Sealer, { id, client_sealed }: ProxyRow): ProxyClient {
  return JSON.parse(sealer.open(placeOf(id), client_sealed)) as ProxyClient
}

export interface ProxyFlow {
  readonly stateHash: Buffer
  readonly proxyId: number
  readonly applicationUrl: string
  readonly expiresAt: Date
}

/** Notes where a user goes on to; what is over by `now` goes. */
export async function insertFlow(db: Db, flow: ProxyFlow, now: Date): Promise<void> {
  await db.deleteFrom('oauth_proxy_flows').where('expires_at', '<', now).execute()
  await db
    .insertInto('oauth_proxy_flows')
    .values({
      state_hash: flow.stateHash,
      proxy_id: flow.proxyId,
      application_url: flow.applicationUrl,
      expires_at: flow.expiresAt,
    })
    .execute()
}

/** Takes a flow: a state is good once. */
export async function takeFlow(db: Db, stateHash: Buffer, now: Date): Promise<string | undefined> {
  const row = await db
    .deleteFrom('oauth_proxy_flows')
    .where('state_hash', '=', stateHash)
    .where('expires_at', '>=', now)
    .returning('application_url')
    .executeTakeFirst()
  return row?.application_url
}

function placeOf(id: number) {
  return { table: 'oauth_proxies', row: id, column: 'client_sealed' }
}
