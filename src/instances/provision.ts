/** How an instance comes by its credentials (contract 3.5, 3.7, 4): decided first, then asked of the vendor, then the element's own resources run; nothing is stored. */
import { type AuthenticationType, demandAuthenticationType, usesClientCredentials } from '../oauth/authentication-type.ts'
import { demandWebhookUrl, runProvisioning } from './life-cycle.ts'
import { provisionOAuth1 } from './provision-oauth1.ts'
import { provisionOAuth2 } from './provision-oauth2.ts'
import { provisionOwnGrant } from './provision-own-grant.ts'
import type { Provision, Provisioned, Provisioning, ProvisionParts } from './provisioning.ts'
import { demandConfiguration, exemptOthers } from './required.ts'
import { provisionStaticToken } from './static-token.ts'

/**
 * Provisions. Throws invalid-configuration, oauth-code-required, oauth-verifier-required, missing-configuration (all keys), oauth-refused, tenant-mismatch,
 * authentication-not-supported (400), an outage (502), what the vendor says to new credentials.
 */
export async function provision(parts: ProvisionParts, request: Provisioning): Promise<Provisioned> {
  const { element, configuration } = request
  const type = demandAuthenticationType(element, configuration)
  demandWebhookUrl(parts, request)
  const authenticated = await choose(request, type)(parts, request, type)
  return runProvisioning(parts, request, authenticated)
}

function choose({ element, configuration }: Provisioning, type: AuthenticationType): Provision {
  if (type === 'oauth1') return provisionOAuth1
  if (type === 'oauth2Password') return provisionOwnGrant
  if (type === 'oauth2') return usesClientCredentials(element, configuration) ? provisionOwnGrant : provisionOAuth2
  return type === 'apiKey' && element.authentication.staticToken !== undefined ? provisionStaticToken : keepConfigured
}

/** Types whose credentials are configuration and nothing else. */
const keepConfigured: Provision = async (_parts, { element, configuration }, type) => {
  demandConfiguration(element, configuration, exemptOthers(element, type))
  return { changes: {}, externalAuthentication: 'none' }
}
