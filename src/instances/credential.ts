/** What calls of an instance authenticate with: tokens or a session first; then a long-lived key; then what the configuration holds for its type (contract 4.4). */
import type { Credential, Values } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { readAuthenticationType } from '../oauth/authentication-type.ts'
import { toCredential } from '../oauth/due.ts'
import type { StoredGrant } from '../oauth/grant-store.ts'
import { readPlace } from '../oauth/oauth1.ts'
import { createKeyCredential, readStaticToken } from './static-token.ts'

/** Chooses the credential of an instance; `configuration` is effective. */
export function chooseCredential(element: CompiledElement, configuration: Values, grant: StoredGrant | undefined): Credential {
  if (grant !== undefined) return toCredential(grant, { element, configuration })
  const token = readStaticToken(element, configuration)
  if (token !== undefined) return createKeyCredential(element, token)
  return readConfigured(element, configuration)
}

/** Nothing is added where an element's own parameters and hooks send what it needs. */
function readConfigured(element: CompiledElement, configuration: Values): Credential {
  const read = (key: string) => configuration[key] ?? ''
  switch (readAuthenticationType(element, configuration)) {
    case 'basic':
      return { kind: 'basic', username: read('username'), password: read('password') }
    case 'oauth1':
      return {
        kind: 'oauth1',
        clientKey: read('oauth.api.key'),
        clientSecret: read('oauth.api.secret'),
        token: read('oauth.user.token'),
        tokenSecret: read('oauth.user.token.secret'),
        place: readPlace(configuration),
      }
    case 'awsv4':
      return {
        kind: 'awsv4',
        accessKeyId: read('aws.api.key'),
        secretAccessKey: read('aws.api.secret'),
        region: read('aws.region'),
        ...(configuration['aws.service'] ? { service: configuration['aws.service'] } : {}),
      }
    default:
      return { kind: 'none' }
  }
}
