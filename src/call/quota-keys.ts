/**
 * Who shares a quota, as a hash. It holds what only they know (the client's secret, the token) or what the vendor itself said (the account), and where the call
 * goes, so that nobody uses up the quota of another, or blocks it, by naming his client or account.
 */
import { hash } from 'node:crypto'
import type { QuotaScope } from '../elements/document/octet.ts'
import type { CallInstance } from './types.ts'

const known = new WeakMap<CallInstance, Map<string, string>>()

/** Names them for calls to an origin; remembered with the instance. */
export function nameSharers(instance: CallInstance, scope: QuotaScope, origin: string): string {
  const names = known.get(instance) ?? new Map<string, string>()
  if (names.size === 0) known.set(instance, names)
  const key = `${scope} ${origin}`
  let name = names.get(key)
  if (name === undefined) {
    name = hash('sha256', JSON.stringify([instance.element.id, origin, ...listSharers(instance, scope)]), 'base64url')
    names.set(key, name)
  }
  return name
}

function listSharers(instance: CallInstance, scope: QuotaScope): readonly (string | number)[] {
  const own = ['instance', instance.id]
  if (scope === 'instance') return own
  return (scope === 'application' ? readApplication(instance) : readVendorAccount(instance)) ?? own
}

function readApplication({ element, configuration }: CallInstance): readonly string[] | undefined {
  const [client, secret] = [configuration['oauth.api.key'], configuration['oauth.api.secret']]
  return readToken({ element, configuration }) ?? (client ? ['client', client, secret ?? ''] : undefined)
}

/** The account that the vendor itself named with the tokens. What a client says of it is no more than his word: then only the credential is known. */
function readVendorAccount({ element, configuration, vendorAccount }: CallInstance): readonly string[] | undefined {
  return vendorAccount === undefined ? readToken({ element, configuration }) : ['account', vendorAccount]
}

/** A key that a user made at the vendor is an application of its own. */
function readToken({ element, configuration }: Pick<CallInstance, 'element' | 'configuration'>): readonly string[] | undefined {
  const { staticToken } = element.authentication
  const token = staticToken === undefined ? undefined : configuration[staticToken.configuration]
  return token && staticToken !== undefined && token.startsWith(staticToken.prefix) ? ['token', token] : undefined
}
