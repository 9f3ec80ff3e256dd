/** Identifiers: random ones in the forms the contract gives them (1.3, 1.6), and the numbers that rows have. */
import { randomBytes } from 'node:crypto'

/** 24 hex characters, leading with the seconds since 1970, like the ids that old clients log and sort by. */
export function createRequestId(now: number): string {
  return (
    Math.floor(now / 1000)
      .toString(16)
      .padStart(8, '0') + randomBytes(8).toString('hex')
  )
}

/** Whether a text could be such an id. */
export function isRequestId(text: string): boolean {
  return /^[\da-f]{24}$/.test(text)
}

/** A user secret or element token: 44 characters of base64 ending in `=` (32 random bytes). */
export function createSecret(): string {
  return randomBytes(32).toString('base64')
}

/** An organization secret: 32 lower-case hex characters. */
export function createOrganizationSecret(): string {
  return randomBytes(16).toString('hex')
}

/** The number of a row as it stands in a path: digits without a sign, an exponent or leading zeros, exact as a number. Undefined for anything else. */
export function parseId(text: string): number | undefined {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(id) ? id : undefined
}
