/** Instances as a whole: routes for clients, `resolve` for calls, renewal of their tokens. */
import type { Transaction } from 'kysely'
import type { Route } from '../lib/route.ts'
import { createRenewer, type Renewer } from '../oauth/renew.ts'
import type { RenewalSubject } from '../oauth/renewal-parts.ts'
import type { Tables } from '../store/tables.ts'
import { changeConfiguration, saveConfigurationChanges } from './change.ts'
import { effectiveConfiguration, type Values } from './configuration.ts'
import { openRecord } from './instance-record.ts'
import { findById } from './instance-store.ts'
import { type InstancesParts, viewerOf } from './parts.ts'
import { type Owner, removeOfOwner } from './remove-of-owner.ts'
import { createResolver, type Resolver } from './resolve.ts'
import { createInstanceRoutes } from './routes.ts'
import { createUnderWay } from './under-way.ts'

export interface Instances extends Pick<Resolver, 'resolve' | 'resolveById' | 'forgetElement'> {
  readonly routes: readonly Route[]
  readonly renew: Renewer['renew']
  /** Stores what a call changed in the configuration. */
  saveConfigurationChanges(instanceId: number, changes: Values): Promise<void>
  /** Deletes those of an account or a user that goes for good, in that transaction; what it resolves with is for after the commit. */
  removeOfOwner(transaction: Transaction<Tables>, owner: Owner): Promise<() => Promise<void>>
  /** Begins the renewals nobody asks for (tries after a refusal). */
  start(): Promise<void>
  /** Waits for requests and renewals under way; the database must stay open until then. */
  stop(): Promise<void>
}

/** Builds them; resolves once changes by other processes are heard. */
export async function createInstances(parts: InstancesParts): Promise<Instances> {
  const renewer = createRenewer({
    ...parts,
    readSubject: (instanceId) => readSubject(parts, instanceId),
    storeChanges: async (db, { instanceId, tenant, ...change }) => {
      await changeConfiguration(db, { id: instanceId, ...change, authorised: { tenant } })
    },
    onChange: (instanceId) => resolver.forget(instanceId),
  })
  const keep = (instanceId: number, changes: Values) => saveConfigurationChanges(changing, instanceId, changes)
  const resolver = await createResolver(parts, { renew: renewer.renew, keep })
  const changing = { ...parts, onChange: resolver.forget }
  const underWay = createUnderWay()
  return {
    routes: createInstanceRoutes(changing).map(underWay.watch),
    resolve: resolver.resolve,
    resolveById: resolver.resolveById,
    forgetElement: resolver.forgetElement,
    renew: renewer.renew,
    saveConfigurationChanges: keep,
    removeOfOwner: (transaction, owner) => removeOfOwner(changing, transaction, owner),
    start: renewer.start,
    stop: () => underWay.settle().finally(renewer.stop),
  }
}

/** An instance as its token endpoint needs to see it. */
async function readSubject({ database, sealerOf, catalog }: InstancesParts, instanceId: number): Promise<RenewalSubject | undefined> {
  const row = await findById(database.db, instanceId)
  const element = row === undefined ? undefined : await catalog.find(row.element_id, viewerOf(row))
  if (row === undefined || element === undefined) return undefined
  const record = openRecord(await sealerOf(row.organization_id), row)
  return {
    organizationId: record.organizationId,
    accountId: record.accountId,
    element,
    configuration: effectiveConfiguration(element, record.own),
    disabled: record.disabled,
    disabledReason: record.disabledReason,
  }
}
