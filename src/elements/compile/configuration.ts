/** The configuration items of an element: their defaults and which of them are secret. */
import type { ConfigurationItem } from '../document/element-document.ts'

/** Secret whatever their type says (contract 3.6). */
const alwaysSecret = ['oauth.api.key', 'oauth.api.secret', 'oauth.user.token', 'oauth.user.refresh_token', 'oauth.user.token.secret']

/** Keys whose values are masked on the wire and sealed at rest: the OAuth ones, and every item of type PASSWORD. */
export function findSecretKeys(items: readonly ConfigurationItem[]): ReadonlySet<string> {
  const passwords = items.filter((item) => item.type === 'PASSWORD').map((item) => item.key)
  return new Set([...alwaysSecret, ...passwords])
}

/**
 * Key → default value, in document order; null where there is none. `overrides` are the server's own (OCTET_ELEMENT_DEFAULTS) and win;
 * they may name keys that the element has no item for.
 */
export function collectDefaults(
  items: readonly ConfigurationItem[],
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string | null> {
  const own = items.map((item): [string, string | null] => [item.key, item.defaultValue ?? null])
  return { ...Object.fromEntries(own), ...overrides }
}
