/** A long-lived key in the configuration that stands in for tokens: which one counts, whether the vendor takes it, and what to say of one that is not used. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { callVendor } from '../call/call.ts'
import type { CallParts, Credential } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { emptyBody } from '../lib/hub-request.ts'
import { createRequestId } from '../lib/ids.ts'
import { mask, type Values } from './configuration.ts'
import type { Provision } from './provisioning.ts'
import { createMissing, demandConfiguration, exemptOthers } from './required.ts'

/** The key, when the configuration has one of the element's form. */
export function readStaticToken(element: CompiledElement, configuration: Values): string | undefined {
  const rule = element.authentication.staticToken
  const value = rule === undefined ? undefined : configuration[rule.configuration]
  if (!value) return undefined
  return value.startsWith(rule!.prefix) ? value : undefined
}

/** What calls authenticate with that have the key; it has no end and no successor. */
export function createKeyCredential({ authentication }: CompiledElement, token: string): Credential & { kind: 'bearer' } {
  const { staticToken, scheme } = authentication
  const header = staticToken?.header?.toLowerCase()
  return { kind: 'bearer', token, generation: 0, ...(header === undefined ? scheme !== undefined && { scheme } : { header }) }
}

/** What a client sent for the key; asterisks and an empty value are none. */
export function readSentKey(element: CompiledElement, sent: Readonly<Record<string, unknown>>): string | undefined {
  const rule = element.authentication.staticToken
  const value = rule === undefined ? undefined : sent[rule.configuration]
  return typeof value === 'string' && value !== '' && value !== mask ? value : undefined
}

export interface Trial {
  readonly id: number
  readonly accountId: number
  readonly element: CompiledElement
  /** Effective. */
  readonly configuration: Values
  readonly token: string
}

/**
 * Calls the element's ping resource once with the key; an element without one takes the key on trust. Throws the vendor's refusal (its 4xx, its
 * text in providerMessage) or outage (502).
 */
export async function tryStaticToken(parts: CallParts, { token, ...account }: Trial): Promise<void> {
  const { element } = account
  const segments = ['ping']
  const found = element.match('GET', segments)
  if (found.kind !== 'found' || found.resource.response !== 'pong') return
  // A ping has no pages, so nobody comes back with a token of this key.
  const credential = createKeyCredential(element, token)
  const request = { requestId: createRequestId(parts.clock()), method: 'GET' as const, segments, query: {}, headers: {}, body: emptyBody }
  const pageTokenKey = createSecretKey(randomBytes(32))
  const instance = { ...account, credential, pageTokenKey, renew: async (rejected: Credential) => rejected, keep: async () => undefined }
  await callVendor(parts, instance, request)
}

/**
 * Of the types that an element offers, the one whose credential is the key. Throws invalid-configuration for a value without the prefix,
 * missing-configuration (400), and what the vendor says to a key that was sent.
 */
export const provisionStaticToken: Provision = async (parts, request, type) => {
  const { id, accountId, element, configuration, input } = request
  const rule = element.authentication.staticToken!
  demandConfiguration(element, configuration, exemptOthers(element, type))
  const token = readStaticToken(element, configuration)
  if (token === undefined) {
    if (!configuration[rule.configuration]) throw createMissing([rule.configuration])
    throw createError('invalid-configuration', { params: { key: rule.configuration, expected: `a value that begins with ${rule.prefix}` } })
  }
  if (readSentKey(element, input.configuration) !== undefined)
    await tryStaticToken(parts.call, { id, accountId, element, configuration, token })
  return { changes: {}, externalAuthentication: 'none' }
}

/** Says that a key that was sent is not what calls use; undefined when none was sent, or when it is. */
export function describeUnusedKey(
  element: CompiledElement,
  sent: Readonly<Record<string, unknown>>,
  hasGrant: boolean,
): string | undefined {
  const rule = element.authentication.staticToken
  const value = readSentKey(element, sent)
  if (rule === undefined || value === undefined) return undefined
  if (!value.startsWith(rule.prefix)) return `The value of ${rule.configuration} is not used: it does not begin with ${rule.prefix}`
  return hasGrant ? `The value of ${rule.configuration} is not used: the instance was authorised with OAuth` : undefined
}
