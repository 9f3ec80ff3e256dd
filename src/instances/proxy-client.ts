/** An instance that is authorised through an OAuth proxy uses the proxy's client (contract 4.7). */
import type { Caller } from '../lib/caller.ts'
import { demandProxy, readClient } from '../oauth/proxies/proxy-store.ts'
import type { InstanceInput } from './body.ts'
import type { InstancesParts } from './parts.ts'

/** The configuration as sent, with what the proxy knows and the client left out. Throws no-oauth-proxy (404). */
export async function addProxyClient(
  { database, sealerOf }: Pick<InstancesParts, 'database' | 'sealerOf'>,
  caller: Caller,
  { configuration, proxyName }: InstanceInput,
): Promise<InstanceInput['configuration']> {
  if (proxyName === undefined) return configuration
  const proxy = await demandProxy(database.db, caller, proxyName)
  const { key, secret } = readClient(await sealerOf(caller.organizationId), proxy)
  return {
    ...(key === undefined ? {} : { 'oauth.api.key': key }),
    ...(secret === undefined ? {} : { 'oauth.api.secret': secret }),
    ...(proxy.callback_url === null ? {} : { 'oauth.callback.url': proxy.callback_url }),
    ...configuration,
  }
}
