/** Credential → Authorization header, one kind a file. */
import type { Credential } from '../types.ts'
import { authorizeBasic } from './basic.ts'
import { authorizeBearer } from './bearer.ts'

/** The header's value; undefined for vendors that get their credentials by parameters of the element, or none. */
export function writeAuthorization(credential: Credential): string | undefined {
  switch (credential.kind) {
    case 'bearer':
      return authorizeBearer(credential)
    case 'basic':
      return authorizeBasic(credential)
    case 'oauth1':
    case 'awsv4':
    case 'custom':
    case 'none':
      return undefined
  }
}
