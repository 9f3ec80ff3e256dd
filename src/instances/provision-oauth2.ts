/** OAuth 2.0 with a user: a code that is exchanged, a refresh token that the client brings, a long-lived key, or what the instance has (contract 3.7, 4.1, 4.6). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { readCallbackUrl, takeTokens } from '../oauth/exchange.ts'
import { keepMembers, listKept } from '../oauth/kept-members.ts'
import { type GrantRequest, obtainTokens } from '../oauth/obtain.ts'
import { checkTenant, readTenant } from '../oauth/tenant.ts'
import { mask } from './configuration.ts'
import { demandConsent, type Provision, type Provisioned, type Provisioning, type ProvisionParts } from './provisioning.ts'
import { createMissing, demandConfiguration, exemptOthers, type IsExempt, listMissing, withoutUser } from './required.ts'
import { readSentKey, readStaticToken, tryStaticToken } from './static-token.ts'

export const provisionOAuth2: Provision = async (parts, request, type) => {
  const { element, configuration, input } = request
  const { code } = input
  const refreshToken = readExternalToken(request)
  const isExempt = (key: string) => exemptOthers(element, type)(key) || isPublicSecret(element, key)
  if (code === undefined && refreshToken === undefined) return keepOAuth(parts, request, isExempt)
  // The vendor is about to tell them.
  const told = new Set(listKept(element, 'reply').map((kept) => kept.configuration))
  const externalAuthentication = code === undefined ? 'initial' : 'none'
  demandConfiguration(element, configuration, (key) => isExempt(key) || told.has(key) || (code === undefined && withoutUser(key)))
  const grant: GrantRequest =
    code === undefined
      ? { kind: 'refresh-token', refreshToken: refreshToken! }
      : { kind: 'code', code, verifier: await readVerifier(parts, request) }
  return { ...(await obtainGrant(parts, request, grant)), externalAuthentication }
}

/** Asks for tokens, compares whose they are, and keeps what the vendor tells. Throws oauth-refused, oauth-member-refused, tenant-mismatch (400), an outage (502). */
export async function obtainGrant(
  parts: ProvisionParts,
  request: Provisioning,
  grant: GrantRequest,
): Promise<Omit<Provisioned, 'externalAuthentication'>> {
  const { id, accountId, element, input } = request
  // Where the callback says which token endpoint knows the code, the exchange goes there.
  const told = grant.kind === 'code' ? keepMembers(element, 'callback', input.callback) : {}
  const configuration = { ...request.configuration, ...told }
  const account = { id, accountId, element, configuration, credential: { kind: 'none' as const } }
  const { outcome, changes } = await obtainTokens(parts.call, account, grant)
  const tokens = takeTokens(outcome)
  const kept = { ...told, ...keepMembers(element, 'reply', tokens.members) }
  const tenant = readTenant(element, tokens)
  return { tokens, tenant, changes: { ...changes, ...kept, ...checkTenant(element, { ...configuration, ...kept }, tenant) } }
}

/** RFC 7636: the code is worth nothing without the verifier that its user was sent with. */
async function readVerifier(
  { readVerifier: read }: ProvisionParts,
  { element, configuration, input }: Provisioning,
): Promise<string | undefined> {
  if (element.authentication.oauth2?.pkce === undefined) return undefined
  const verifier = await read({
    elementId: element.id,
    clientId: configuration['oauth.api.key'] ?? '',
    callback: readCallbackUrl(configuration),
    state: input.state ?? element.key,
  })
  if (verifier !== undefined) return verifier
  throw createError('oauth-flow-unknown')
}

/** A public client has no secret, whatever the standard items say. */
function isPublicSecret(element: CompiledElement, key: string): boolean {
  return key === 'oauth.api.secret' && element.authentication.oauth2?.clientAuthentication?.exchange === 'none'
}

/** `externalAuthentication: initial` brings a refresh token that the client obtained elsewhere; asterisks are the one we have. */
export function readExternalToken({ input, externalAuthentication }: Provisioning): string | undefined {
  const sent = input.configuration['oauth.user.refresh_token']
  const isExternal = (input.externalAuthentication ?? externalAuthentication) === 'initial'
  return isExternal && typeof sent === 'string' && sent !== '' && sent !== mask ? sent : undefined
}

async function keepOAuth(parts: ProvisionParts, request: Provisioning, isExempt: IsExempt): Promise<Provisioned> {
  const { id, accountId, element, configuration, input, grant, externalAuthentication } = request
  const token = grant !== undefined ? undefined : readStaticToken(element, configuration)
  demandConsent(input)
  if (grant === undefined && token === undefined) throw describeLack(request, isExempt)
  const isExternal = externalAuthentication === 'initial'
  const isSpared = (key: string) => isExempt(key) || (token !== undefined && key.startsWith('oauth.')) || (isExternal && withoutUser(key))
  demandConfiguration(element, configuration, isSpared)
  if (token !== undefined && readSentKey(element, input.configuration) !== undefined) {
    await tryStaticToken(parts.call, { id, accountId, element, configuration, token })
  }
  return { changes: {}, externalAuthentication }
}

/** There is nothing to authenticate with. */
function describeLack({ element, configuration, input }: Provisioning, isExempt: IsExempt): Error {
  if (input.externalAuthentication !== 'initial') return createError('oauth-code-required')
  const missing = listMissing(element, configuration, (key) => isExempt(key) || withoutUser(key))
  return createMissing(['oauth.user.refresh_token', ...missing])
}
