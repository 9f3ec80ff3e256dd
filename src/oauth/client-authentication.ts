/** How the client proves itself at a token endpoint, as a function value (RFC 6749 §2.3.1). Some vendors want another way per grant. */
import type { ClientAuth } from 'oauth4webapi'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { ClientAuthentication } from '../elements/document/octet.ts'
import type { Configuration, Grant } from './settings.ts'

/** What the element says for this grant; otherwise `oauth.basic.header` decides: `true` = Basic header, else form fields (contract 4.5). */
export function chooseClientAuthentication(element: CompiledElement, configuration: Configuration, grant: Grant): ClientAuthentication {
  const chosen = element.authentication.oauth2?.clientAuthentication?.[grant]
  return chosen ?? (configuration['oauth.basic.header'] === 'true' ? 'basic' : 'body')
}

/** Id and secret as the Basic header holds them (RFC 7617). */
export function encodeBasic(clientId: string, clientSecret: string): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
}

/** The client authentication of oauth4webapi for a kind; puts id and secret where the kind says and nowhere else. */
export function authenticateClient(kind: ClientAuthentication, clientSecret: string): ClientAuth {
  return (_server, client, body, headers) => {
    if (kind !== 'basic') body.set('client_id', client.client_id)
    if (kind === 'body' || kind === 'basic-and-body') body.set('client_secret', clientSecret)
    // Id and secret as they are: vendors document base64(id:secret), and few undo the form encoding that RFC 6749 asks for.
    if (kind === 'basic' || kind === 'basic-and-body') headers.set('authorization', `Basic ${encodeBasic(client.client_id, clientSecret)}`)
  }
}
