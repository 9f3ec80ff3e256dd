/**
 * Element token → instance, from memory when warm: looked up by the token's SHA-256, loaded once however many calls ask at a time, dropped when
 * anything about the instance changes in any process. While notifications are missed nothing is remembered.
 */
import { createSecretKey, hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { CallInstance } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { Renewer } from '../oauth/renew.ts'
import { channels } from '../store/tables.ts'
import { effectiveConfiguration, type Values } from './configuration.ts'
import { chooseCredential } from './credential.ts'
import { type InstanceRecord, type InstanceRow, openRecord } from './instance-record.ts'
import { findById, findByTokenHash } from './instance-store.ts'
import type { InstancesParts } from './parts.ts'

export interface ResolvedInstance {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  /** Who made it. */
  readonly userId: number
  readonly elementKey: string
  readonly hub: string
  readonly disabled: boolean
  /** Why the platform disabled or marked it. */
  readonly disabledReason: string | null
  readonly traceLogging: boolean
  readonly call: CallInstance
}

export interface Resolver {
  /** At once when warm. Throws (or rejects with) invalid-secrets (401) for a token that is unknown or dead. */
  resolve(elementToken: string): ResolvedInstance | Promise<ResolvedInstance>
  /** By id, for the platform's own calls; always read anew. */
  resolveById(id: number): Promise<ResolvedInstance | undefined>
  /** Drops what is remembered of an instance in this process. */
  forget(id: number): void
  /** Drops every instance of an element that changed; with an account, those of that account. */
  forgetElement(change: { readonly elementId: number; readonly accountId?: number }): void
}

const rememberedInstances = 10_000

interface Load {
  readonly promise: Promise<ResolvedInstance>
  /** Something changed while it was under way: it serves who asked before, and is not remembered. */
  stale: boolean
}

/** What calls of an instance ask back. */
export interface Upkeep {
  readonly renew: Renewer['renew']
  readonly keep: (instanceId: number, changes: Values) => Promise<void>
}

export async function createResolver(parts: InstancesParts, { renew, keep }: Upkeep): Promise<Resolver> {
  const { database } = parts
  const hashOfId = new Map<number, string>()
  const warm = new LRUCache<string, ResolvedInstance>({ max: rememberedInstances, dispose: ({ id }) => void hashOfId.delete(id) })
  const loads = new Map<string, Load>()

  function forget(id: number): void {
    const key = hashOfId.get(id)
    if (key !== undefined) warm.delete(key)
    dropLoads()
  }
  function forgetElement({ elementId, accountId }: { readonly elementId: number; readonly accountId?: number }): void {
    for (const [key, instance] of warm.entries()) {
      if (instance.call.element.id === elementId && (accountId ?? instance.accountId) === instance.accountId) warm.delete(key)
    }
    dropLoads()
  }
  /** What is being read may be older than the change; whose it is, is not known yet. */
  function dropLoads(): void {
    for (const load of loads.values()) load.stale = true
    loads.clear()
  }

  await database.listen(channels.instances, (payload) => forget(Number(payload)))
  database.onGap(() => {
    warm.clear()
    dropLoads()
  })

  async function open(row: InstanceRow): Promise<ResolvedInstance> {
    const sealer = await parts.sealerOf(row.organization_id)
    const record = openRecord(sealer, row)
    const element = await parts.catalog.find(record.elementId, record)
    if (element === undefined) throw createError('no-element', { params: { key: record.elementKey } })
    const pageTokenKey = createSecretKey(sealer.deriveKey('next-page tokens'))
    return toResolved(record, element, {
      pageTokenKey,
      renew: (rejected) => renew(record.id, rejected),
      keep: (changes) => keep(record.id, changes),
    })
  }

  async function read(elementToken: string): Promise<ResolvedInstance> {
    const row = await findByTokenHash(database.db, hash('sha256', elementToken, 'buffer'))
    if (row === undefined) throw createError('invalid-secrets')
    return open(row)
  }

  function load(key: string, elementToken: string): Promise<ResolvedInstance> {
    const promise = read(elementToken).then(
      (instance) => {
        finish()
        if (!entry.stale && database.isListening()) {
          warm.set(key, instance)
          hashOfId.set(instance.id, key)
        }
        return instance
      },
      (error: unknown) => {
        finish()
        throw error
      },
    )
    const entry: Load = { promise, stale: false }
    const finish = () => loads.get(key) === entry && loads.delete(key)
    loads.set(key, entry)
    return promise
  }

  return {
    forget,
    forgetElement,
    resolve(elementToken) {
      const key = hash('sha256', elementToken, 'base64')
      return warm.get(key) ?? loads.get(key)?.promise ?? load(key, elementToken)
    },
    async resolveById(id) {
      const row = await findById(database.db, id)
      return row === undefined ? undefined : open(row)
    },
  }
}

function toResolved(
  record: InstanceRecord,
  element: CompiledElement,
  more: Pick<CallInstance, 'pageTokenKey' | 'renew' | 'keep'>,
): ResolvedInstance {
  const configuration = effectiveConfiguration(element, record.own)
  const { grant } = record
  const hasToken = grant !== undefined && grant.session === undefined
  const called = hasToken ? { ...configuration, 'oauth.user.token': grant.accessToken } : configuration
  return {
    id: record.id,
    organizationId: record.organizationId,
    accountId: record.accountId,
    userId: record.user.id,
    elementKey: element.key,
    hub: element.hub,
    disabled: record.disabled,
    disabledReason: record.disabledReason,
    traceLogging: record.traceLogging,
    call: {
      id: record.id,
      accountId: record.accountId,
      element,
      configuration: called,
      credential: chooseCredential(element, configuration, grant),
      ...(grant?.vendorAccount !== undefined && { vendorAccount: grant.vendorAccount }),
      ...more,
    },
  }
}
