/**
 * Envelope encryption at runtime: each organization has a data key, wrapped by a sealing key. Data keys are unwrapped once and remembered;
 * a rotation wraps them anew without changing them, so what is remembered stays right.
 */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { LRUCache } from 'lru-cache'
import { createSealer, keyBytes, open, type Place, type Sealer, seal } from '../lib/sealing.ts'
import { channels, type Tables } from '../store/tables.ts'
import { type SealingKey, SealingKeyError } from './sealing-key.ts'
import { findDataKey, lockCurrentKey, type WrappedDataKey } from './sealing-keys-store.ts'
import { type KeyParts, readUsableKeys, settleKeys } from './settle-keys.ts'

export interface Keyring {
  /** The sealer of an organization, remembered. Rejects with a `SealingKeyError` when its key is not held, `SealingError` when the data key is damaged. */
  forOrganization(organizationId: number): Promise<Sealer>
  /** Makes the data key of an organization that the same transaction inserts. */
  createDataKey(transaction: Kysely<Tables>, organizationId: number): Promise<NewDataKey>
}

interface NewDataKey {
  readonly wrapped: WrappedDataKey
  readonly sealer: Sealer
}

/** Most organizations whose data keys are remembered. */
const rememberedDataKeys = 10_000

/**
 * Opens the keyring: settles the keys with the database (and makes the first one), then follows rotations by other processes.
 * Rejects with a `SealingKeyError` that says what to do when the keys are not those of this database.
 */
export async function openKeyring(parts: KeyParts): Promise<Keyring> {
  const { database } = parts
  let held = indexKeys(await settleKeys(parts))
  const reload = async () => {
    held = indexKeys(await readUsableKeys(parts))
  }
  // When reading fails here, the old keys stay, and the first data key that needs another one reads again.
  const follow = () => void reload().catch(() => undefined)
  await database.listen(channels.keys, follow)
  database.onGap((gap) => gap === 'restored' && follow())

  const findKey = async (id: string) => {
    if (!held.has(id)) await reload()
    return held.get(id)
  }

  async function unwrap(organizationId: number): Promise<Sealer> {
    // A rotation may wrap the data key anew between the two reads, and drop the key it was wrapped by.
    for (let attempt = 1; ; attempt++) {
      const found = await findDataKey(database.db, organizationId)
      if (found === undefined) throw new Error(`There is no organization ${organizationId}`)
      const key = await findKey(found.keyId)
      if (key !== undefined) return createSealer(unwrapDataKey(key, found))
      if (attempt === 3) throw createMissingKeyError(parts, found.keyId)
    }
  }

  const sealers = new LRUCache<number, Promise<Sealer>>({ max: rememberedDataKeys })
  return {
    forOrganization(organizationId) {
      const known = sealers.get(organizationId)
      if (known !== undefined) return known
      const sealer = unwrap(organizationId)
      sealers.set(organizationId, sealer)
      sealer.catch(() => sealers.delete(organizationId))
      return sealer
    },
    async createDataKey(transaction, organizationId) {
      const keyId = await lockCurrentKey(transaction)
      const key = keyId === undefined ? undefined : await findKey(keyId)
      if (key === undefined) throw createMissingKeyError(parts, keyId ?? '?')
      const dataKey = randomBytes(keyBytes)
      return { wrapped: wrapDataKey(key, organizationId, dataKey), sealer: createSealer(dataKey) }
    },
  }
}

/** Wraps a data key for its organization; it unwraps for no other. */
export function wrapDataKey(key: SealingKey, organizationId: number, dataKey: Buffer): WrappedDataKey {
  return { organizationId, keyId: key.id, wrapped: seal(key.bytes, dataKey, placeOf(organizationId)) }
}

/** Opens what `wrapDataKey` made with the same key; throws a `SealingError` otherwise. */
export function unwrapDataKey(key: SealingKey, { organizationId, wrapped }: WrappedDataKey): Buffer {
  return open(key.bytes, wrapped, placeOf(organizationId))
}

function placeOf(organizationId: number): Place {
  return { table: 'organizations', row: organizationId, column: 'data_key_wrapped' }
}

function indexKeys(keys: readonly SealingKey[]): ReadonlyMap<string, SealingKey> {
  return new Map(keys.map((key) => [key.id, key]))
}

function createMissingKeyError({ keys }: KeyParts, keyId: string): SealingKeyError {
  return new SealingKeyError(`${keys.name} lacks the sealing key ${keyId}, which this database uses now; start the server with it.`)
}
