/** OAuth 2.0 without a user who approves: name and password (contract 4.4 `oauth2Password`), or the client for itself. */
import { chooseGrant } from '../oauth/means.ts'
import { obtainGrant, readExternalToken } from './provision-oauth2.ts'
import type { Provision, Provisioning } from './provisioning.ts'
import { demandConfiguration, exemptOthers, withoutUser } from './required.ts'

/** Asks for tokens when there are none, and when something that they depend on has changed; PUT asks always, to tell at once whether the vendor still agrees. */
export const provisionOwnGrant: Provision = async (parts, request, type) => {
  const { element, configuration, externalAuthentication } = request
  demandConfiguration(element, configuration, (key) => withoutUser(key) || exemptOthers(element, type)(key))
  const refreshToken = readExternalToken(request)
  if (refreshToken !== undefined) {
    return { ...(await obtainGrant(parts, request, { kind: 'refresh-token', refreshToken })), externalAuthentication: 'initial' }
  }
  const means = chooseGrant({ element, configuration })
  if (!needsGrant(request) || (means?.kind !== 'password' && means?.kind !== 'client-credentials')) {
    return { changes: {}, externalAuthentication }
  }
  return { ...(await obtainGrant(parts, request, means)), externalAuthentication: 'none' }
}

function needsGrant({ grant, sent, occasion }: Provisioning): boolean {
  if (grant === undefined || occasion === 'replace') return true
  return Object.keys(sent).some(
    (key) => key.startsWith('oauth.') || key === 'username' || key === 'password' || key === 'authentication.type',
  )
}
