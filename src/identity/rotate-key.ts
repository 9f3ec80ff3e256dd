/**
 * Online rotation of the sealing key: make the new key known, wrap every data key anew, retire the old key. Servers keep working throughout.
 * Each step can be repeated; a rotation that was interrupted is finished by the next one.
 */
import type { Clock } from '../lib/clock.ts'
import { channels } from '../store/tables.ts'
import { unwrapDataKey, wrapDataKey } from './keyring.ts'
import { createSealingKey, type SealingKey, SealingKeyError } from './sealing-key.ts'
import { insertKnownKey, listKnownKeys, lockDataKeys, retireKey, updateDataKey } from './sealing-keys-store.ts'
import { type KeyParts, lockKeys, readUsableKeys, settleKeys } from './settle-keys.ts'

export interface RotationParts extends KeyParts {
  readonly clock: Clock
}

export interface Rotation {
  readonly keyId: string
  readonly retiredKeyIds: readonly string[]
  /** How many data keys were wrapped anew. */
  readonly organizations: number
}

const batchSize = 50

/** Rotates to a new key; rejects with a `SealingKeyError` when the operator's keys are not `new,old`. */
export function rotateKey(parts: RotationParts): Promise<Rotation> {
  const { database, keys } = parts
  return database.withAdvisoryLock('key-rotation', 0, async () => {
    const usable = await settleKeys(parts)
    const { next, old } = await lockKeys(database, () => introduceNextKey(parts, usable))
    let organizations = 0
    for (const key of old) organizations += await moveDataKeys(parts, key, next)
    await lockKeys(database, async () => keys.write?.(await readUsableKeys(parts)))
    return { keyId: next.id, retiredKeyIds: old.map((key) => key.id), organizations }
  })
}

async function introduceNextKey(
  { database, keys }: RotationParts,
  usable: readonly SealingKey[],
): Promise<{ next: SealingKey; old: readonly SealingKey[] }> {
  const known = await listKnownKeys(database.db)
  const active = known.filter((key) => key.retiredAt === null).map((key) => usable.find((own) => own.id === key.id)!)
  const [newest, ...older] = active
  if (newest !== undefined && older.length > 0) return { next: newest, old: older }
  const unknown = usable.find((own) => !known.some((key) => key.id === own.id))
  const next = unknown ?? (keys.write === undefined ? undefined : createSealingKey())
  if (next === undefined || (keys.write === undefined && next !== usable[0])) {
    throw new SealingKeyError(
      `To rotate the key, give ${keys.name} as new,old: a new key of 32 bytes, a comma, and the key in use (${newest?.id}).`,
    )
  }
  if (unknown === undefined) await keys.write?.([next, ...usable])
  await database.db.transaction().execute(async (transaction) => {
    await insertKnownKey(transaction, next)
    await database.notify(channels.keys, next.id, transaction)
  })
  return { next, old: active }
}

/** Wraps what the old key wraps by the new one, until nothing is left and the old key can be retired. */
async function moveDataKeys({ database, clock }: RotationParts, old: SealingKey, next: SealingKey): Promise<number> {
  for (let moved = 0; ; ) {
    const batch = await database.db.transaction().execute(async (transaction) => {
      const found = await lockDataKeys(transaction, old.id, batchSize)
      for (const dataKey of found) await updateDataKey(transaction, wrapDataKey(next, dataKey.organizationId, unwrapDataKey(old, dataKey)))
      return found.length
    })
    moved += batch
    if (batch > 0) continue
    const retired = await database.db.transaction().execute(async (transaction) => {
      const done = await retireKey(transaction, old.id, new Date(clock()))
      if (done) await database.notify(channels.keys, old.id, transaction)
      return done
    })
    if (retired) return moved
  }
}
