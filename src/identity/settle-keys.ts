/** Start and keys: the first start makes or takes the key, every later one must bring each key that the database is still sealed with. */
import type { Database } from '../store/database.ts'
import type { KeySource } from './key-source.ts'
import { createSealingKey, type SealingKey, SealingKeyError } from './sealing-key.ts'
import { insertKnownKey, type KnownKey, listKnownKeys } from './sealing-keys-store.ts'

export interface KeyParts {
  readonly database: Database
  readonly keys: KeySource
}

/** Only one process at a time may decide which keys there are. */
export function lockKeys<T>(database: Database, work: () => Promise<T>): Promise<T> {
  return database.withAdvisoryLock('sealing-keys', 0, work)
}

/** Brings keys and database together; rejects with a `SealingKeyError` when the keys are not those of this database. */
export function settleKeys(parts: KeyParts): Promise<readonly SealingKey[]> {
  return lockKeys(parts.database, async () => {
    const known = await listKnownKeys(parts.database.db)
    const held = await parts.keys.read()
    if (known.length === 0) return introduceFirstKey(parts, held)
    checkKeys(parts.keys.name, known, held)
    const usable = dropRetiredKeys(known, held)
    // A rotation that was interrupted at its very end left the retired key in the file.
    if (usable.length < held.length) await parts.keys.write?.(usable)
    return usable
  })
}

/** The keys that may be used at this moment, newest first: those held, without those retired. */
export async function readUsableKeys({ database, keys }: KeyParts): Promise<readonly SealingKey[]> {
  const held = await keys.read()
  return dropRetiredKeys(await listKnownKeys(database.db), held)
}

/** Throws a `SealingKeyError` unless every key that the database is sealed with is held. */
function checkKeys(source: string, known: readonly KnownKey[], held: readonly SealingKey[]): void {
  const active = known.filter((key) => key.retiredAt === null)
  const missing = active.filter((key) => !held.some((own) => own.id === key.id && own.fingerprint.equals(key.fingerprint)))
  const [first] = missing
  if (first === undefined) return
  if (held.length === 0)
    throw new SealingKeyError(
      `This database is sealed with the key ${first.id}, and ${source} is not there. Put it back: without it the stored secrets cannot be opened.`,
    )
  if (missing.length < active.length) {
    throw new SealingKeyError(
      `A key rotation of this database is not finished, and ${source} lacks the key ${first.id}. Give both keys, new and old, until rotate-key has ended.`,
    )
  }
  const retired = held.map((own) => known.find((key) => key.id === own.id)?.retiredAt).find((date) => date instanceof Date)
  const what = retired === undefined ? 'another key' : `a key that was retired at ${retired.toISOString()}`
  throw new SealingKeyError(
    `This database is sealed with the key ${first.id}, but ${source} gives ${what} (${held.map((key) => key.id).join(', ')}). Give the right key.`,
  )
}

async function introduceFirstKey({ database, keys }: KeyParts, held: readonly SealingKey[]): Promise<readonly SealingKey[]> {
  if (held.length === 0 && keys.write === undefined) throw new SealingKeyError(`${keys.name} gives no key: expected 32 bytes`)
  const usable = held.length === 0 ? [createSealingKey()] : held
  if (held.length === 0) await keys.write?.(usable)
  await insertKnownKey(database.db, usable[0]!)
  return usable
}

function dropRetiredKeys(known: readonly KnownKey[], held: readonly SealingKey[]): readonly SealingKey[] {
  const retired = new Set(known.filter((key) => key.retiredAt !== null).map((key) => key.id))
  return held.filter((key) => !retired.has(key.id))
}
