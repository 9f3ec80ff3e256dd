/** Credential → the request that carries it: the last thing that happens to a request before it is sent. One kind a file. */
import type { EgressRequest } from '../../lib/egress.ts'
import type { Credential } from '../types.ts'
import { signAwsV4 } from './awsv4.ts'
import { authorizeBasic } from './basic.ts'
import { authorizeBearer } from './bearer.ts'
import { signOAuth1 } from './oauth1.ts'

/**
 * Puts the credential into a complete request; `now` in epoch ms. A header that a parameter or a hook has set wins (contract 4.5). Nothing is
 * added for elements that send their credentials by parameters and hooks of their own, or have none.
 */
export function authorizeRequest(credential: Credential, request: EgressRequest, now: number): EgressRequest | Promise<EgressRequest> {
  switch (credential.kind) {
    case 'bearer':
      return credential.header === undefined
        ? withHeader(request, 'authorization', authorizeBearer(credential))
        : withHeader(request, credential.header, credential.token)
    case 'basic':
      return withHeader(request, 'authorization', authorizeBasic(credential))
    case 'oauth1':
      return signOAuth1(credential, request, now)
    case 'awsv4':
      return signAwsV4(credential, request, now)
    case 'custom':
    case 'none':
      return request
  }
}

function withHeader(request: EgressRequest, name: string, value: string): EgressRequest {
  return request.headers[name] === undefined ? { ...request, headers: { [name]: value, ...request.headers } } : request
}
