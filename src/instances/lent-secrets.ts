/** Secrets that the server lends to its instances, its application at the vendor first of all: no instance may have them sent to a host that it names. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { endsHostInPlace } from '../lib/url-template.ts'
import type { OwnConfiguration, Values } from './configuration.ts'

export interface OwnChange {
  readonly sent: Values
  /** The instance comes from another element. */
  readonly isMoved: boolean
}

/**
 * Throws invalid-configuration (400) for an instance that uses a secret of the server's own and names another host as `base.url`. Where the element
 * leaves the host to its instances, it is refused only if the element sends such a secret there. A host that the vendor told an instance stays.
 */
export function checkLentSecrets(element: CompiledElement, own: OwnConfiguration, { sent, isMoved }: OwnChange): void {
  const lent = listLent(element, own)
  if (lent.length === 0) return
  const usual = element.defaults['base.url'] ?? ''
  const isOpen = usual === '' || endsHostInPlace(usual)
  const isElsewhere = own.open['base.url'] != null && readAuthority(own.open['base.url']) !== readAuthority(usual)
  const isAsked = isMoved || ['base.url', ...lent].some((key) => key in sent)
  if (isOpen ? !mentions(element, lent) : !(isAsked && isElsewhere)) return
  const expected = `the host that this server names, since the instance uses this server's own ${lent.join(', ')}; bring your own`
  throw createError('invalid-configuration', { params: { key: 'base.url', expected } })
}

/** What stands in the document is no secret of the server's, and a client's id is none at all (RFC 6749 §2.2). */
function listLent({ configuration, defaults, secretKeys, document }: CompiledElement, own: OwnConfiguration): string[] {
  const told = new Map(document.configuration.map((item) => [item.key, item.defaultValue]))
  const isLent = (key: string) =>
    key !== 'oauth.api.key' && secretKeys.has(key) && !!defaults[key] && defaults[key] !== told.get(key) && !(key in own.secret)
  return configuration.map(({ key }) => key).filter(isLent)
}

/** Scheme, host and port as they are written. */
function readAuthority(url: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#\\]*/i.exec(url)?.[0].toLowerCase()
}

/** A parameter or a script speaks of one of the keys. */
function mentions({ document: { parameters, hooks, resources } }: CompiledElement, keys: readonly string[]): boolean {
  const speaking = [parameters, hooks, ...resources.flatMap((resource) => [resource.parameters, resource.hooks])]
  return speaking.some((parts) => keys.some((key) => JSON.stringify(parts ?? []).includes(key)))
}
