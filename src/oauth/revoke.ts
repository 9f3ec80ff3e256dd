/** Gives tokens back that nobody will use any more (RFC 7009, contract 4.5 `oauth.token.revoke_url`, `oauthOnTokenRevoke`). */
import { allowInsecureRequests, customFetch, revocationRequest } from 'oauth4webapi'
import type { CallParts } from '../call/types.ts'
import { createError } from '../lib/errors.ts'
import { authenticateClient, chooseClientAuthentication } from './client-authentication.ts'
import type { StoredGrant } from './grant-store.ts'
import { type AuthenticatingAccount, runResources } from './run-resources.ts'
import { fillPlaces, isHttpUrl, readClientSecrets, readSetting } from './settings.ts'
import { sendForm } from './token-request.ts'

/** Revokes the refresh token, which takes the access tokens with it (RFC 7009 §2.1), or the access token where there is no other. Throws the vendor's no (400) or an outage (502). */
export async function revokeTokens(parts: CallParts, account: AuthenticatingAccount, grant: StoredGrant): Promise<void> {
  const { element, configuration } = account
  if (grant.session !== undefined) return
  const token = grant.refreshToken ?? grant.accessToken
  if (element.resourcesOfType('oauthOnTokenRevoke').length > 0) {
    const inputs = { token, accessToken: grant.accessToken, refreshToken: grant.refreshToken ?? '' }
    await runResources(parts, account, { type: 'oauthOnTokenRevoke', inputs })
    return
  }
  const template = readSetting(configuration, 'oauth.token.revoke_url')
  if (template === undefined) return
  const url = fillPlaces(template, { secretKeys: element.secretKeys, readValue: (name) => readSetting(configuration, name) })
  const kind = chooseClientAuthentication(element, configuration, 'refresh')
  if (!isHttpUrl(url))
    throw createError('invalid-configuration', { params: { key: 'oauth.token.revoke_url', expected: 'an absolute http or https URL' } })
  const { clientId, clientSecret } = readClientSecrets(configuration, kind === 'none')
  const response = await revocationRequest(
    { issuer: url, revocation_endpoint: url },
    { client_id: clientId },
    authenticateClient(kind, clientSecret),
    token,
    {
      [customFetch]: (target, options) => sendForm(parts.egress, target, options),
      [allowInsecureRequests]: true,
      additionalParameters: { token_type_hint: grant.refreshToken === undefined ? 'access_token' : 'refresh_token' },
    },
  )
  if (response.status >= 400) throw createError('oauth-refused', { params: { reason: `HTTP ${response.status}` } })
}
