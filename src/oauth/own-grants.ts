/** Grants that ask no user: the client for itself (RFC 6749 §4.4), and a user's name and password (§4.3). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Egress } from '../lib/egress.ts'
import { createError } from '../lib/errors.ts'
import { type Configuration, readSetting } from './settings.ts'
import { requestTokens } from './token-request.ts'
import type { TokenOutcome } from './token-set.ts'

export interface OwnGrant {
  readonly element: CompiledElement
  readonly configuration: Configuration
}

/** Asks for a token of the client's own. Throws like `requestTokens`. */
export async function grantToClient(egress: Egress, { element, configuration }: OwnGrant): Promise<TokenOutcome> {
  const parameters = readScope(configuration)
  return requestTokens(egress, { element, configuration, grant: 'exchange', grantType: 'client_credentials', parameters, secrets: [] })
}

/** Asks with `username` and `password` of the configuration. Throws missing-configuration (400) and like `requestTokens`. */
export async function grantToPassword(egress: Egress, { element, configuration }: OwnGrant): Promise<TokenOutcome> {
  const { username, password } = readLogin(configuration)
  return requestTokens(egress, {
    element,
    configuration,
    grant: 'exchange',
    grantType: 'password',
    parameters: { username, password, ...readScope(configuration) },
    secrets: [password],
  })
}

/** Throws missing-configuration (400) that names what is missing. */
export function readLogin(configuration: Configuration): { username: string; password: string } {
  const username = readSetting(configuration, 'username')
  const password = readSetting(configuration, 'password')
  if (username !== undefined && password !== undefined) return { username, password }
  const missing = [username === undefined ? 'username' : '', password === undefined ? 'password' : '']
  throw createError('missing-configuration', { params: { keys: missing.filter((key) => key !== '').join(', ') } })
}

function readScope(configuration: Configuration): Record<string, string> {
  const scope = readSetting(configuration, 'oauth.scope')
  return scope === undefined ? {} : { scope }
}
