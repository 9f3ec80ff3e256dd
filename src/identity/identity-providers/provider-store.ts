/** Identity providers of organizations and customers: one statement each. */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import type { IdentityProvider } from './provider.ts'

/** Whose providers: an organization's or a customer's. */
export type Owner = { readonly organization_id: number } | { readonly customer_id: number }

export interface ProviderRow {
  readonly id: number
  readonly document: IdentityProvider
  readonly created_at: Date
}

const columns = ['id', 'document', 'created_at'] as const

/** All of an owner's, by id. */
export async function listProviders(db: Kysely<Tables>, owner: Owner): Promise<readonly ProviderRow[]> {
  return asProviders(await selectOf(db, owner).orderBy('id').execute())
}

/** One of an owner's. */
export async function findProvider(db: Kysely<Tables>, owner: Owner, id: number): Promise<ProviderRow | undefined> {
  return asProviders(await selectOf(db, owner).where('id', '=', id).execute())[0]
}

/** Adds one. */
export async function insertProvider(transaction: Kysely<Tables>, owner: Owner, provider: IdentityProvider): Promise<ProviderRow> {
  const values = { organization_id: null, customer_id: null, ...owner, document: JSON.stringify(provider) }
  const rows = await transaction.insertInto('identity_providers').values(values).returning(columns).execute()
  return asProviders(rows)[0]!
}

/** Replaces one of an owner's; undefined when there is none. */
export async function updateProvider(
  transaction: Kysely<Tables>,
  owner: Owner,
  { id, provider }: { readonly id: number; readonly provider: IdentityProvider },
): Promise<ProviderRow | undefined> {
  const update = transaction.updateTable('identity_providers').set({ document: JSON.stringify(provider) })
  return asProviders(await update.where(columnOf(owner), '=', idOf(owner)).where('id', '=', id).returning(columns).execute())[0]
}

/** Takes one of an owner's away; undefined when there is none. */
export async function deleteProvider(transaction: Kysely<Tables>, owner: Owner, id: number): Promise<ProviderRow | undefined> {
  const gone = transaction.deleteFrom('identity_providers').where(columnOf(owner), '=', idOf(owner)).where('id', '=', id)
  return asProviders(await gone.returning(columns).execute())[0]
}

function selectOf(db: Kysely<Tables>, owner: Owner) {
  return db.selectFrom('identity_providers').select(columns).where(columnOf(owner), '=', idOf(owner))
}

function columnOf(owner: Owner): 'organization_id' | 'customer_id' {
  return 'organization_id' in owner ? 'organization_id' : 'customer_id'
}

function idOf(owner: Owner): number {
  return 'organization_id' in owner ? owner.organization_id : owner.customer_id
}

function asProviders(rows: readonly { id: number; document: unknown; created_at: Date }[]): readonly ProviderRow[] {
  return rows as readonly ProviderRow[]
}
