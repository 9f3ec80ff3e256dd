/** A key-encryption key: it wraps the data keys of organizations and never touches the database itself; there it is known by id and fingerprint. */
import { createHmac, randomBytes } from 'node:crypto'
import { keyBytes } from '../lib/sealing.ts'

export interface SealingKey {
  /** 16 hex characters; tells keys apart in tables and messages. */
  readonly id: string
  /** 32 bytes; proves that two servers hold the same key. */
  readonly fingerprint: Buffer
  readonly bytes: Buffer
}

/** A key that cannot be used, or is not the one the database is sealed with; the message says what to do and never holds a key. */
export class SealingKeyError extends Error {
  override readonly name = 'SealingKeyError'
}

/** Names a key. Id and fingerprint are HMACs under the key, so neither helps to find it. Throws a `SealingKeyError` when it is not 32 bytes. */
export function describeKey(bytes: Buffer): SealingKey {
  if (bytes.length !== keyBytes) throw new SealingKeyError(`A sealing key has ${keyBytes} bytes; this one has ${bytes.length}`)
  const id = createHmac('sha256', bytes).update('octet sealing key id').digest('hex').slice(0, 16)
  return { id, fingerprint: createHmac('sha256', bytes).update('octet sealing key fingerprint').digest(), bytes }
}

/** Makes a new random key. */
export function createSealingKey(): SealingKey {
  return describeKey(randomBytes(keyBytes))
}
