/** How an instance comes by its credentials (contract 3.5, 3.7, 4.1, 4.4, 4.6): decided first, then at most one request to the vendor, nothing stored. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Egress } from '../lib/egress.ts'
import { createError } from '../lib/errors.ts'
import { createRefusal, exchangeCode, takeTokens } from '../oauth/exchange.ts'
import { refreshTokens } from '../oauth/refresh.ts'
import { checkTenant } from '../oauth/tenant.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { InstanceInput } from './body.ts'
import { demandConfiguration, mask, type Values } from './configuration.ts'

export interface Provisioning {
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
  /** What the token reply told and the configuration did not. */
  readonly changes: Values
  readonly externalAuthentication: string
}

/** Authentication types whose credentials are configuration and nothing else. */
const configured: ReadonlySet<string> = new Set(['basic', 'custom', 'apiKey', 'none'])

/**
 * Provisions. Throws oauth-code-required, missing-configuration (all keys), oauth-refused, tenant-mismatch (400), an outage (502),
 * authentication-not-supported (400).
 */
export async function provision(egress: Egress, request: Provisioning): Promise<Provisioned> {
  const { element, configuration, input } = request
  if (element.authenticationType !== 'oauth2') return keepConfigured(request)
  const { code } = input
  const refreshToken = readExternalToken(request)
  if (code === undefined && refreshToken === undefined) return keepOAuth(request)
  demandConfiguration(element, configuration, () => false)
  const externalAuthentication = code === undefined ? 'initial' : 'none'
  const tokens =
    code !== undefined
      ? await exchangeCode(egress, { element, configuration, code })
      : takeTokens(await refreshTokens(egress, { element, configuration, refreshToken: refreshToken! }))
  return { tokens, changes: checkTenant(element, configuration, tokens), externalAuthentication }
}

/** `externalAuthentication: initial` brings a refresh token that the client obtained elsewhere; asterisks are the one we have. */
function readExternalToken({ input, externalAuthentication }: Provisioning): string | undefined {
  const sent = input.configuration['oauth.user.refresh_token']
  const isExternal = (input.externalAuthentication ?? externalAuthentication) === 'initial'
  return isExternal && typeof sent === 'string' && sent !== '' && sent !== mask ? sent : undefined
}

function keepOAuth({ element, configuration, input, hasGrant, externalAuthentication }: Provisioning): Provisioned {
  const isStatic = readStaticToken(element, configuration) !== undefined
  if (input.denial !== undefined) throw createRefusal(input.denial.error, input.denial.description)
  if (!hasGrant && !isStatic && input.externalAuthentication === 'initial') {
    throw createError('missing-configuration', { params: { keys: 'oauth.user.refresh_token' } })
  }
  if (!hasGrant && !isStatic) throw createError('oauth-code-required')
  demandConfiguration(element, configuration, (key) => isStatic && !hasGrant && key.startsWith('oauth.'))
  return { changes: {}, externalAuthentication }
}

function keepConfigured({ element, configuration }: Provisioning): Provisioned {
  if (!configured.has(element.authenticationType)) {
    throw createError('authentication-not-supported', { params: { key: element.key, type: element.authenticationType } })
  }
  demandConfiguration(element, configuration, () => false)
  return { changes: {}, externalAuthentication: 'none' }
}

/** A long-lived key in the configuration that stands in for tokens. */
export function readStaticToken(element: CompiledElement, configuration: Values): string | undefined {
  const rule = element.authentication.staticToken
  const value = rule === undefined ? undefined : configuration[rule.configuration]
  return value?.startsWith(rule!.prefix) ? value : undefined
}
