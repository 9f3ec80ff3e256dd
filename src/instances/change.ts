/** Every change of an instance goes through here: one transaction, announced to all processes with its commit. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Sealer } from '../lib/sealing.ts'
import { readGrant } from '../oauth/grant-store.ts'
import { storePatiently } from '../oauth/store-patience.ts'
import { checkTenant } from '../oauth/tenant.ts'
import { channels } from '../store/tables.ts'
import { changeOwn, effectiveConfiguration, type Values } from './configuration.ts'
import { openOwn, sealOwn } from './instance-record.ts'
import { type Db, findById, lockOwn, updateRow } from './instance-store.ts'
import { type InstancesParts, viewerOf } from './parts.ts'

/** Runs a change in a transaction and announces it, unless it answers false: nothing changed. Once it resolves, this process acts on nothing older. */
export async function changeInstance<T>({ database, onChange }: ChangeParts, id: number, change: (db: Db) => Promise<T>): Promise<T> {
  const result = await database.db.transaction().execute(async (transaction) => {
    const changed = await change(transaction)
    if (changed !== false) await database.notify(channels.instances, String(id), transaction)
    return changed
  })
  if (result !== false) onChange?.(id)
  return result
}

/** Stores what provisioning gave; with tokens, which nobody gives twice, a store that stumbles is asked again. `store` must be safe to repeat. */
export async function keepGranted<T>(
  { schedule }: Pick<InstancesParts, 'schedule'>,
  { tokens }: { readonly tokens?: unknown },
  store: () => Promise<T>,
): Promise<T> {
  if (tokens === undefined) return store()
  return storePatiently(store, (milliseconds) => new Promise((resolve) => void schedule(resolve, milliseconds)))
}

type ChangeParts = Pick<InstancesParts, 'database' | 'onChange'>

export interface ConfigurationChange {
  readonly id: number
  readonly element: CompiledElement
  readonly sealer: Sealer
  /** A null takes the own value away. */
  readonly changes: Values
  /** The same transaction stores new tokens, for this tenant where the vendor told; absent: those that are stored stay. */
  readonly authorised?: { readonly tenant: string | undefined }
}

/**
 * Changes the own configuration as it is now, locked, so that two changes at once both arrive. False when the instance is gone.
 * Throws tenant-mismatch (400) when it would name another tenant than the tokens are for.
 */
export async function changeConfiguration(db: Db, change: ConfigurationChange): Promise<boolean> {
  const { id, element, sealer, changes } = change
  const row = await lockOwn(db, id)
  if (row === undefined) return false
  const own = changeOwn(element, openOwn(sealer, row), changes)
  const filled = checkTenant(element, effectiveConfiguration(element, own), await readAuthorised(db, change))
  return updateRow(db, id, sealOwn(sealer, id, changeOwn(element, own, filled)))
}

async function readAuthorised(db: Db, { id, element, sealer, authorised }: ConfigurationChange): Promise<string | undefined> {
  if (authorised !== undefined) return authorised.tenant
  return element.authentication.oauth2?.tenant === undefined ? undefined : (await readGrant(db, sealer, id))?.tenant
}

/**
 * Stores configuration values that a call or a script has changed. Keys the element does not know are kept too (contract 13.2).
 * Does nothing when the instance is gone meanwhile.
 */
export async function saveConfigurationChanges(
  parts: Pick<InstancesParts, 'database' | 'onChange' | 'sealerOf' | 'catalog'>,
  instanceId: number,
  changes: Values,
): Promise<void> {
  const row = await findById(parts.database.db, instanceId)
  const element = row === undefined ? undefined : await parts.catalog.find(row.element_id, viewerOf(row))
  if (row === undefined || element === undefined) return
  const sealer = await parts.sealerOf(row.organization_id)
  await changeInstance(parts, instanceId, (db) => changeConfiguration(db, { id: instanceId, element, sealer, changes }))
}
