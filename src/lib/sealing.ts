/**
 * AES-256-GCM for what must not be readable in the database. The additional data binds a sealed value to its table, row and column,
 * so that it cannot be moved to another place. Layout: version (1 byte), nonce (12), tag (16), cipher text.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Where a sealed value stands. */
export interface Place {
  readonly table: string
  readonly row: string | number
  readonly column: string
}

/** Seals and opens with one organization's data key. `open` throws `SealingError`. */
export interface Sealer {
  seal(place: Place, text: string): Buffer
  open(place: Place, sealed: Buffer): string
  /** A key of its own for another purpose (RFC 5869), always the same for the same data key. */
  deriveKey(purpose: string): Buffer
}

/** The sealer of an organization, by its id. */
export type SealerOf = (organizationId: number) => Promise<Sealer>

/** A value does not open: another key, another place, or damage. Which of them cannot be told apart. */
export class SealingError extends Error {
  override readonly name = 'SealingError'
}

/** Bytes of a key, both of data keys and of the keys that wrap them. */
export const keyBytes = 32

const version = 1
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + nonceBytes + tagBytes

/**
 * Seals a value for one place. The nonce is random and made here, not handed in: one repeated nonce breaks GCM (NIST SP 800-38D §8).
 * Throws a RangeError when the key is not 32 bytes.
 */
export function seal(key: Buffer, plain: Buffer | string, place: Place): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(bindPlace(place))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text])
}

/** Opens what `seal` made with the same key for the same place; throws `SealingError` otherwise. */
export function open(key: Buffer, sealed: Buffer, place: Place): Buffer {
  const name = `${place.table}.${place.column} of row ${place.row}`
  if (sealed.length < headBytes) throw new SealingError(`The sealed value in ${name} is cut short`)
  if (sealed[0] !== version)
    throw new SealingError(`The sealed value in ${name} has version ${sealed[0]}; this server reads version ${version}`)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(bindPlace(place))
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()])
  } catch (cause) {
    throw new SealingError(`The sealed value in ${name} does not open with this key`, { cause })
  }
}

/** A sealer over a data key that is already unwrapped. */
export function createSealer(dataKey: Buffer): Sealer {
  return {
    seal: (place, text) => seal(dataKey, text, place),
    open: (place, sealed) => open(dataKey, sealed, place).toString('utf8'),
    deriveKey: (purpose) => Buffer.from(hkdfSync('sha256', dataKey, '', purpose, keyBytes)),
  }
}

/** JSON keeps the three parts apart whatever characters they hold; a row id binds alike as number and as text. */
function bindPlace(place: Place): Buffer {
  return Buffer.from(JSON.stringify([version, place.table, String(place.row), place.column]))
}
