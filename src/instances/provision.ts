/** How an instance comes by its credentials (contract 3.5, 3.7, 4.1, 4.4, 4.6): decided first, then at most one request to the vendor, nothing stored. */
import type { CallParts } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { createRefusal, exchangeCode, takeTokens } from '../oauth/exchange.ts'
import { refreshTokens } from '../oauth/refresh.ts'
import { checkTenant, readTenant } from '../oauth/tenant.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { InstanceInput } from './body.ts'
import { createMissing, demandConfiguration, listMissing, mask, type Values } from './configuration.ts'
import { readSentKey, readStaticToken, tryStaticToken } from './static-token.ts'

export interface Provisioning {
  readonly id: number
  readonly accountId: number
  readonly element: CompiledElement
  /** Effective: defaults, own values, what was sent. */
  readonly configuration: Values
  readonly input: InstanceInput
  /** The instance holds tokens already. */
  readonly hasGrant: boolean
  /** `none` or `initial`, as it stands before. */
  readonly externalAuthentication: string
}

export interface Provisioned {
  /** New tokens; absent: those it has stay. */
  readonly tokens?: TokenSet
  /** Whose account at the vendor the new tokens are for, where the vendor told. */
  readonly tenant?: string | undefined
  /** What the token reply told and the configuration did not. */
  readonly changes: Values
  readonly externalAuthentication: string
}

/** Authentication types whose credentials are configuration and nothing else. */
const configured: ReadonlySet<string> = new Set(['basic', 'custom', 'apiKey', 'none'])

/** What only a user's authorisation needs. */
const codeOnly: ReadonlySet<string> = new Set(['oauth.authorization.url', 'oauth.callback.url'])

/**
 * Provisions. Throws oauth-code-required, missing-configuration (all keys), oauth-refused, tenant-mismatch (400), an outage (502),
 * authentication-not-supported (400), what the vendor says to a long-lived key that is new.
 */
export async function provision(parts: CallParts, request: Provisioning): Promise<Provisioned> {
  const { element, configuration, input } = request
  if (element.authenticationType !== 'oauth2') return keepConfigured(request)
  const { code } = input
  const refreshToken = readExternalToken(request)
  if (code === undefined && refreshToken === undefined) return keepOAuth(parts, request)
  const externalAuthentication = code === undefined ? 'initial' : 'none'
  demandConfiguration(element, configuration, (key) => code === undefined && codeOnly.has(key))
  const tokens =
    code !== undefined
      ? await exchangeCode(parts.egress, { element, configuration, code })
      : takeTokens(await refreshTokens(parts.egress, { element, configuration, refreshToken: refreshToken! }))
  const tenant = readTenant(element, tokens)
  return { tokens, tenant, changes: checkTenant(element, configuration, tenant), externalAuthentication }
}

/** `externalAuthentication: initial` brings a refresh token that the client obtained elsewhere; asterisks are the one we have. */
function readExternalToken({ input, externalAuthentication }: Provisioning): string | undefined {
  const sent = input.configuration['oauth.user.refresh_token']
  const isExternal = (input.externalAuthentication ?? externalAuthentication) === 'initial'
  return isExternal && typeof sent === 'string' && sent !== '' && sent !== mask ? sent : undefined
}

async function keepOAuth(parts: CallParts, request: Provisioning): Promise<Provisioned> {
  const { id, accountId, element, configuration, input, hasGrant, externalAuthentication } = request
  const token = hasGrant ? undefined : readStaticToken(element, configuration)
  if (input.denial !== undefined) throw createRefusal(input.denial.error, input.denial.description)
  if (!hasGrant && token === undefined) throw describeLack(request)
  const isExternal = externalAuthentication === 'initial'
  const isExempt = (key: string) => (token !== undefined && key.startsWith('oauth.')) || (isExternal && codeOnly.has(key))
  demandConfiguration(element, configuration, isExempt)
  if (token !== undefined && readSentKey(element, input.configuration) !== undefined) {
    await tryStaticToken(parts, { id, accountId, element, configuration, token })
  }
  return { changes: {}, externalAuthentication }
}

/** There is nothing to authenticate with. */
function describeLack({ element, configuration, input }: Provisioning): Error {
  if (input.externalAuthentication !== 'initial') return createError('oauth-code-required')
  const missing = listMissing(element, configuration, (key) => codeOnly.has(key))
  return createMissing(['oauth.user.refresh_token', ...missing])
}

function keepConfigured({ element, configuration }: Provisioning): Provisioned {
  if (!configured.has(element.authenticationType)) {
    throw createError('authentication-not-supported', { params: { key: element.key, type: element.authenticationType } })
  }
  demandConfiguration(element, configuration, () => false)
  return { changes: {}, externalAuthentication: 'none' }
}
