/**
 * What a vendor tells while it authorises and the configuration keeps: the host to call, the token endpoint of a region. Credentials go where such
 * values say, and a callback's query comes through a browser: nothing is kept that the element does not say it may be.
 */
import type { Values } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { KeptMember } from '../elements/document/octet.ts'
import { createError, OctetError } from '../lib/errors.ts'
import { readOwn } from '../lib/url-template.ts'
import { readTrustedUrl } from './trusted-url.ts'

type Members = Readonly<Record<string, unknown>>

/** Configuration items that the vendor tells, by the place where it does. */
export function listKept(element: CompiledElement, from: KeptMember['from']): readonly KeptMember[] {
  return (element.authentication.oauth2?.keep ?? []).filter((member) => member.from === from)
}

/**
 * What of the callback's query, or of a token reply, goes into the configuration. A member that is not there changes nothing.
 * Throws oauth-member-refused (400) for one that is not what the element expects.
 */
export function keepMembers(element: CompiledElement, from: KeptMember['from'], members: Members): Values {
  const changes: Record<string, string> = {}
  for (const kept of listKept(element, from)) {
    const told = readOwn(members, kept.member)
    if (told !== undefined && told !== null && told !== '') changes[kept.configuration] = readMember(element, kept, told)
  }
  return changes
}

/** Whether a value of the configuration is one that the vendor may have told: of a host that the element, or the server's operator, names for it. */
export function mayBeTold(element: CompiledElement, configuration: string, value: string): boolean {
  return (element.authentication.oauth2?.keep ?? []).some((kept) => {
    const suffix = kept.suffix ?? ''
    if (kept.configuration !== configuration || !('hosts' in kept) || !value.endsWith(suffix)) return false
    const told = value.slice(0, value.length - suffix.length)
    return readValue(element, kept, told) === told
  })
}

/** What a refresh tells, whose tokens are there already: what differs from the configuration, or the refusal as a value. */
export function judgeReply(element: CompiledElement, configuration: Values, members: Members): { changes: Values; refusal?: OctetError } {
  try {
    const told = Object.entries(keepMembers(element, 'reply', members))
    return { changes: Object.fromEntries(told.filter(([key, value]) => value !== configuration[key])) }
  } catch (error) {
    if (error instanceof OctetError) return { changes: {}, refusal: error }
    throw error
  }
}

/** A vendor that tells an id means the same as a text and as a number. */
function readMember(element: CompiledElement, kept: KeptMember, told: unknown): string {
  const text = typeof told === 'number' ? String(told) : told
  const value = typeof text === 'string' ? readValue(element, kept, text) : undefined
  if (value !== undefined) return value + (kept.suffix ?? '')
  const expected =
    'hosts' in kept
      ? `an https URL of ${kept.hosts.join(', ')}, or of a host that OCTET_ELEMENT_DEFAULTS names for the element`
      : `a text of the form ${kept.pattern}`
  throw createError('oauth-member-refused', {
    params: { member: kept.member, key: element.key, expected, got: JSON.stringify(told).slice(0, 200) },
  })
}

function readValue(element: CompiledElement, kept: KeptMember, text: string): string | undefined {
  if ('hosts' in kept) return readTrustedUrl(text, { hosts: kept.hosts, serverUrls: element.serverUrls })
  return text.length <= longest && new RegExp(`^(?:${kept.pattern})$`).test(text) ? text : undefined
}

/** Characters of a text that is no URL. */
const longest = 200
