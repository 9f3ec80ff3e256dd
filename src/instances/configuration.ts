/**
 * The configuration of an instance (contract 3.6): its own values over the element's defaults, all texts; secrets are kept apart to be sealed,
 * and shown as eight asterisks, which a client may send back to mean "unchanged".
 */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { isStorableText, toStorableText } from '../lib/storable-text.ts'
import { readAuthenticationType } from '../oauth/authentication-type.ts'
import { lifetimeOf } from '../oauth/due.ts'
import type { StoredGrant } from '../oauth/grant-store.ts'
import { demandRoom } from './configuration-limits.ts'
import { lendTokenUrls } from './lend-token-urls.ts'

export type Values = Readonly<Record<string, string | null>>

/** An instance's own values; what is not here comes from the element. */
export interface OwnConfiguration {
  readonly open: Values
  readonly secret: Values
}

export const mask = '********'

/** What the platform itself keeps up to date for OAuth 2.0 instances; a value sent for it is not configuration. */
const kept: ReadonlySet<string> = new Set(['oauth.user.token', 'oauth.user.refresh_token', 'oauth.user.refresh_time'])

type Item = CompiledElement['configuration'][number]

/** Contract 5.8: a setting of every instance. Where an element does not list it, its id is 0, which is nobody else's. */
const nulls: Item = {
  id: 0,
  key: 'filter.response.nulls',
  name: 'Leave null values out of responses',
  description: 'Leave null values out of responses',
  type: 'BOOLEAN',
  defaultValue: 'true',
}

/** What can be configured: what the element lists, and what every instance has. */
export function itemsOf({ configuration }: Pick<CompiledElement, 'configuration'>): readonly Item[] {
  return configuration.some(({ key }) => key === nulls.key) ? configuration : [...configuration, nulls]
}

/**
 * What of a sent configuration changes the instance: the keys the element knows, values as texts, null = back to the default. `own` is what it has.
 * Unknown keys and asterisks are left out. Throws invalid-configuration (400) for a value that is no text, number or boolean, or cannot be stored:
 * better before a code is spent than after.
 */
export function acceptConfiguration(element: CompiledElement, sent: Readonly<Record<string, unknown>>, own: Values = {}): Values {
  const accepted: Record<string, string | null> = {}
  for (const { key } of itemsOf(element)) {
    const value = Object.hasOwn(sent, key) ? sent[key] : undefined
    if (value !== undefined && value !== mask) accepted[key] = value === null ? null : toText(key, value)
  }
  const type = readAuthenticationType(element, { ...element.defaults, ...own, ...accepted })
  if (type === 'oauth2' || type === 'oauth2Password') for (const key of kept) delete accepted[key]
  return accepted
}

function toText(key: string, value: unknown): string {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  if (isScalar && isStorableText(String(value))) return String(value)
  throw createError('invalid-configuration', { params: { key, expected: 'a text, a number, true or false' } })
}

/** Own values with changes applied; a null takes the own value away. What a vendor or a script told is kept as far as it can be stored. Throws invalid-configuration (400) beyond the limits. */
export function changeOwn(element: CompiledElement, own: OwnConfiguration, changes: Values): OwnConfiguration {
  const open: Record<string, string | null> = { ...own.open }
  const secret: Record<string, string | null> = { ...own.secret }
  for (const [key, value] of Object.entries(changes)) {
    delete open[key]
    delete secret[key]
    if (value !== null) (isSealed(element, key) ? secret : open)[key] = toStorableText(value)
  }
  demandRoom(element, { changes, before: own, after: { open, secret } })
  return { open, secret }
}

/** Of a key that scripts made up nobody knows what it holds; it may be a session. */
function isSealed(element: CompiledElement, key: string): boolean {
  return element.secretKeys.has(key) || !itemsOf(element).some((item) => item.key === key)
}

/** What counts: defaults under own values, secrets in clear. A client secret of the server's own goes to no host that an instance names. */
export function effectiveConfiguration(element: CompiledElement, own: OwnConfiguration): Values {
  const values: Record<string, string | null> = { [nulls.key]: nulls.defaultValue ?? null, ...element.defaults, ...own.open, ...own.secret }
  const usesOwnClient = 'oauth.api.secret' in own.secret || !element.defaults['oauth.api.secret']
  return usesOwnClient ? values : { ...values, ...lendTokenUrls(element, own.open) }
}

/** The configuration with what the platform keeps for an OAuth 2.0 instance. */
export function withGrant(configuration: Values, grant: StoredGrant | undefined): Values {
  if (grant === undefined || grant.session !== undefined) return configuration
  const lifetime = lifetimeOf(grant, configuration)
  return {
    ...configuration,
    'oauth.user.token': grant.accessToken,
    'oauth.user.refresh_token': grant.refreshToken ?? null,
    'oauth.user.refresh_interval': lifetime === undefined ? null : String(lifetime),
    'oauth.user.refresh_time': String(grant.obtainedAt),
  }
}

/** As clients see it: every item in its order, then what else the platform keeps; secrets masked. */
export function showConfiguration(element: CompiledElement, configuration: Values): Record<string, string | null> {
  const shown: Record<string, string | null> = {}
  for (const { key } of itemsOf(element)) shown[key] = showValue(element, key, configuration[key] ?? null)
  for (const key of kept) if (key in configuration) shown[key] = showValue(element, key, configuration[key] ?? null)
  return shown
}

export function showValue(element: CompiledElement, key: string, value: string | null): string | null {
  return value !== null && value !== '' && element.secretKeys.has(key) ? mask : value
}

/**
 * Without what a client sends back only because it was shown: defaults, and what the vendor told. As own values they would outlive a change there.
 * `shown` is the configuration as it was shown, before masking.
 */
export function leaveOutShown(own: OwnConfiguration, shown: Values, sent: Values): Values {
  const isOwn = (key: string) => key in own.open || key in own.secret
  return Object.fromEntries(Object.entries(sent).filter(([key, value]) => isOwn(key) || value !== (shown[key] ?? null)))
}
