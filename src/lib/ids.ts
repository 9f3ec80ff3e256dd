/** Random identifiers in the forms the contract gives them (1.3, 1.6). */
import { randomBytes } from 'node:crypto'

/** 24 hex characters, leading with the seconds since 1970, like the ids that old clients log and sort by. */
export function createRequestId(now: number): string {
  return (
    Math.floor(now / 1000)
      .toString(16)
      .padStart(8, '0') + randomBytes(8).toString('hex')
  )
}

/** A user secret or element token: 44 characters of base64 ending in `=` (32 random bytes). */
export function createSecret(): string {
  return randomBytes(32).toString('base64')
}

/** An organization secret: 32 lower-case hex characters. */
export function createOrganizationSecret(): string {
  return randomBytes(16).toString('hex')
}
