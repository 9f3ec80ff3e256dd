/** Secrets are looked up by their SHA-256: 256 random bits need no slow hash, and the database holds nothing that can be presented. */
import { hash } from 'node:crypto'

/** The hash as it stands in `secret_hash` and `token_hash` columns. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** The same as text, for maps in memory. */
export function hashSecretToKey(secret: string): string {
  return hash('sha256', secret, 'base64')
}

/** The column value of a key that `hashSecretToKey` made. */
export function columnOfKey(key: string): Buffer {
  return Buffer.from(key, 'base64')
}

/** The key of a column value. */
export function keyOfColumn(column: Buffer): string {
  return column.toString('base64')
}
