/** Whose account at the vendor a user authorised, where the token reply tells: it must be the one that the configuration names. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { type Configuration, readSetting } from './settings.ts'
import type { TokenSet } from './token-set.ts'

/** The tenant that a token reply names; undefined when the element has no rule for it or the reply says nothing. */
export function readTenant(element: CompiledElement, tokens: TokenSet): string | undefined {
  const rule = element.authentication.oauth2?.tenant
  const told = rule === undefined ? undefined : tokens.members[rule.member]
  if (rule === undefined || typeof told !== 'string') return undefined
  const found = new RegExp(rule.pattern).exec(told)
  return found?.[1] ?? found?.[0]
}

/**
 * Compares the tenant that was authorised with the one that the configuration names. Returns what to store when it names none.
 * Throws tenant-mismatch (400).
 */
export function checkTenant(element: CompiledElement, configuration: Configuration, actual: string | undefined): Record<string, string> {
  const rule = element.authentication.oauth2?.tenant
  if (rule === undefined || actual === undefined) return {}
  const expected = readSetting(configuration, rule.configuration)
  if (expected === undefined) return { [rule.configuration]: actual }
  if (isSameTenant(expected, actual)) return {}
  throw createError('tenant-mismatch', { params: { actual, key: rule.configuration, expected } })
}

/** The tenant that tokens are expected to be for: the one that was authorised, else the one that the configuration names. */
export function expectTenant(element: CompiledElement, configuration: Configuration, authorised: string | undefined): string | undefined {
  const rule = element.authentication.oauth2?.tenant
  return authorised ?? (rule === undefined ? undefined : readSetting(configuration, rule.configuration))
}

/** `https://DT123.example.com/` and `dt123.example.com` are one tenant (contract 4.8). */
export function isSameTenant(one: string, other: string): boolean {
  return nameTenant(one) === nameTenant(other)
}

function nameTenant(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '')
}
