/** Whose account at the vendor tokens are for, as far as one may rely on it: what a token endpoint says that a client has named is the client's own word. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { endsHostInPlace } from '../lib/url-template.ts'
import { judgeReply, listKept } from './kept-members.ts'
import type { Configuration } from './settings.ts'
import { readTenant } from './tenant.ts'
import type { TokenSet } from './token-set.ts'

/** The account that the reply of the element's own token endpoint names: its tenant, or a host that is nobody else's. Undefined: nobody knows. */
export function readVendorAccount(element: CompiledElement, configuration: Configuration, tokens: TokenSet): string | undefined {
  return isOwnEndpoint(element, configuration) ? (readTenant(element, tokens) ?? readOwnHost(element, tokens)) : undefined
}

function isOwnEndpoint({ defaults }: CompiledElement, configuration: Configuration): boolean {
  return ['oauth.token.url', 'oauth.token.refresh_url'].every((key) => {
    const own = defaults[key] ?? ''
    return (configuration[key] ?? '') === own && !endsHostInPlace(own)
  })
}

/** `*.example.com` are hosts of one account each; a host that the element names whole is a region's. */
function readOwnHost(element: CompiledElement, { members }: TokenSet): string | undefined {
  const isOwn = listKept(element, 'reply').some(
    (kept) => kept.configuration === 'base.url' && 'hosts' in kept && kept.hosts.some((host) => host.startsWith('*.')),
  )
  return isOwn ? (judgeReply(element, {}, members).changes['base.url'] ?? undefined) : undefined
}
