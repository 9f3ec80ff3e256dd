/** Where an instance that uses the server's own client at the vendor may have its secret sent: to no host that the instance names, whole or by filling a place. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { endsHostInPlace, listPlaces, readOwn } from '../lib/url-template.ts'
import { mayBeTold } from '../oauth/kept-members.ts'

type Own = Readonly<Record<string, string | null>>

/** Where a client secret is sent. */
const tokenUrls = ['oauth.token.url', 'oauth.token.refresh_url', 'oauth.token.revoke_url', 'oauth.request.url']

/** The endpoints by key: what the vendor may have told the instance, as `keep` says, else the element's own; null where the instance would choose the host. */
export function lendTokenUrls(element: CompiledElement, own: Own): Record<string, string | null> {
  return Object.fromEntries(tokenUrls.map((key) => [key, lendTokenUrl(element, own, key)]))
}

function lendTokenUrl(element: CompiledElement, own: Own, key: string): string | null {
  const told = own[key]
  if (typeof told === 'string' && mayBeTold(element, key, told)) return told
  const usual = element.defaults[key] ?? null
  const isUsual = (name: string) =>
    !!readOwn(element.defaults, name) && (readOwn(own, name) ?? element.defaults[name]) === element.defaults[name]
  return usual === null || !endsHostInPlace(usual) || listPlaces(usual).every(isUsual) ? usual : null
}
