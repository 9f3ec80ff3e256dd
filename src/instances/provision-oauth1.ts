/** OAuth 1.0a: the verifier that a user brought back is exchanged for tokens, which stand in the configuration (contract 4.3, 4.6). */
import { createError } from '../lib/errors.ts'
import { requestOAuth1Tokens } from '../oauth/oauth1.ts'
import { demandConsent, type Provision, type Provisioning } from './provisioning.ts'
import { createMissing, demandConfiguration, exemptOthers, withoutUser } from './required.ts'

const tokenKeys = ['oauth.user.token', 'oauth.user.token.secret'] as const

/** What only the first two legs need. */
const requestOnly = 'oauth.request.url'

export const provisionOAuth1: Provision = async (parts, request, type) => {
  const { element, configuration, input } = request
  const { oauth1 } = input
  const isExempt = exemptOthers(element, type)
  if (oauth1 === undefined) {
    demandConsent(input)
    const isExternal = demandTokens(request)
    demandConfiguration(
      element,
      configuration,
      (key) => isExempt(key) || key === requestOnly || withoutUser(key) || key === 'oauth.token.url',
    )
    return { changes: {}, externalAuthentication: isExternal ? 'initial' : 'none' }
  }
  demandConfiguration(element, configuration, (key) => isExempt(key) || key === requestOnly || withoutUser(key))
  const { token, secret } = await requestOAuth1Tokens(parts.call, {
    element,
    configuration,
    urlKey: 'oauth.token.url',
    temporary: { token: oauth1.token, tokenSecret: oauth1.secret },
    parameters: { oauth_verifier: oauth1.verifier },
  })
  return { changes: { 'oauth.user.token': token, 'oauth.user.token.secret': secret }, externalAuthentication: 'none' }
}

/** The instance has its tokens, or the client brings them. Throws oauth-verifier-required, missing-configuration (400). */
function demandTokens({ configuration, input, externalAuthentication }: Provisioning): boolean {
  const isExternal = (input.externalAuthentication ?? externalAuthentication) === 'initial'
  const missing = tokenKeys.filter((key) => !configuration[key])
  if (missing.length === 0) return isExternal
  throw isExternal ? createMissing(missing) : createError('oauth-verifier-required')
}
