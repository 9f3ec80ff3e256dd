/** What any server in this place must do at least: find a stored credential by the hash of the key that the client sent. */
import { createHash } from 'node:crypto'

export const benchKey = 'User floor-user, Organization floor-organization, Element floor-element'
const digest = (text: string): string => createHash('sha256').update(text).digest('base64')
const credentials = new Map([[digest(benchKey), 'bench-access']])

/** The vendor's access token for an Authorization header, or undefined. */
export function findCredential(header: string | undefined): string | undefined {
  return credentials.get(digest(header ?? ''))
}
