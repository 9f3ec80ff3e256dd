/** Whose metrics a caller is shown: as with usage, and with `customerAdmin` those of the customer's other organizations when they are asked for. */
import type { Kysely } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readList } from '../lib/query-values.ts'
import type { Tables } from '../store/tables.ts'
import { readScope } from '../usage/scope.ts'

export interface MetricReach {
  readonly organizationIds: readonly number[]
  /** Undefined: all accounts of these organizations. */
  readonly accountIds: readonly number[] | undefined
}

/** Throws missing-privilege (403) for a customer, an organization or an account that the caller may not see. */
export async function readReach(db: Kysely<Tables>, caller: Caller, query: QueryValues): Promise<MetricReach> {
  const customerIds = readList(query, 'customerIds')
  const orgIds = readList(query, 'orgIds')
  const own = String(caller.organizationId)
  if (customerIds.length === 0 && orgIds.every((id) => id === own)) {
    const { organizationId, accountIds } = await readScope(db, caller, query)
    return { organizationIds: [organizationId], accountIds }
  }
  const asked = customerIds.length > 0 ? `customer ${customerIds[0]!.slice(0, 40)}` : 'other organizations'
  const refuse = (what: string) => createError('missing-privilege', { params: { action: `see the metrics of ${what}` } })
  if (!caller.privileges.has('customerAdmin')) throw refuse(asked)
  const peers = await listPeers(db, caller.organizationId)
  if (peers.length === 0 || customerIds.some((id) => id !== String(peers[0]!.customer_id))) throw refuse(asked)
  const hidden = orgIds.find((id) => !peers.some((peer) => String(peer.id) === id))
  if (hidden !== undefined) throw refuse(`organization ${hidden.slice(0, 40)}`)
  const organizationIds = peers.map(({ id }) => id).filter((id) => orgIds.length === 0 || orgIds.includes(String(id)))
  return { organizationIds, accountIds: await readAccounts(db, organizationIds, query) }
}

function listPeers(db: Kysely<Tables>, organizationId: number) {
  return db
    .selectFrom('organizations as own')
    .innerJoin('organizations as peer', 'peer.customer_id', 'own.customer_id')
    .select(['peer.id', 'peer.customer_id'])
    .where('own.id', '=', organizationId)
    .orderBy('peer.id')
    .execute()
}

async function readAccounts(db: Kysely<Tables>, organizationIds: readonly number[], query: QueryValues): Promise<number[] | undefined> {
  const asked = readList(query, 'accountIds')
  if (asked.length === 0) return undefined
  const rows = await db.selectFrom('accounts').select('id').where('organization_id', 'in', organizationIds).execute()
  const hidden = asked.find((text) => !rows.some(({ id }) => String(id) === text))
  if (hidden !== undefined)
    throw createError('missing-privilege', { params: { action: `see the metrics of account ${hidden.slice(0, 40)}` } })
  return asked.map(Number)
}
